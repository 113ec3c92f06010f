import { describe, expect, it } from 'vitest';
import { blankComments, listImports, readCall, readProperties, splitTopLevel } from './source-text.mjs';

describe('blankComments', () => {
  it('keeps lines and strings, and is not misled by quotes in regular expressions', () => {
    const text = [
      "const a = /['\"`/]/g; // it's gone",
      "const b = '// stays'; /* gone",
      'too */ const c = `${x /* gone */}`;',
    ].join('\n');
    const blank = blankComments(text);
    expect(blank.split('\n')).toHaveLength(3);
    expect(blank).not.toContain("it's gone");
    expect(blank).not.toContain('too');
    expect(blank).toContain("'// stays'");
    expect(blank).toContain('const a = /[\'"`/]/g;');
  });

  it('tells a division from a regular expression', () => {
    expect(blankComments("const half = (a + b) / 2; // gone\nconst c = d / e / f; // gone '")).not.toContain('gone');
  });
});

describe('listImports', () => {
  it('finds static, type, dynamic and re-exporting imports with their lines, and none in comments', () => {
    const text = [
      "import type { A } from 'a';",
      "import 'b';",
      'export {',
      '  c,',
      "} from './c.ts';",
      "// import d from 'd';",
      "const e = await import('e');",
    ].join('\n');
    expect(listImports(text)).toEqual([
      { specifier: 'a', line: 1 },
      { specifier: 'b', line: 2 },
      { specifier: './c.ts', line: 3 },
      { specifier: 'e', line: 7 },
    ]);
  });
});

describe('reading calls', () => {
  it('splits outside brackets and strings only', () => {
    expect(splitTopLevel("a, f(b, c), 'd, e', { g, h }", ',')).toEqual(['a', 'f(b, c)', "'d, e'", '{ g, h }']);
    expect(splitTopLevel('a ?? b', '?:')).toEqual(['a ?? b']);
    expect(readCall('f(a, `)${b(")")}`) + 1', 1)).toBe('a, `)${b(")")}`');
  });

  it('names the properties of an object literal', () => {
    expect([...readProperties("{ code: 'A', cure, details: { a: 1 } }")]).toEqual([
      ['code', "'A'"],
      ['cure', 'cure'],
      ['details', '{ a: 1 }'],
    ]);
  });
});
