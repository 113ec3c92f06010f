import fc from 'fast-check';
import { expect, it } from 'vitest';
import { scanImports } from './scan-imports.ts';

const scan = (text: string): string[] =>
  scanImports(text).map(({ specifier, type }) => (type === 'asset' ? `url ${specifier}` : specifier));

it('finds every form in which a module is loaded by a literal name', () => {
  const text = `
    import './effect.js';
    import first, { second as third, type Fourth } from './named.js';
    import * as all from "./all.js";import type { Kind } from './kind.js';
    export { a } from './a.js'; export * from './b.js'; export * as c from './c.js';
    import json from './data.json' with { type: 'json' };
    const lazy = await import('./lazy.js');
    const { x } = require('./common.cjs');
    new Worker(new URL('./worker.js', import.meta.url));
    import {
      long, // with a comment
    } from './long.js';
  `;
  expect(scan(text)).toEqual([
    './effect.js',
    './named.js',
    './all.js',
    './kind.js',
    './a.js',
    './b.js',
    './c.js',
    './data.json',
    './lazy.js',
    './common.cjs',
    'url ./worker.js',
    './long.js',
  ]);
});

it('passes over comments, strings, templates, regular expressions, members and names that are not literal', () => {
  const text = `
    // import './comment.js'
    /* import './block.js' */
    const text = "import './string.js'", other = 'from "./quoted.js"';
    const template = \`import './template.js' \${ nested(\`from './deep.js'\`) } import './after.js'\`;
    const pattern = /import '.\\/pattern.js'/g, inClass = /[/'"]import '.\\/class.js'/;
    const half = total / 2, third = (a + b) / 3; /'/.test(half);
    loader.import('./member.js'); Array.from('./array.js'); import(name); import(\`./\${name}.js\`);
    const url = new URL('./elsewhere.js', base); import.meta.resolve('./resolved.js');
    const object = { from: './property.js', import: './property.js' };
  `;
  expect(scan(text)).toEqual([]);
});

it('finds imports inside the expressions of templates', () => {
  expect(
    scan("const a = `${await import('./a.js')} ${{ b: `${await import('./b.js')}` }.b}`; import './c.js'"),
  ).toEqual(['./a.js', './b.js', './c.js']);
});

it('never throws and always ends, whatever the text', () => {
  const piece = fc.constantFrom(
    '`',
    '${',
    '}',
    '{',
    "'",
    '"',
    '/',
    '*',
    '\\',
    '\n',
    'import',
    'from',
    '(',
    ')',
    '[',
    ' ',
    'ü',
    '#!',
    '.',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      expect(Array.isArray(scanImports(pieces.join('')))).toBe(true);
    }),
  );
});

it('finds an import behind any code that is complete', () => {
  const before = fc.constantFrom(
    'const a = 1 / 2;',
    'if (x) /re"/.test(y);',
    'const s = `a${b / c}d`;',
    "const q = 'it\\'s';",
    'label: { a }',
    'const r = x ? /[`]/ : /\\//;',
    'class A { #b = 1; get [`c`]() { return this.#b / 2 } }',
    '/* `*/',
    '// \' "',
    'const o = { a: {} } / 2;',
  );
  fc.assert(
    fc.property(fc.array(before, { maxLength: 8 }), (lines) => {
      expect(scan([...lines, "import { z } from './z.js';"].join('\n'))).toEqual(['./z.js']);
    }),
  );
});
