import { notOptions, unknownOption } from './errors.ts';

type KeysOfEach<TOptions> = TOptions extends unknown ? keyof TOptions : never;

/** Every option name of `TOptions`, written out: the compiler refuses a list that lacks a name or has one too many. */
export type OptionNames<TOptions> = Readonly<Record<KeysOfEach<TOptions>, true>>;

/**
 * Refuses what is no options object and option names that nobody reads: JavaScript has no compiler to do it.
 * Throws `CORE_NOT_OPTIONS` and `CORE_UNKNOWN_OPTION`, which names the nearest known option. `caller` is the function in
 * the user's words, such as `computeStatistics`.
 * @example checkOptions<ReadOptions>(options, 'read', { limit: true, columns: true });
 */
export function checkOptions<TOptions extends object>(
  options: TOptions,
  caller: string,
  known: OptionNames<NoInfer<TOptions>>,
): void {
  const received: unknown = options;
  if (typeof received !== 'object' || received === null || Array.isArray(received))
    throw notOptions({ caller, received: received === null ? 'null' : describeType(received) });
  const names = Object.keys(known);
  const unknown = Object.keys(received).find((name) => !names.includes(name));
  if (unknown !== undefined) throw unknownOption({ caller, option: unknown, known: names });
}

function describeType(received: unknown): string {
  if (Array.isArray(received)) return 'an array';
  if (typeof received === 'string') return JSON.stringify(received);
  return typeof received === 'function' ? 'a function' : String(received);
}
