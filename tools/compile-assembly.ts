import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { main } from 'assemblyscript/asc';

export interface CompileAssemblyOptions {
  /** The folder of a package that has an `assembly` folder. */
  readonly packageRoot: string;
  /** The file in `assembly` whose exports are the module's. */
  readonly entry: string;
  /** Arguments of the compiler beside those that all modules have. */
  readonly flags: readonly string[];
  /** Name of the constant that holds the module. */
  readonly constant: string;
}

/** Compiles AssemblyScript and gives the text of a module that holds the result in base64. The same sources give the same text. */
export async function compileAssembly(options: CompileAssemblyOptions): Promise<string> {
  const { packageRoot, entry, flags, constant } = options;
  let binary: Uint8Array | undefined;
  const shared = ['-O3', '--noAssert', '--runtime', 'stub', '--use', 'abort=', '--importMemory', '-o', 'out.wasm'];
  const { error } = await main([`assembly/${entry}`, ...shared, ...flags], {
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
  if (error !== null || binary === undefined) throw new Error(`assembly/${entry} does not compile.`, { cause: error });
  const lines =
    Buffer.from(binary)
      .toString('base64')
      .match(/.{1,120}/g) ?? [];
  return [
    '// Made from assembly/; `npx vitest run --project tools kernels -u` renews it.',
    `export const ${constant} =`,
    `${lines.map((line) => `  '${line}'`).join(' +\n')};`,
    '',
  ].join('\n');
}
