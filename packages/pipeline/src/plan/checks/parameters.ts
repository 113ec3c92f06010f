import { canonicalJson, describeKnownNames, findSchemaProblems, isMillraceError } from '@millrace/core';
import type { GraphStep } from '../../define/build-graph.ts';
import type { LintCheck, LintFinding } from '../lint-pipeline.ts';

interface ObjectSchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
}

/** Parameters are known, have a JSON form, and satisfy the schema of the component. */
export const checkParameterValues: LintCheck = ({ steps }) => steps.flatMap(checkStep);

function checkStep(step: GraphStep): readonly LintFinding[] {
  const { component, id, parameters } = step;
  const schema = (component.parameters?.schema ?? { type: 'object', additionalProperties: false }) as ObjectSchema;
  const known = Object.keys(schema.properties ?? {});
  const unknown = Object.keys(parameters).filter(
    (name) => schema.additionalProperties === false && !known.includes(name) && parameters[name] !== undefined,
  );
  const findings: LintFinding[] = unknown.map((name) => ({
    code: 'unknown-parameter',
    step: id,
    message: `Step "${id}" is given "${name}", which ${component.name} does not take.`,
    cure: describeKnownNames(name, [...Object.keys(component.inputs), ...known]),
  }));
  const taken = Object.fromEntries(Object.entries(parameters).filter(([name]) => !unknown.includes(name)));
  const lost = Object.entries(taken).flatMap(([name, value]) => findLost(value, name));
  if (lost.length > 0) return [...findings, ...lost.map((place) => notJson(id, place))];
  try {
    const json: unknown = JSON.parse(canonicalJson(taken));
    const problems = findSchemaProblems(schema, json);
    return problems.length === 0 ? findings : [...findings, wrongParameters(step, problems)];
  } catch (error) {
    return [...findings, notJson(id, isMillraceError(error) ? error.message : String(error))];
  }
}

function wrongParameters({ id, component }: GraphStep, problems: readonly string[]): LintFinding {
  return {
    code: 'wrong-parameter',
    step: id,
    message: `The parameters of step "${id}" are not valid: ${problems.join('; ')}.`,
    cure: `See the parameters of ${component.name} in its documentation.`,
  };
}

function notJson(step: string, place: string): LintFinding {
  return {
    code: 'parameter-not-json',
    step,
    message: `A parameter of step "${step}" has no JSON form: ${place}.`,
    cure: 'Pass plain data (strings, finite numbers, booleans, null, arrays, objects), or an object with methods whose settings are plain data.',
  };
}

/** Values that JSON would drop or empty without a word: bare functions, maps, sets, binary data, promises. */
function findLost(value: unknown, place: string): readonly string[] {
  if (typeof value === 'function') return [`${place} is a function`];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => findLost(item, `${place}[${index}]`));
  if (ArrayBuffer.isView(value)) return [`${place} is binary data`];
  const prototype = Object.prototype.toString.call(value).slice('[object '.length, -1);
  if (['Map', 'Set', 'WeakMap', 'WeakSet', 'Promise', 'RegExp'].includes(prototype))
    return [`${place} is a ${prototype}`];
  // Methods of a nested object (a learner's `fit`) are its behaviour; its settings are what counts.
  return Object.entries(value)
    .filter(([, item]) => typeof item !== 'function')
    .flatMap(([name, item]) => findLost(item, `${place}.${name}`));
}
