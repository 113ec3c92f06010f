import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { main } from 'assemblyscript/asc';

const packageRoot = path.resolve(import.meta.dirname, '..');

/** Compiles assembly/kernel.ts and gives the text of src/trees/wasm/kernel.gen.ts. The same sources give the same text. */
export async function compileKernel(): Promise<string> {
  let binary: Uint8Array | undefined;
  const options = ['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort=', '--enable', 'simd,threads'];
  const memory = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536'];
  const { error } = await main(['assembly/kernel.ts', ...options, ...memory, '-o', 'kernel.wasm'], {
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
  if (error !== null || binary === undefined) throw new Error('assembly/kernel.ts does not compile.', { cause: error });
  const lines =
    Buffer.from(binary)
      .toString('base64')
      .match(/.{1,120}/g) ?? [];
  return [
    '// Made from assembly/ by the test kernel-module.test.ts; `npx vitest run --project trainer kernel-module -u` renews it.',
    'export const kernelModule =',
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}
