/** A function of a package that takes options, and how to call it rightly. */
export interface FunctionWithOptions {
  readonly kind: 'options';
  /** The arguments before the options. */
  readonly before: readonly unknown[];
  /** Options with which the call goes through. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** A function of a package without options, and arguments with which it goes through. */
export interface PlainFunction {
  readonly kind: 'plain';
  readonly args: readonly unknown[];
}

/** A function that declares an expression of features. */
export interface Expression {
  readonly kind: 'expression';
  readonly args: readonly unknown[];
}

/**
 * A function that takes whatever it gets (a question about a value), or that works on values which another function has
 * checked: it is left out, for this reason.
 */
export interface LeftOut {
  readonly kind: 'left-out';
  readonly because: string;
}

export type PublicFunction = FunctionWithOptions | PlainFunction | Expression | LeftOut;

/** By package, by name: every function that the package exports. */
export type PublicFunctions = Readonly<Record<string, Readonly<Record<string, PublicFunction>>>>;

export function takesOptions(
  before: readonly unknown[],
  options: Readonly<Record<string, unknown>> = {},
): FunctionWithOptions {
  return { kind: 'options', before, options };
}

export function plain(...args: readonly unknown[]): PlainFunction {
  return { kind: 'plain', args };
}

export function leftOut(because: string): LeftOut {
  return { kind: 'left-out', because };
}
