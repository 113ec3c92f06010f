/** What a module loads by a literal name: `import` and `require` of any form, and `new URL('...', import.meta.url)`. */
export interface ScannedImport {
  readonly specifier: string;
  /** `asset` for a URL: a worker module, a WebAssembly file. */
  readonly type: 'module' | 'asset';
}

interface Token {
  readonly type: 'word' | 'string' | 'sign';
  readonly value: string;
}

const blanks = /(?:\s+|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))+/y;
const word = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*|\d[\w.]*/uy;
const quoted = /'(?:[^'\\\n]|\\[^])*'?|"(?:[^"\\\n]|\\[^])*"?/y;
const regularExpression = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const wordsBeforeExpressions = new Set(
  'return typeof case in of delete void throw new instanceof else do yield await default extends'.split(' '),
);

/** Reads JavaScript or TypeScript just far enough to find what it loads; never throws, whatever the text. */
export function scanImports(text: string): readonly ScannedImport[] {
  const tokens = tokenize(text);
  const found: ScannedImport[] = [];
  tokens.forEach((token, at) => {
    if (token.type !== 'word') return;
    const [before, first, second, third] = [tokens[at - 1], tokens[at + 1], tokens[at + 2], tokens[at + 3]];
    const isCall = first?.value === '(' && second?.type === 'string';
    if (token.value === 'from' && first?.type === 'string') {
      found.push({ specifier: first.value, type: 'module' });
    } else if (before?.value === '.') {
      return;
    } else if (token.value === 'import' && first?.type === 'string') {
      found.push({ specifier: first.value, type: 'module' });
    } else if ((token.value === 'import' || token.value === 'require') && isCall) {
      found.push({ specifier: second.value, type: 'module' });
    } else if (token.value === 'URL' && isCall && third?.value === ',' && tokens[at + 4]?.value === 'import') {
      found.push({ specifier: second.value, type: 'asset' });
    }
  });
  return found;
}

function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  // For each open brace, whether it opened a `${` of a template.
  const braces: boolean[] = [];
  let at = 0;
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const readTemplate = (): void => {
    while (at < text.length) {
      const letter = text[at];
      if (letter === '\\') at += 2;
      else if (letter === '`') {
        at += 1;
        return;
      } else if (letter === '$' && text[at + 1] === '{') {
        at += 2;
        braces.push(true);
        return;
      } else at += 1;
    }
  };
  while (at < text.length) {
    const skipped = match(blanks);
    if (skipped !== undefined) {
      at += skipped.length;
      continue;
    }
    const letter = text[at]!;
    const name = match(word);
    const literal = name === undefined ? match(quoted) : undefined;
    const expression = letter === '/' && expectsExpression(tokens.at(-1)) ? match(regularExpression) : undefined;
    if (name !== undefined) {
      tokens.push({ type: 'word', value: name });
      at += name.length;
    } else if (literal !== undefined) {
      tokens.push({ type: 'string', value: literal.slice(1, -1) });
      at += literal.length;
    } else if (expression !== undefined) {
      tokens.push({ type: 'sign', value: ')' });
      at += expression.length;
    } else if (letter === '`') {
      at += 1;
      tokens.push({ type: 'sign', value: ')' });
      readTemplate();
    } else {
      at += 1;
      if (letter === '{') braces.push(false);
      if (letter === '}' && braces.pop() === true) readTemplate();
      else tokens.push({ type: 'sign', value: letter });
    }
  }
  return tokens;
}

/** After a value a slash divides; anywhere else it opens a regular expression. */
function expectsExpression(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.type === 'word') return wordsBeforeExpressions.has(before.value);
  return before.type === 'sign' && before.value !== ')' && before.value !== ']';
}
