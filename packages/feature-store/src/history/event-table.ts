import { canonicalJson, getColumn, unknownColumn, type Column, type ColumnBatch, type Dataset } from '@millrace/core';
import { compileExpression, timestamp, type CompiledExpression, type Expression } from '@millrace/features';
import type { FeatureView } from '../define/feature-view.ts';
import { createFloatList, createIntList } from './number-list.ts';
import { createKeyIndex, type KeyIndex } from './key-index.ts';

/** The history of one source as typed arrays, one entry an event, in the order of the source. */
export interface EventTable {
  readonly rowCount: number;
  /** The values of an expression; NaN where missing. Texts are positions in `textsOf`. */
  valuesOf(expression: Expression): Float64Array;
  textsOf(expression: Expression): readonly string[];
  codesOf(keys: readonly string[]): { readonly codes: Int32Array; readonly index: KeyIndex };
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
export async function readEvents(views: readonly FeatureView[], datasets: readonly Dataset[]): Promise<EventTable> {
  const series = new Map(
    views.flatMap((view) =>
      expressionsOf(view).map((expression) => {
        const compiled = compileExpression(expression, view.name);
        return [canonicalJson(expression), createSeries(compiled)] as const;
      }),
    ),
  );
  const keySets = new Map(
    views.map((view) => {
      const names = view.entity?.keys ?? [];
      return [canonicalJson(names), { names, index: createKeyIndex(names.length), codes: createIntList() }] as const;
    }),
  );
  const columns = [...new Set(views.flatMap(columnsOf))];
  const place = `the history of ${views.map(({ name }) => `"${name}"`).join(', ')}`;
  let rowCount = 0;
  for (const dataset of datasets) {
    const known = dataset.columns.map(({ name }) => name);
    for (const name of columns) if (!known.includes(name)) throw unknownColumn({ name, known, place });
    for await (const batch of dataset.batches({ columns })) {
      rowCount += batch.rowCount;
      for (const one of series.values()) one.append(batch);
      for (const { names, index, codes } of keySets.values()) {
        const keyColumns = names.map((name) => getColumn(batch, name, place));
        codes.append(index.add({ names, columns: keyColumns, rowCount: batch.rowCount, place }));
      }
    }
  }
  const find = (expression: Expression): EventSeries => series.get(canonicalJson(expression))!;
  for (const one of series.values()) one.finish();
  for (const { codes } of keySets.values()) codes.finish();
  return {
    rowCount,
    valuesOf: (expression) => find(expression).finish(),
    textsOf: (expression) => find(expression).texts,
    codesOf(keys) {
      const { codes, index } = keySets.get(canonicalJson(keys))!;
      return { codes: codes.finish(), index };
    },
  };
}

interface EventSeries {
  readonly texts: readonly string[];
  append(batch: ColumnBatch): void;
  finish(): Float64Array;
}

function createSeries({ evaluate }: CompiledExpression): EventSeries {
  const list = createFloatList();
  const texts: string[] = [];
  const codes = new Map<string, number>();
  return {
    texts,
    append(batch) {
      list.append(
        numbersOf(evaluate(batch), batch.rowCount, (text) => {
          let code = codes.get(text);
          if (code === undefined) codes.set(text, (code = texts.push(text) - 1));
          return code;
        }),
      );
    },
    finish: () => list.finish(),
  };
}

/** A column as numbers, NaN where missing; texts by their code. */
export function numbersOf(column: Column, rowCount: number, codeOf: (text: string) => number): Float64Array {
  const numbers = new Float64Array(rowCount).fill(Number.NaN);
  if (column.type === 'string') {
    for (let row = 0; row < rowCount; row++) {
      const text = column.values[row];
      if (text != null) numbers[row] = codeOf(text);
    }
  } else if (column.type !== 'list') {
    const { values, validity } = column;
    if (validity === undefined && values.length === rowCount) numbers.set(values);
    else
      for (let row = 0; row < rowCount; row++)
        if (validity === undefined || validity[row] === 1) numbers[row] = values[row]!;
  }
  return numbers;
}
