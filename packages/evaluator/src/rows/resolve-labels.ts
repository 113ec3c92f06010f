import type { Task } from '@millrace/core';
import { labelNotBinary, positiveClassNeeded, predictionOutOfRange, unknownClass, wrongColumnType } from '../errors.ts';
import type { CollectedRows } from './collect-rows.ts';
import type { LabelReader } from './read-column.ts';

/** What the caller said about labels and predictions. */
export interface LabelOptions {
  readonly label: string;
  readonly prediction: string | readonly string[];
  readonly task: Task | undefined;
  readonly classes: readonly string[] | undefined;
  readonly positive: string | number | undefined;
}

export interface ResolvedLabels {
  readonly task: Task;
  readonly classes: readonly string[];
  /** 0 or 1; the class index; or the value. */
  readonly labels: Float64Array;
}

/** Finds out which task this is and turns labels into numbers of it; checks that probabilities are some. */
export function resolveLabels(rows: CollectedRows, reader: LabelReader, options: LabelOptions): ResolvedLabels {
  const isPerClass = rows.scoreWidth > 1 || typeof options.prediction !== 'string';
  const task = isPerClass ? 'multi-class' : (options.task ?? inferTask(rows, reader, options));
  switch (task) {
    case 'multi-class':
      checkProbabilities(rows);
      return { task, ...resolveClasses(rows, reader.texts(), options) };
    case 'binary':
      checkProbabilities(rows);
      return { task, ...resolveBinary(rows, reader, options) };
    case 'regression':
      if (reader.texts() !== undefined) {
        throw wrongColumnType({ column: options.label, type: 'string', expected: 'a number' });
      }
      return { task, classes: [], labels: rows.labels };
  }
}

function inferTask(rows: CollectedRows, reader: LabelReader, { label, positive }: LabelOptions): Task {
  if (positive !== undefined || reader.isBoolean()) return 'binary';
  const texts = reader.texts();
  if (texts !== undefined) throw positiveClassNeeded({ column: label, values: [...texts].sort() });
  const isBinary =
    rows.labels.every((value) => value === 0 || value === 1) &&
    rows.models.every((scores) => scores.every((score) => score >= 0 && score <= 1));
  return isBinary ? 'binary' : 'regression';
}

function resolveBinary(
  { labels, tableRowOf }: CollectedRows,
  reader: LabelReader,
  { label, positive }: LabelOptions,
): Omit<ResolvedLabels, 'task'> {
  const texts = reader.texts();
  if (positive === undefined) {
    if (texts !== undefined) throw positiveClassNeeded({ column: label, values: [...texts].sort() });
    const wrong = labels.findIndex((value) => value !== 0 && value !== 1);
    if (wrong >= 0) throw labelNotBinary({ column: label, row: tableRowOf(wrong), value: labels[wrong] });
    return { classes: reader.isBoolean() ? ['false', 'true'] : ['0', '1'], labels };
  }
  const values = texts ?? [...new Set(labels)].sort((a, b) => a - b).map(String);
  const wanted = String(positive);
  if (!values.includes(wanted)) throw unknownClass({ column: label, value: wanted, classes: values });
  const others = values.filter((value) => value !== wanted);
  const code = texts === undefined ? Number(positive) : texts.indexOf(wanted);
  return {
    classes: [others.length === 1 ? others[0]! : `not ${wanted}`, wanted],
    labels: labels.map((value) => (value === code ? 1 : 0)),
  };
}

function resolveClasses(
  { labels, scoreWidth }: CollectedRows,
  texts: readonly string[] | undefined,
  { label, prediction, classes: given }: LabelOptions,
): Omit<ResolvedLabels, 'task'> {
  const numbered = Array.from({ length: scoreWidth }, (_, c) => String(c));
  const named = typeof prediction === 'string' ? (texts === undefined ? numbered : [...texts].sort()) : prediction;
  const classes = given ?? named;
  const indexOf = new Map(classes.map((name, index) => [name, index]));
  const find = (value: number): number => {
    const name = texts === undefined ? String(value) : texts[value]!;
    // Whole numbers are the place of a class where no class is named like them.
    const index = indexOf.get(name) ?? (texts === undefined && numbered.includes(name) ? value : undefined);
    if (index === undefined || index >= scoreWidth) throw unknownClass({ column: label, value: name, classes });
    return index;
  };
  return { classes, labels: labels.map(find) };
}

function checkProbabilities({ models, scoreWidth, tableRowOf }: CollectedRows): void {
  models.forEach((scores, index) => {
    const wrong = scores.findIndex((score) => !(score >= 0 && score <= 1));
    if (wrong >= 0) {
      throw predictionOutOfRange({
        row: tableRowOf(Math.floor(wrong / scoreWidth)),
        value: scores[wrong]!,
        model: index === 0 ? 'candidate' : 'baseline',
      });
    }
  });
}
