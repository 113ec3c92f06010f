/** What the value of an option must be, for callers that no compiler stops. */
export interface OptionForm {
  /** Reads after "Give". */
  readonly expected: string;
  readonly admits: (value: unknown) => boolean;
  /** True when the option cannot be left out. @defaultValue false */
  readonly isRequired?: boolean | undefined;
}

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isWholeFrom = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least;
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
const partOf = (value: unknown, name: string): unknown =>
  (value as Readonly<Record<string, unknown>> | null | undefined)?.[name];

function has(value: unknown, methods: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return methods.every((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'function');
}

/** The forms that options have everywhere, for `checkOptions`. */
export const optionForms = {
  text: { expected: 'a text that is not empty', admits: isText },
  texts: {
    expected: 'a list of texts',
    admits: (value) => Array.isArray(value) && value.every(isText),
  },
  number: { expected: 'a finite number', admits: Number.isFinite },
  wholeNumber: { expected: 'a whole number', admits: Number.isSafeInteger },
  natural: { expected: 'a whole number from 0', admits: (value) => isWholeFrom(value, 0) },
  count: { expected: 'a whole number from 1', admits: (value) => isWholeFrom(value, 1) },
  flag: { expected: 'true or false', admits: (value) => typeof value === 'boolean' },
  object: {
    expected: 'an object',
    admits: isObject,
  },
  list: { expected: 'a list', admits: Array.isArray },
  callback: { expected: 'a function', admits: (value) => typeof value === 'function' },
  signal: {
    expected: 'the `signal` of an AbortController',
    admits: (value) => has(value, ['addEventListener', 'throwIfAborted']),
  },
  engine: {
    expected: 'an engine, such as `await openEngine()` of @millrace/data',
    admits: (value) => has(value, ['query', 'stream', 'execute', 'describe']),
  },
  logger: {
    expected: 'an object with the functions `info` and `warn`',
    admits: (value) => has(value, ['info', 'warn']),
  },
  data: {
    expected: 'rows: a path, a list of rows, columns, a data frame or an artifact',
    admits: (value) => isText(value) || (typeof value === 'object' && value !== null),
  },
  artifact: {
    expected: 'an artifact, as `openArtifact` gives',
    admits: (value) =>
      isText(partOf(value, 'kind')) && isText(partOf(value, 'path')) && isText(partOf(value, 'digest')),
  },
  predictor: {
    expected: 'a model, as `openModel` of @millrace/model gives',
    admits: (value) => has(value, ['predict']) && isObject(partOf(value, 'signature')),
  },
  statistics: {
    expected: 'statistics, as `computeStatistics` gives',
    admits: (value) => isObject(partOf(value, 'splits')),
  },
  schema: {
    expected: 'a schema, as `inferSchema` or `readSchema` gives',
    admits: (value) => isObject(partOf(value, 'features')),
  },
  features: { expected: 'what `defineFeatures` gave', admits: (value) => Array.isArray(partOf(value, 'features')) },
  graph: {
    expected: 'a fitted graph, as `fitTransform` or `fitFeatures` gives',
    admits: (value) =>
      Array.isArray(partOf(partOf(value, 'document'), 'nodes')) && isObject(partOf(value, 'vocabularies')),
  },
  task: {
    expected: "'binary', 'multi-class' or 'regression'",
    admits: (value) => ['binary', 'multi-class', 'regression'].includes(value as string),
  },
} satisfies Readonly<Record<string, OptionForm>>;

/** The form of an option that cannot be left out. */
export function requiredOption(form: OptionForm): OptionForm {
  return { ...form, isRequired: true };
}
