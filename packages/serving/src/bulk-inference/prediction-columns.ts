import type { Column, ColumnSpec, ModelSignature } from '@millrace/core';

const float = 'float' as const;

/** The columns that hold predictions: `prediction`, and one `probability_<class>` a class for multi-class models. */
export function describePredictionColumns({ task, classes }: ModelSignature): readonly ColumnSpec[] {
  if (task !== 'multi-class') return [{ name: 'prediction', type: float }];
  const probabilities = classes.map((name) => ({ name: `probability_${name}`, type: float }));
  return [{ name: 'prediction', type: 'string' }, ...probabilities];
}

/** Scores as columns: the probability of the positive class, the value, or the most probable class and all probabilities. */
export function toPredictionColumns(signature: ModelSignature, scores: Float64Array): Record<string, Column> {
  const { task, classes } = signature;
  if (task !== 'multi-class') return { prediction: { type: float, values: scores, validity: undefined } };
  const rowCount = scores.length / classes.length;
  const winners: string[] = [];
  for (let row = 0; row < rowCount; row++) {
    let best = 0;
    for (let k = 1; k < classes.length; k++)
      if (scores[row * classes.length + k]! > scores[row * classes.length + best]!) best = k;
    winners.push(classes[best]!);
  }
  const columns: Record<string, Column> = { prediction: { type: 'string', values: winners } };
  classes.forEach((name, k) => {
    const values = Float64Array.from({ length: rowCount }, (_, row) => scores[row * classes.length + k]!);
    columns[`probability_${name}`] = { type: float, values, validity: undefined };
  });
  return columns;
}
