import path from 'node:path';
import { checkOptions, optionForms, requiredOption, type Clock, type Logger, type OptionForm } from '@millrace/core';
import { invalidOption } from './errors.ts';
import type { ServedModelOptions } from './models/served-model.ts';
import type { RequestLogOptions } from './request-log/request-log.ts';

export interface ServeOptions {
  /** By the name that addresses use: a directory of versions, or of one model, or that with what to load of it. */
  readonly models: Readonly<Record<string, string | ServedModelOptions>>;
  /** @defaultValue '127.0.0.1' */
  readonly host?: string | undefined;
  /** 0 takes any that is free. @defaultValue 8501 */
  readonly port?: number | undefined;
  /** Logs the requests that were answered, into files in this directory. @defaultValue no log */
  readonly requestLog?: string | RequestLogOptions | undefined;
  /** How often directories are looked at for new versions; 0 looks only at the start and at `reload`. @defaultValue 1000 */
  readonly pollIntervalMs?: number | undefined;
  /** Larger bodies are refused with 413. @defaultValue 10485760 */
  readonly maxBodyBytes?: number | undefined;
  /** Requests with more rows are refused with 413. @defaultValue 10000 */
  readonly maxRows?: number | undefined;
  /** Time in the request log. @defaultValue the system's clock */
  readonly clock?: Clock | undefined;
  /** Told of loads, swaps and failures. @defaultValue silence */
  readonly logger?: Logger | undefined;
}

const location: OptionForm = {
  expected: 'a directory, or an object that names it',
  admits: (value) => optionForms.text.admits(value) || optionForms.object.admits(value),
};

/** Refuses options that nobody reads, or of another form. Throws as `checkOptions` does. */
export function checkServeOptions(options: ServeOptions): void {
  const { text, number, object, callback, logger } = optionForms;
  checkOptions<ServeOptions>(options, 'serve', {
    models: object,
    host: text,
    port: true,
    requestLog: location,
    pollIntervalMs: true,
    maxBodyBytes: true,
    maxRows: true,
    clock: callback,
    logger,
  });
  const { requestLog } = options;
  if (typeof requestLog !== 'object') return;
  checkOptions<RequestLogOptions>(requestLog, 'requestLog', {
    directory: requiredOption(text),
    samplingRatio: number,
    maxFileBytes: number,
  });
}

/** The models of the options with absolute paths, by name. Throws `SERVING_INVALID_OPTION`. */
export function resolveModels(
  models: ServeOptions['models'] | undefined = {},
): ReadonlyMap<string, ServedModelOptions> {
  const resolved = new Map(Object.entries(models).map(([name, model]) => [name, resolveModel(name, model)]));
  if (resolved.size === 0)
    throw invalidOption({ option: 'models', value: {}, expected: 'at least one model: { churn: "models/churn" }' });
  return resolved;
}

function resolveModel(name: string, model: string | ServedModelOptions): ServedModelOptions {
  if (!/^[^/:\s]+$/.test(name))
    throw invalidOption({ option: 'models', value: name, expected: 'names without spaces, "/" and ":"' });
  const option = `models.${name}`;
  if (!location.admits(model)) throw invalidOption({ option, value: model, expected: location.expected });
  const options = typeof model === 'string' ? { path: model } : model;
  checkOptions<ServedModelOptions>(options, option, {
    path: requiredOption(optionForms.text),
    versions: {
      expected: "'all', or a list of versions",
      admits: (value) => value === 'all' || (Array.isArray(value) && value.every(Number.isSafeInteger)),
    },
    labels: optionForms.object,
  });
  const labels = Object.entries(options.labels ?? {});
  const { versions } = options;
  for (const [label, version] of labels) {
    if (!/^[A-Za-z0-9_]+$/.test(label))
      throw invalidOption({
        option: `models.${name}.labels`,
        value: label,
        expected: 'labels of letters, digits and _',
      });
    if (versions === undefined || (versions !== 'all' && !versions.includes(version)))
      throw invalidOption({
        option: `models.${name}.labels.${label}`,
        value: version,
        expected: 'a version that `versions` names',
      });
  }
  return { ...options, path: path.resolve(options.path) };
}

/** Throws `SERVING_INVALID_OPTION` for a number that is out of its range. */
export function checkNumbers(
  numbers: Readonly<Record<'port' | 'pollIntervalMs' | 'maxBodyBytes' | 'maxRows', number>>,
): void {
  for (const [option, value] of Object.entries(numbers)) {
    const minimum = option === 'maxBodyBytes' || option === 'maxRows' ? 1 : 0;
    const isRight = Number.isInteger(value) && value >= minimum && (option !== 'port' || value <= 65_535);
    const range = option === 'port' ? 'from 0 to 65535' : `from ${minimum}`;
    if (!isRight) throw invalidOption({ option, value, expected: `a whole number ${range}` });
  }
}
