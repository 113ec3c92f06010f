import { invalidOption, invalidParameter } from '../errors.ts';

/** `--parameter week=2001-06-18 --parameter trees=200` as an object; values that are JSON are read as JSON. */
export function parseParameters(texts: readonly string[] = []): Readonly<Record<string, unknown>> {
  const parameters: Record<string, unknown> = {};
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) throw invalidParameter({ text });
    parameters[text.slice(0, at)] = parseValue(text.slice(at + 1));
  }
  return parameters;
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A whole number of an option, or `CLI_INVALID_OPTION`. */
export function parseInteger(option: string, value: string, minimum = 0): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < minimum) {
    throw invalidOption({ option, value, expected: `a whole number from ${minimum}` });
  }
  return number;
}
