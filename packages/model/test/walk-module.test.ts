import path from 'node:path';
import { expect, it } from 'vitest';
import { compileAssembly } from '../../../tools/compile-assembly.ts';

it('is the compiled form of the source in assembly/', async () => {
  const text = await compileAssembly({
    packageRoot: path.resolve(import.meta.dirname, '..'),
    entry: 'walk.ts',
    flags: [],
    constant: 'walkModule',
    renewedBy: 'npx vitest run --project model walk-module -u',
  });
  await expect(text).toMatchFileSnapshot('../src/flavours/trees/walk-module.gen.ts');
});
