import { canonicalJson, type JsonObject, type Task } from '@millrace/core';
import { flavourFileInvalid, invalidTfjs } from '../../errors.ts';
import { parseJsonFile } from '../../json-file.ts';

const jsonName = 'tfjs.json';
const weightsName = 'tfjs-weights.bin';

/** One or more numbers that a transformed feature puts into an input of the net. */
export type TfjsInputColumn =
  | {
      /** ((the value, or `fill` where it is missing) - offset) * scale, kept within -limit and limit. One number. */
      readonly encode: 'value';
      readonly feature: string;
      readonly fill: number;
      readonly offset: number;
      readonly scale: number;
      /** Above 0. @defaultValue no limit */
      readonly limit?: number | undefined;
    }
  /** 1 where the value is missing, else 0. One number. */
  | { readonly encode: 'missing'; readonly feature: string }
  /** The category as it is, for an embedding; `fill` where it is missing. One number. */
  | { readonly encode: 'code'; readonly feature: string; readonly fill: number }
  /**
   * The bin of a number, for an embedding: how many of the ascending `bounds` are below it; `bounds.length` + 1 where it is
   * missing. One number.
   */
  | { readonly encode: 'bin'; readonly feature: string; readonly bounds: readonly number[] }
  /** A 1 at the place of the category; all zeros where it is missing. `categories` numbers. */
  | { readonly encode: 'one-hot'; readonly feature: string; readonly categories: number };

/** An input layer of the net and what it is fed: shape [rows, sum of the widths of its columns]. */
export interface TfjsInput {
  readonly dtype: 'float32' | 'int32';
  readonly columns: readonly TfjsInputColumn[];
}

/** A layers model of TensorFlow.js as data, and how transformed features enter and scores leave it. */
export interface TfjsLayersModel {
  readonly task: Task;
  /** Number of classes; 2 for binary, 0 for regression. */
  readonly classCount: number;
  /** `modelTopology` of tfjs-layers. */
  readonly topology: JsonObject;
  /** `weightSpecs` of tfjs-layers. */
  readonly weightSpecs: readonly JsonObject[];
  /** `weightData` of tfjs-layers. */
  readonly weightData: Uint8Array;
  /** In the order of the model's inputs. */
  readonly inputs: readonly TfjsInput[];
  /** What is still to be done to the output of the net. `identity` when its last layer does it. */
  readonly outputActivation: 'identity' | 'sigmoid' | 'softmax';
}

/** Without the weights: what stands in `tfjs.json`. */
type TfjsFile = Omit<TfjsLayersModel, 'weightData'> & { readonly specVersion: 1 };

/** The files of the flavour `tfjs-layers`: `tfjs.json` and `tfjs-weights.bin`. Throws `MODEL_INVALID_TFJS`. */
export function encodeTfjsLayers(model: TfjsLayersModel): Record<string, Uint8Array> {
  const { weightData, ...facts } = model;
  checkTfjsLayers(model);
  const content: TfjsFile = { specVersion: 1, ...facts };
  return { [jsonName]: new TextEncoder().encode(`${canonicalJson(content)}\n`), [weightsName]: weightData.slice() };
}

/** Reads what `encodeTfjsLayers` wrote. Throws `MODEL_FLAVOUR_FILE_INVALID` or `MODEL_INVALID_TFJS`. */
export function decodeTfjsLayers(files: Readonly<Record<string, Uint8Array>>): TfjsLayersModel {
  const { specVersion, ...facts } = parseJsonFile<TfjsFile>(jsonName, files[jsonName]);
  if (specVersion !== 1 || !Array.isArray(facts.inputs) || !Array.isArray(facts.weightSpecs))
    throw flavourFileInvalid({ file: jsonName, reason: 'it is not a tfjs-layers model of specVersion 1' });
  const weightData = files[weightsName];
  if (weightData === undefined) throw flavourFileInvalid({ file: weightsName, reason: 'it is missing' });
  const model: TfjsLayersModel = { ...facts, weightData };
  checkTfjsLayers(model);
  return model;
}

/** The bin of a value among ascending bounds: how many are below it; one more than there can be where it is missing. */
export function findBin(bounds: ArrayLike<number>, value: number): number {
  if (Number.isNaN(value)) return bounds.length + 1;
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bounds[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many numbers a column puts into its input. */
export function widthOf(column: TfjsInputColumn): number {
  return column.encode === 'one-hot' ? column.categories : 1;
}

function checkTfjsLayers({ task, classCount, inputs, outputActivation }: TfjsLayersModel): void {
  const isFitting = task === 'binary' ? classCount === 2 : task === 'regression' ? classCount === 0 : classCount >= 2;
  if (!isFitting) throw invalidTfjs({ reason: `the task ${task} does not have ${classCount} classes` });
  if (inputs.length === 0) throw invalidTfjs({ reason: 'it has no inputs' });
  inputs.forEach(({ columns }, index) => {
    if (columns.length === 0) throw invalidTfjs({ reason: `input ${index} has no columns` });
    for (const column of columns) {
      if (column.encode === 'value' && !((column.limit ?? Infinity) > 0))
        throw invalidTfjs({ reason: `the limit of "${column.feature}" is ${column.limit}, which is not above 0` });
      if (column.encode === 'bin' && !column.bounds.every((bound, i) => i === 0 || bound > column.bounds[i - 1]!))
        throw invalidTfjs({ reason: `the bounds of "${column.feature}" do not ascend` });
    }
  });
  if ((task === 'multi-class') !== (outputActivation === 'softmax') && outputActivation !== 'identity')
    throw invalidTfjs({ reason: `the task ${task} does not end in ${outputActivation}` });
}
