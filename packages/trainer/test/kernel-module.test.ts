import path from 'node:path';
import { expect, it } from 'vitest';
import { compileAssembly } from '../../../tools/compile-assembly.ts';

it('is the compiled form of the sources in assembly/', async () => {
  const text = await compileAssembly({
    packageRoot: path.resolve(import.meta.dirname, '..'),
    entry: 'kernel.ts',
    flags: ['--enable', 'simd,threads', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
    constant: 'kernelModule',
    renewedBy: 'npx vitest run --project trainer kernel-module -u',
  });
  await expect(text).toMatchFileSnapshot('../src/trees/wasm/kernel.gen.ts');
});
