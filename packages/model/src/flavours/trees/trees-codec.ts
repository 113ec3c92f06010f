import { canonicalJson, type Task } from '@millrace/core';
import { decodeArrays, encodeArrays, type ArrayLayout } from '../../array-file.ts';
import { flavourFileInvalid } from '../../errors.ts';
import { parseJsonFile } from '../../json-file.ts';
import { checkTrees, type TreeEnsemble } from './tree-ensemble.ts';

const jsonName = 'trees.json';
const binaryName = 'trees.bin';

/** What stands in `trees.json`: the facts, and where each array lies in `trees.bin`. */
interface TreesHeader {
  readonly specVersion: 1;
  readonly task: Task;
  readonly classCount: number;
  readonly treesPerRound: number;
  readonly arrays: readonly ArrayLayout[];
}

const arrayTypes = {
  baseScores: 'float64',
  treeOffsets: 'int32',
  splitFeature: 'int32',
  threshold: 'float64',
  missingLeft: 'uint8',
  left: 'int32',
  right: 'int32',
  value: 'float64',
  categoryStart: 'int32',
  categoryWords: 'int32',
  categoryBits: 'uint32',
} as const;
type ArrayName = keyof typeof arrayTypes;
const arrayNames = Object.keys(arrayTypes) as ArrayName[];

/**
 * The files of the flavour `trees`: `trees.json` with the facts and `trees.bin` with the arrays (little-endian,
 * aligned to 8 bytes). The same ensemble gives the same bytes. Throws `MODEL_INVALID_TREES`.
 */
export function encodeTrees(ensemble: TreeEnsemble): Record<string, Uint8Array> {
  checkTrees(ensemble);
  const { layout, bytes } = encodeArrays(arrayNames.map((name) => ({ name, values: ensemble[name] })));
  const { task, classCount, treesPerRound } = ensemble;
  const header: TreesHeader = { specVersion: 1, task, classCount, treesPerRound, arrays: layout };
  return { [jsonName]: new TextEncoder().encode(`${canonicalJson(header, 2)}\n`), [binaryName]: bytes };
}

/** Reads what `encodeTrees` wrote. Throws `MODEL_FLAVOUR_FILE_INVALID` or `MODEL_INVALID_TREES`. */
export function decodeTrees(files: Readonly<Record<string, Uint8Array>>, featureCount?: number): TreeEnsemble {
  const header = parseJsonFile<TreesHeader>(jsonName, files[jsonName]);
  const { task, classCount, treesPerRound, arrays } = header;
  if (header.specVersion !== 1 || !Array.isArray(arrays))
    throw flavourFileInvalid({ file: jsonName, reason: 'it is not a trees header of specVersion 1' });
  const decoded = decodeArrays({ file: binaryName, bytes: files[binaryName], layout: arrays, types: arrayTypes });
  const ensemble = { task, classCount, treesPerRound, ...decoded } as TreeEnsemble;
  checkTrees(ensemble, featureCount);
  return ensemble;
}
