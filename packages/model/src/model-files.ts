import { checkArgument, describeValue, optionForms, type Artifact } from '@millrace/core';
import { notModel, unreadableFile } from './errors.ts';

/** The files of one model, wherever they are: a directory, a bucket, memory, a web server. */
export interface ModelFiles {
  /** What the files are called in messages: a path or an address. */
  readonly place: string;
  /** The bytes of a file by its path inside the model (forward slashes), undefined when it is not there. */
  read(name: string): Promise<Uint8Array | undefined>;
  /** Where a file can be imported from as a module. Only the flavour `custom` asks. */
  readonly moduleUrl?: ((name: string) => string) | undefined;
}

/** The files of a directory. Node.js only. */
export async function directoryFiles(directory: string): Promise<ModelFiles> {
  checkArgument(directory, optionForms.text, { caller: 'directoryFiles', argument: 'directory' });
  const [{ readFile, stat }, path, { pathToFileURL }] = await Promise.all([
    import('node:fs/promises'),
    import('node:path'),
    import('node:url'),
  ]);
  const place = path.resolve(directory);
  const found = await stat(place).catch(() => undefined);
  if (found === undefined) throw notModel({ place, reason: 'there is no such directory' });
  if (!found.isDirectory()) throw notModel({ place, reason: 'it is not a directory' });
  return {
    place,
    async read(name) {
      try {
        return await readFile(path.join(place, name));
      } catch (cause) {
        if ((cause as { code?: unknown }).code === 'ENOENT') return undefined;
        throw unreadableFile({ place, file: name, cause });
      }
    },
    moduleUrl: (name) => pathToFileURL(path.join(place, name)).href,
  };
}

/** Files in memory, by path inside the model. */
export function memoryFiles(files: Readonly<Record<string, Uint8Array>>, place = 'memory'): ModelFiles {
  return {
    place,
    read: async (name) => Promise.resolve(Object.hasOwn(files, name) ? files[name] : undefined),
  };
}

/** The files of a model, wherever they are. Throws `MODEL_NOT_A_MODEL`. */
export async function filesOf(source: string | Artifact<'model'> | ModelFiles): Promise<ModelFiles> {
  if (typeof source === 'string') return directoryFiles(source);
  if (optionForms.artifact.admits(source)) return directoryFiles((source as Artifact<'model'>).path);
  if (typeof (source as Partial<ModelFiles> | null | undefined)?.read === 'function') return source as ModelFiles;
  throw notModel({
    place: describeValue(source),
    reason: 'it is neither a path, nor an artifact, nor something that reads files',
  });
}
