import { describeKnownNames, parsePort, type PortSpec } from '@millrace/core';
import type { GraphStep, PipelineGraph } from '../../define/build-graph.ts';
import { isOutputReference } from '../../define/output-reference.ts';
import { isResolver } from '../../define/resolver.ts';
import type { LintCheck, LintFinding } from '../lint-pipeline.ts';

/** Every port is fed, with what it takes, from a step of this pipeline. */
export const checkInputs: LintCheck = (graph) => {
  const known = indexSteps(graph);
  return graph.steps.flatMap((step) =>
    Object.entries(step.component.inputs).flatMap(([port, spec]) =>
      checkPort(known, { step, place: `input "${port}"`, spec, value: step.inputs[port] }),
    ),
  );
};

/** The steps of a pipeline by name. */
export interface StepIndex {
  readonly pipeline: string;
  readonly steps: ReadonlyMap<string, GraphStep>;
}

export function indexSteps({ pipeline, steps }: PipelineGraph): StepIndex {
  return { pipeline, steps: new Map(steps.map((step) => [step.id, step])) };
}

interface PortToCheck {
  readonly step: GraphStep;
  /** `input "model"`, `input "history" at 3`. */
  readonly place: string;
  readonly spec: PortSpec;
  readonly value: unknown;
}

function checkPort(known: StepIndex, { step, place, spec, value }: PortToCheck): readonly LintFinding[] {
  const { kind, isOptional, isList } = parsePort(spec);
  if (value === undefined || value === null) {
    if (isOptional) return [];
    return [
      {
        code: 'missing-input',
        step: step.id,
        message: `The ${place} of step "${step.id}" is missing.`,
        cure: `Pass ${isList ? `an array of outputs of kind "${kind}"; it may be empty` : `an output of kind "${kind}"`}.`,
      },
    ];
  }
  if (isList && Array.isArray(value)) {
    return value.flatMap((item, index) =>
      checkPort(known, { step, place: `${place} at ${index}`, spec: kind, value: item }),
    );
  }
  if (isResolver(value)) {
    return value.kind === kind ? [] : [wrongKind({ step: step.id, place, expected: kind, actual: value.kind })];
  }
  if (isList || !isOutputReference(value)) {
    return [
      {
        code: 'wrong-input',
        step: step.id,
        message: `The ${place} of step "${step.id}" is ${describe(value)}.`,
        cure: isList
          ? `Pass an array of outputs of kind "${kind}", or a resolver.`
          : `Pass one output that \`add\` returned, as in \`const { ${kind} } = add(...)\`, or a resolver.`,
      },
    ];
  }
  return checkReference(known, { step: step.id, place, kind, reference: value });
}

/** A reference must name a step of this pipeline that has this port, and the kind must fit. */
export function checkReference(
  known: StepIndex,
  {
    step,
    place,
    kind,
    reference,
  }: { readonly step: string; readonly place: string; readonly kind?: string; readonly reference: unknown },
): readonly LintFinding[] {
  if (!isOutputReference(reference)) {
    return [
      {
        code: 'wrong-input',
        step,
        message: `The ${place} of step "${step}" is ${describe(reference)}.`,
        cure: 'Pass one output that `add` returned.',
      },
    ];
  }
  if (reference.pipeline !== known.pipeline) {
    return [
      {
        code: 'foreign-step',
        step,
        message: `The ${place} of step "${step}" is an output of step "${reference.step}" of the pipeline "${reference.pipeline}".`,
        cure: 'Add that step to this pipeline too, or read its latest output with `latestArtifact(kind)` in its own pipeline.',
      },
    ];
  }
  const origin = known.steps.get(reference.step);
  if (origin === undefined) {
    return [
      {
        code: 'unknown-step',
        step,
        message: `The ${place} of step "${step}" comes from "${reference.step}", and there is no such step.`,
        cure: describeKnownNames(reference.step, known.steps.keys()),
      },
    ];
  }
  const actual = origin.component.outputs[reference.port];
  if (actual === undefined) {
    return [
      {
        code: 'unknown-step',
        step,
        message: `The ${place} of step "${step}" comes from the output "${reference.port}" of "${reference.step}", which has none of that name.`,
        cure: describeKnownNames(reference.port, Object.keys(origin.component.outputs)),
      },
    ];
  }
  return kind === undefined || actual === kind ? [] : [wrongKind({ step, place, expected: kind, actual })];
}

function wrongKind({
  step,
  place,
  expected,
  actual,
}: {
  step: string;
  place: string;
  expected: string;
  actual: string;
}): LintFinding {
  return {
    code: 'wrong-kind',
    step,
    message: `The ${place} of step "${step}" takes "${expected}", but is given "${actual}".`,
    cure: `Pass an output of kind "${expected}".`,
  };
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'function') return `the function "${value.name}", which is no output of a step`;
  if (typeof value === 'object' && value !== null) {
    // The whole result of `add` instead of one of its outputs is the commonest slip.
    const ports = Object.entries(value).filter(([, output]) => isOutputReference(output));
    if (ports.length > 0)
      return `all outputs of a step (${ports.map(([port]) => `.${port}`).join(', ')}) instead of one`;
    return 'an object that is no output of a step';
  }
  return `${typeof value === 'string' ? JSON.stringify(value) : String(value)}, which is no output of a step`;
}
