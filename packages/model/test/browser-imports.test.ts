import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** What a module and all that it imports statically import from elsewhere. Types and `import()` do not count. */
function staticImports(entry: string): Map<string, string> {
  const found = new Map<string, string>();
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, isType, specifier] of text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from '([^']+)';/gm)) {
      if (isType !== undefined) continue;
      if (specifier!.startsWith('.')) visit(path.join(path.dirname(file), specifier!));
      else found.set(specifier!, file);
    }
  };
  visit(entry);
  return found;
}

describe('the entry of the package', () => {
  it('imports nothing that browsers lack, and no back end before it is needed', () => {
    const imports = staticImports(path.join(import.meta.dirname, '../src/index.ts'));
    expect([...imports.keys()].sort()).toEqual(['@millrace/core', '@millrace/features']);
  });
});
