// Reads TypeScript as text, just far enough for the checks of this folder: strings, templates, comments and brackets.

const regularExpression = /\/(?![*/])(?:[^\\/[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;

const closing = /** @type {Record<string, string>} */ ({ '(': ')', '[': ']', '{': '}' });

/**
 * Where a string, template, regular expression or comment that starts at `at` ends; `at` itself when none starts there.
 * @param {string} text
 * @param {number} at
 * @returns {number}
 */
function skipQuoted(text, at) {
  const start = text[at];
  if (text.startsWith('//', at)) return endOr(text.indexOf('\n', at), text);
  if (text.startsWith('/*', at)) return endOr(text.indexOf('*/', at) + 1, text) + 1;
  if (start === '/') {
    // After a value a slash divides; after anything else it opens a regular expression.
    if (
      /[\w$)\]]\s*$/.test(text.slice(Math.max(0, at - 40), at)) &&
      !/\breturn\s*$/.test(text.slice(Math.max(0, at - 40), at))
    )
      return at;
    regularExpression.lastIndex = at;
    return at + (regularExpression.exec(text)?.[0].length ?? 0);
  }
  if (start !== "'" && start !== '"' && start !== '`') return at;
  let index = at + 1;
  while (index < text.length && text[index] !== start) {
    // An apostrophe inside a regular expression opens nothing: a plain string ends on its line.
    if (start !== '`' && text[index] === '\n') return at + 1;
    if (text[index] === '\\') index += 2;
    else if (start === '`' && text.startsWith('${', index)) index += readCall(text, index + 1).length + 3;
    else index += 1;
  }
  return index + 1;
}

/**
 * @param {number} index
 * @param {string} text
 */
function endOr(index, text) {
  return index < 1 ? text.length : index;
}

/**
 * The text between the bracket at `open` and the one that closes it.
 * @param {string} text
 * @param {number} open
 * @returns {string}
 */
export function readCall(text, open) {
  const expected = [closing[text[open] ?? ''] ?? ')'];
  let at = open + 1;
  while (at < text.length) {
    const after = skipQuoted(text, at);
    if (after > at) {
      at = after;
      continue;
    }
    const letter = text[at] ?? '';
    if (closing[letter] !== undefined) expected.push(closing[letter]);
    else if (letter === expected.at(-1)) expected.pop();
    if (expected.length === 0) return text.slice(open + 1, at);
    at += 1;
  }
  return text.slice(open + 1);
}

/**
 * Splits at letters that stand outside every bracket, string and comment.
 * @param {string} text
 * @param {string} separators
 * @returns {string[]}
 */
export function splitTopLevel(text, separators) {
  const parts = [];
  let start = 0;
  let at = 0;
  while (at < text.length) {
    const letter = text[at] ?? '';
    const after = skipQuoted(text, at);
    if (after > at) at = after;
    else if (closing[letter] !== undefined) at += readCall(text, at).length + 2;
    else if (text.startsWith('??', at) || text.startsWith('?.', at)) at += 2;
    else if (separators.includes(letter)) {
      parts.push(text.slice(start, at));
      at += 1;
      start = at;
    } else at += 1;
  }
  parts.push(text.slice(start));
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

/**
 * The properties of an object literal, by name, as source text. A shorthand property has its own name as its value.
 * @param {string} call the text of the literal, braces included
 * @returns {Map<string, string>}
 */
export function readProperties(call) {
  const text = blankComments(call).trim();
  const inside = readCall(text, 0);
  return new Map(
    splitTopLevel(inside, ',').map((property) => {
      const [, name, value] = /^([A-Za-z_$][\w$]*)\s*:\s*([\s\S]*)$/.exec(property) ?? [];
      return name === undefined || value === undefined ? [property, property] : [name, value];
    }),
  );
}

/**
 * The same text with its comments as spaces: line numbers stay, words in comments go.
 * @param {string} text
 */
export function blankComments(text) {
  let result = '';
  let at = 0;
  while (at < text.length) {
    const after = Math.max(skipQuoted(text, at), at + 1);
    const piece = text.slice(at, after);
    result += piece.startsWith('//') || piece.startsWith('/*') ? piece.replace(/[^\n]/g, ' ') : piece;
    at = after;
  }
  return result;
}

/**
 * Every module that a source imports or re-exports, with its line.
 * @param {string} text
 * @returns {{ specifier: string; line: number }[]}
 */
export function listImports(text) {
  const body = blankComments(text);
  const pattern =
    /(?:^|[;\n])\s*(?:import|export)\s+(?:type\s+)?(?:[\w*{][^'"`;]*?\sfrom\s+)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g;
  return [...body.matchAll(pattern)].map((match) => ({
    specifier: match[1] ?? match[2] ?? '',
    line: body.slice(0, match.index + match[0].search(/\w/)).split('\n').length,
  }));
}
