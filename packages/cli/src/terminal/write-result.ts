import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CliContext } from '../cli-context.ts';
import { cannotWrite, invalidOption } from '../errors.ts';
import { writeWhole } from './write-whole.ts';

export interface WritableResult {
  readonly payload: unknown;
  readonly renderHtml: () => string;
}

/** Writes a result as `.json` or `.html`, by the ending of the file. Throws `CLI_INVALID_OPTION` for another ending, `CLI_CANNOT_WRITE`. */
export async function writeResult(file: string, result: WritableResult, context: CliContext): Promise<void> {
  const ending = path.extname(file);
  if (ending !== '.json' && ending !== '.html') {
    throw invalidOption({ option: '--output', value: file, expected: 'a file that ends in .json or .html' });
  }
  const text = ending === '.json' ? `${JSON.stringify(result.payload, null, 2)}\n` : result.renderHtml();
  try {
    await writeWhole(path.resolve(context.cwd, file), (temporary) => writeFile(temporary, text));
  } catch (cause) {
    throw cannotWrite({ file, cause });
  }
  context.writeError(`Wrote ${file}\n`);
}
