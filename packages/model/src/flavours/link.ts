import type { Task } from '@millrace/core';

/** Numbers a row in the scores: one a class for multi-class, else one. */
export function outputsOf(task: Task, classCount: number): number {
  return task === 'multi-class' ? classCount : 1;
}

/** Turns raw scores into answers, in place: logistic function, softmax (shifted by the maximum), or nothing. */
export function applyLink(task: Task, raw: Float64Array, outputs: number): Float64Array {
  if (task === 'binary') {
    for (let i = 0; i < raw.length; i++) raw[i] = 1 / (1 + Math.exp(-raw[i]!));
  } else if (task === 'multi-class') {
    for (let start = 0; start < raw.length; start += outputs) softmax(raw, start, start + outputs);
  }
  return raw;
}

function softmax(raw: Float64Array, start: number, end: number): void {
  let highest = -Infinity;
  for (let i = start; i < end; i++) if (raw[i]! > highest) highest = raw[i]!;
  let sum = 0;
  for (let i = start; i < end; i++) {
    const weight = Math.exp(raw[i]! - highest);
    raw[i] = weight;
    sum += weight;
  }
  for (let i = start; i < end; i++) raw[i] = raw[i]! / sum;
}
