import { describeValue } from './describe-value.ts';
import { invalidArgument, invalidOption, missingOption, notOptions, unknownOption } from './errors.ts';
import type { OptionForm } from './option-forms.ts';

type KeysOfEach<TOptions> = TOptions extends unknown ? keyof TOptions : never;

/**
 * Every option name of `TOptions`, written out: the compiler refuses a list that lacks a name or has one too many. Beside
 * each stands the form that its value must have, or true where the value is checked elsewhere.
 */
export type OptionNames<TOptions> = Readonly<Record<KeysOfEach<TOptions>, true | OptionForm>>;

/**
 * Refuses what is no options object, option names that nobody reads, and values of another form than the option has:
 * JavaScript has no compiler to do it. Throws `CORE_NOT_OPTIONS`, `CORE_UNKNOWN_OPTION`, which names the nearest known
 * option, `CORE_MISSING_OPTION` and `CORE_INVALID_OPTION`. `caller` is the function in the user's words, such as
 * `computeStatistics`.
 * @example checkOptions<ReadOptions>(options, 'read', { limit: optionForms.count, columns: optionForms.texts });
 */
export function checkOptions<TOptions extends object>(
  options: TOptions,
  caller: string,
  known: OptionNames<NoInfer<TOptions>>,
): void {
  requireOptions(options, caller);
  const names = Object.keys(known);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownOption({ caller, option: unknown, known: names });
  for (const [option, form] of Object.entries<true | OptionForm>(known)) {
    if (form === true) continue;
    const value = (options as Readonly<Record<string, unknown>>)[option];
    const { expected, admits, isRequired = false } = form;
    if (value === undefined) {
      if (isRequired) throw missingOption({ caller, option, expected });
    } else if (!admits(value)) throw invalidOption({ caller, option, value: describeValue(value), expected });
  }
}

/**
 * Refuses an argument of another form than the function takes. Throws `CORE_INVALID_ARGUMENT`.
 * @example checkArgument(model, optionForms.predictor, { caller: 'evaluateModel', argument: 'model' });
 */
export function checkArgument(
  value: unknown,
  { expected, admits }: OptionForm,
  place: { readonly caller: string; readonly argument: string },
): void {
  if (!admits(value)) throw invalidArgument({ ...place, value: describeValue(value), expected });
}

/** Refuses what is no options object. Throws `CORE_NOT_OPTIONS`. */
export function requireOptions(options: unknown, caller: string): void {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return;
  throw notOptions({ caller, received: Array.isArray(options) ? 'an array' : describeValue(options) });
}
