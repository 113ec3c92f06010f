/** Markup whose text has been escaped. Made by `html` only. */
export interface Html {
  readonly markup: string;
}

type Part = string | number | Html | readonly Part[] | undefined | false;

/** A template of markup: what is put in is escaped, unless it is markup itself. Lists are joined, absent parts left out. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: texts.map((text, i) => (i === 0 ? text : render(parts[i - 1]) + text)).join('') };
}

/** Text of your own code, put in as it is: styles and scripts. Never text that comes from data. */
export function trustedText(text: string): Html {
  return { markup: text };
}

/** Data for a script: JSON that cannot end its element. */
export function jsonData(value: unknown): Html {
  return { markup: JSON.stringify(value).replaceAll('<', '\\u003c') };
}

function render(part: Part): string {
  if (part === undefined || part === false) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return escapeText(part);
  return 'markup' in part ? part.markup : part.map(render).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

// Control characters are not allowed in HTML, and some of them hide what follows.
function escapeText(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character]!)
    .replace(/[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]/gu, '\uFFFD');
}

/** Prose in which backquotes mark code. */
export function prose(text: string): Html {
  return {
    markup: text
      .split('`')
      .map((part, i) => (i % 2 === 1 ? html`<code>${part}</code>` : html`${part}`).markup)
      .join(''),
  };
}
