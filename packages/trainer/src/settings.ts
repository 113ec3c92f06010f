import { invalidSetting, unknownSetting } from './errors.ts';

/** Checks the settings of one learner: each must be known, and in range. */
export interface SettingsCheck {
  /** Throws `TRAINER_INVALID_SETTING` unless `isValid`. `expected` reads after "Give". */
  readonly check: (name: string, isValid: boolean, expected: string) => void;
  readonly whole: (name: string, low: number, high: number) => void;
  /** A number above 0 and at most 1. */
  readonly share: (name: string) => void;
  /** A finite number of at least 0. */
  readonly penalty: (name: string) => void;
}

/** Throws `TRAINER_UNKNOWN_SETTING` for a name in `given` that `resolved`, which holds all settings, does not have. */
export function checkSettings(learner: string, given: object, resolved: object): SettingsCheck {
  const known = Object.keys(resolved);
  for (const name of Object.keys(given)) if (!known.includes(name)) throw unknownSetting({ learner, name, known });
  const valueOf = (name: string): unknown => (resolved as Record<string, unknown>)[name];
  const check: SettingsCheck['check'] = (name, isValid, expected) => {
    if (!isValid) throw invalidSetting({ learner, name, value: valueOf(name), expected });
  };
  const number = (name: string): number => {
    const value = valueOf(name);
    return typeof value === 'number' ? value : NaN;
  };
  return {
    check,
    whole: (name, low, high) =>
      check(
        name,
        Number.isInteger(number(name)) && number(name) >= low && number(name) <= high,
        `a whole number from ${low} to ${high}`,
      ),
    share: (name) => check(name, number(name) > 0 && number(name) <= 1, 'a number above 0 and at most 1'),
    penalty: (name) => check(name, number(name) >= 0 && Number.isFinite(number(name)), 'a finite number of at least 0'),
  };
}
