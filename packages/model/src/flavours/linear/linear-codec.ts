import { canonicalJson, type Task } from '@millrace/core';
import { flavourFileInvalid } from '../../errors.ts';
import { parseJsonFile } from '../../json-file.ts';
import { checkLinear, type LinearWeights } from './linear-weights.ts';

const jsonName = 'linear.json';

interface LinearFile {
  readonly specVersion: 1;
  readonly task: Task;
  readonly classCount: number;
  readonly bias: readonly number[];
  readonly slotOffsets: readonly number[];
  readonly weights: readonly number[];
  readonly fill: readonly number[];
}

/** The file of the flavour `linear`: `linear.json`, readable by people. Throws `MODEL_INVALID_LINEAR`. */
export function encodeLinear(linear: LinearWeights): Record<string, Uint8Array> {
  checkLinear(linear);
  const content: LinearFile = {
    specVersion: 1,
    task: linear.task,
    classCount: linear.classCount,
    bias: [...linear.bias],
    slotOffsets: [...linear.slotOffsets],
    weights: [...linear.weights],
    fill: [...linear.fill],
  };
  return { [jsonName]: new TextEncoder().encode(`${canonicalJson(content)}\n`) };
}

/** Reads what `encodeLinear` wrote. Throws `MODEL_FLAVOUR_FILE_INVALID` or `MODEL_INVALID_LINEAR`. */
export function decodeLinear(files: Readonly<Record<string, Uint8Array>>): LinearWeights {
  const content = parseJsonFile<LinearFile>(jsonName, files[jsonName]);
  const { specVersion, task, classCount, bias, slotOffsets, weights, fill } = content;
  if (specVersion !== 1 || ![bias, slotOffsets, weights, fill].every((part) => Array.isArray(part)))
    throw flavourFileInvalid({ file: jsonName, reason: 'it is not a linear model of specVersion 1' });
  const linear: LinearWeights = {
    task,
    classCount,
    bias: Float64Array.from(bias),
    slotOffsets: Int32Array.from(slotOffsets),
    weights: Float64Array.from(weights),
    fill: Float64Array.from(fill),
  };
  checkLinear(linear);
  return linear;
}
