import { expect, it } from 'vitest';
import { compileWalk } from './compile-walk.ts';

it('is the compiled form of the source in assembly/', async () => {
  await expect(await compileWalk()).toMatchFileSnapshot('../src/flavours/trees/walk-module.gen.ts');
});
