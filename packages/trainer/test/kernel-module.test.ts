import { expect, it } from 'vitest';
import { compileKernel } from './compile-kernel.ts';

it('is the compiled form of the sources in assembly/', async () => {
  await expect(await compileKernel()).toMatchFileSnapshot('../src/trees/wasm/kernel.gen.ts');
});
