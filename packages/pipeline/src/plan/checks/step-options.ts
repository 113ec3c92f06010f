import { describeKnownNames } from '@millrace/core';
import type { StepOptions } from '../../define/step-arguments.ts';
import type { LintCheck, LintFinding } from '../lint-pipeline.ts';
import { checkReference, indexSteps } from './inputs.ts';

const known: readonly (keyof StepOptions)[] = ['id', 'maxRetries', 'timeoutMs', 'when'];
const longestTimeoutMs = 2 ** 31 - 1;

/** The third argument of `add` holds known options with sensible values. */
export const checkStepOptions: LintCheck = (graph) => {
  const index = indexSteps(graph);
  return graph.steps.flatMap(({ id, options }) => {
    const findings: LintFinding[] = [];
    const wrong = (message: string, cure: string): void =>
      void findings.push({ code: 'wrong-option', step: id, message: `${message} of step "${id}".`, cure });
    for (const name of Object.keys(options)) {
      if (!known.includes(name as keyof StepOptions)) wrong(`"${name}" is no option`, describeKnownNames(name, known));
    }
    const { maxRetries, timeoutMs, when } = options;
    if (maxRetries !== undefined && !(Number.isInteger(maxRetries) && maxRetries >= 0)) {
      wrong(`${String(maxRetries)} cannot be the \`maxRetries\``, 'Pass a whole number from 0.');
    }
    if (timeoutMs !== undefined && !(timeoutMs > 0 && timeoutMs <= longestTimeoutMs)) {
      wrong(
        `${String(timeoutMs)} cannot be the \`timeoutMs\``,
        `Pass milliseconds, more than 0 and at most ${longestTimeoutMs}.`,
      );
    }
    if (when === undefined) return findings;
    return [...findings, ...checkReference(index, { step: id, place: 'condition `when`', reference: when.output })];
  });
};
