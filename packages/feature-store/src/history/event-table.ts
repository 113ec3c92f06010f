import { canonicalJson, getColumn, unknownColumn, type Dataset } from '@millrace/core';
import { isParsedText } from '@millrace/data';
import { compileExpression, timestamp, type Expression } from '@millrace/features';
import type { FeatureView } from '../define/feature-view.ts';
import { createBatchEvaluator, writeNumbers } from './batch-evaluator.ts';
import { createKeyIndex, type KeyIndex } from './key-index.ts';
import { createFloatList, createIntList } from './number-list.ts';

/** The history of one source as typed arrays on shared memory, one entry an event, in the order of the source. */
export interface EventValues {
  readonly rowCount: number;
  /** The values of an expression; NaN where missing. Texts are positions in `textsOf`. */
  valuesOf(expression: Expression): Float64Array;
  textsOf(expression: Expression): readonly string[];
  codesOf(keys: readonly string[]): KeyCodes;
}

/** The key of each event as a code from 0 to `keyCount` - 1; negative where it is missing. */
export interface KeyCodes {
  readonly codes: Int32Array;
  readonly keyCount: number;
}

export interface EventTable extends EventValues {
  indexOf(keys: readonly string[]): KeyIndex;
}

/** When the events of a view happened. */
export function eventTimeOf(view: FeatureView): Expression<'timestamp'> {
  return timestamp(view.eventTime);
}

/** When the events of a view became known. */
export function availableTimeOf(view: FeatureView): Expression<'timestamp'> {
  const { availableTime } = view;
  if (availableTime === undefined) return eventTimeOf(view);
  return typeof availableTime === 'string' ? timestamp(availableTime) : availableTime;
}

/** The expressions that a view reads of each event, times first. */
export function expressionsOf(view: FeatureView): readonly Expression[] {
  const values = Object.values(view.values).flatMap(({ value }) => (value === undefined ? [] : [value]));
  return [eventTimeOf(view), availableTimeOf(view), ...values];
}

/** The columns of the history that a view reads, keys first. */
export function columnsOf(view: FeatureView): readonly string[] {
  const read = expressionsOf(view).flatMap((expression) => compileExpression(expression, view.name).columns);
  return [...new Set([...(view.entity?.keys ?? []), ...read.map(({ name }) => name)])];
}

/**
 * Reads the columns that the views need, dataset after dataset, in one pass. Texts and keys become codes on the way.
 * The same rows in one dataset or in several give the same table. Throws `CORE_UNKNOWN_COLUMN`.
 */
export async function readEvents(
  views: readonly FeatureView[],
  datasets: readonly Dataset[],
  signal?: AbortSignal,
): Promise<EventTable> {
  // What is not counted is taken as it comes.
  const counts = await Promise.all(datasets.map(async (dataset) => (isParsedText(dataset) ? 0 : dataset.countRows())));
  const expected = counts.reduce((sum, count) => sum + count, 0);
  const series = new Map(
    views
      .flatMap(expressionsOf)
      .map((expression) => [canonicalJson(expression), createSeries(expression, expected)] as const),
  );
  const keySets = new Map(
    views.map((view) => {
      const names = view.entity?.keys ?? [];
      return [
        canonicalJson(names),
        { names, index: createKeyIndex(names.length), codes: createIntList(expected) },
      ] as const;
    }),
  );
  const columns = [...new Set(views.flatMap(columnsOf))];
  const place = `the history of ${views.map(({ name }) => `"${name}"`).join(', ')}`;
  const evaluator = createBatchEvaluator();
  let rowCount = 0;
  for (const dataset of datasets) {
    const known = dataset.columns.map(({ name }) => name);
    for (const name of columns) if (!known.includes(name)) throw unknownColumn({ name, known, place });
    for await (const batch of dataset.batches({ columns, signal })) {
      rowCount += batch.rowCount;
      for (const { expression, numbers, codeOf } of series.values())
        writeNumbers(evaluator.evaluate(expression, batch), numbers.extend(batch.rowCount), codeOf);
      for (const { names, index, codes } of keySets.values()) {
        const keyColumns = names.map((name) => getColumn(batch, name, place));
        index.add({ names, columns: keyColumns, place }, codes.extend(batch.rowCount));
      }
    }
  }
  return {
    rowCount,
    valuesOf: (expression) => series.get(canonicalJson(expression))!.numbers.finish(),
    textsOf: (expression) => series.get(canonicalJson(expression))!.texts,
    codesOf(keys) {
      const { codes, index } = keySets.get(canonicalJson(keys))!;
      return { codes: codes.finish(), keyCount: index.size() };
    },
    indexOf: (keys) => keySets.get(canonicalJson(keys))!.index,
  };
}

interface EventSeries {
  readonly expression: Expression;
  readonly numbers: ReturnType<typeof createFloatList>;
  readonly texts: readonly string[];
  readonly codeOf: (text: string) => number;
}

function createSeries(expression: Expression, expected: number): EventSeries {
  const texts: string[] = [];
  const codes = new Map<string, number>();
  return {
    expression,
    numbers: createFloatList(expected),
    texts,
    codeOf(text) {
      let code = codes.get(text);
      if (code === undefined) codes.set(text, (code = texts.push(text) - 1));
      return code;
    },
  };
}
