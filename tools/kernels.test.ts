import { expect, it } from 'vitest';
import { compileAssembly } from './compile-assembly.ts';
import { fromRoot } from './repository.mjs';

it.each([
  {
    package: 'trainer',
    entry: 'kernel.ts',
    flags: ['--enable', 'simd,threads', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'],
    constant: 'kernelModule',
    file: 'src/trees/wasm/kernel.gen.ts',
  },
  {
    package: 'model',
    entry: 'walk.ts',
    flags: [],
    constant: 'walkModule',
    file: 'src/flavours/trees/walk-module.gen.ts',
  },
])('holds $file of $package to its sources in assembly/', async ({ package: name, file, ...options }) => {
  const text = await compileAssembly({ packageRoot: fromRoot(`packages/${name}`), ...options });
  await expect(text).toMatchFileSnapshot(fromRoot(`packages/${name}/${file}`));
});
