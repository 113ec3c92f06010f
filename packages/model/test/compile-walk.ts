import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { main } from 'assemblyscript/asc';

const packageRoot = path.resolve(import.meta.dirname, '..');

/** Compiles assembly/walk.ts and gives the text of src/flavours/trees/walk-module.gen.ts. The same source gives the same text. */
export async function compileWalk(): Promise<string> {
  let binary: Uint8Array | undefined;
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort=', '--importMemory'];
  const { error } = await main(['assembly/walk.ts', ...options, '-o', 'walk.wasm'], {
    readFile: async (name, baseDirectory) => {
      try {
        return await readFile(path.resolve(packageRoot, baseDirectory, name), 'utf8');
      } catch {
        return null;
      }
    },
    writeFile: (_name, contents) => {
      binary = contents as Uint8Array;
    },
    listFiles: () => null,
  });
  if (error !== null || binary === undefined) throw new Error('assembly/walk.ts does not compile.', { cause: error });
  const lines =
    Buffer.from(binary)
      .toString('base64')
      .match(/.{1,120}/g) ?? [];
  return [
    '// Made from assembly/ by the test walk-module.test.ts; `npx vitest run --project model walk-module -u` renews it.',
    'export const walkModule =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}
