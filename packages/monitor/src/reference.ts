import type { Artifact, Engine, ScalarColumnType, SplitStatistics, StatisticsPayload } from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import type { DatasetInput } from '@millrace/data';
import { computeStatistics } from '@millrace/data-validation';
import { unknownReferenceSplit } from './errors.ts';

/** What the model learned from: statistics that were computed, or examples whose statistics are computed here. */
export type ReferenceInput = Artifact<'statistics'> | StatisticsPayload | DatasetInput;

/** Statistics of the split that was trained on: `split`, else `train`, else the first. Throws `MONITOR_UNKNOWN_SPLIT`. */
export async function readReference(
  input: ReferenceInput,
  options: {
    readonly engine: Engine;
    readonly split?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<SplitStatistics> {
  const { engine, split, signal } = options;
  const { splits } = await readStatistics(input, engine, signal);
  const known = Object.keys(splits);
  const wanted = split ?? (known.includes('train') ? 'train' : known[0]);
  if (wanted === undefined || !known.includes(wanted)) throw unknownReferenceSplit({ split: wanted ?? 'train', known });
  return splits[wanted]!;
}

async function readStatistics(
  input: ReferenceInput,
  engine: Engine,
  signal: AbortSignal | undefined,
): Promise<StatisticsPayload> {
  if (typeof input === 'object' && 'splits' in input && 'specVersion' in input) return input as StatisticsPayload;
  if (typeof input === 'object' && 'kind' in input && input.kind === 'statistics') {
    return readPayload(input as Artifact<'statistics'>);
  }
  return computeStatistics(input as DatasetInput, { engine, signal });
}

/** Types of the scalar columns, so that a log is read as what the model was trained on. */
export function typesOf({ columns }: SplitStatistics): Readonly<Record<string, ScalarColumnType>> {
  return Object.fromEntries(columns.flatMap(({ name, type }) => (type === 'list' ? [] : [[name, type]])));
}
