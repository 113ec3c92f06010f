import { flavourFileInvalid } from './errors.ts';

/** The object in a JSON file of a model; its parts are checked by the caller. Throws `MODEL_FLAVOUR_FILE_INVALID`. */
export function parseJsonFile<TContent extends object>(file: string, bytes: Uint8Array | undefined): TContent {
  if (bytes === undefined) throw flavourFileInvalid({ file, reason: 'it is missing' });
  let content: unknown;
  try {
    content = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw flavourFileInvalid({ file, reason: 'it is not JSON', cause });
  }
  if (typeof content !== 'object' || content === null)
    throw flavourFileInvalid({ file, reason: 'it is not an object' });
  return content as TContent;
}
