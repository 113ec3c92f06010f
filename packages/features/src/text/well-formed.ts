const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The text as UTF-8 can hold it: a lone surrogate becomes U+FFFD. */
export function toWellFormed(text: string): string {
  return text.replaceAll(loneSurrogate, '\uFFFD');
}
