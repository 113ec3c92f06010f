/** JSON data that an error carries: the offending values, names and places. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

export interface MillraceErrorInit<TCode extends string> {
  /** `PACKAGE_REASON`, stable across versions. */
  readonly code: TCode;
  /** The fact, with the offending value and its place (file, row, column). */
  readonly message: string;
  /** What to do next. */
  readonly cure: string;
  readonly details?: ErrorDetails | undefined;
  /** True when the same call may succeed later without a change. @defaultValue false */
  readonly retryable?: boolean | undefined;
  readonly cause?: unknown;
}

export interface MillraceErrorJson {
  readonly name: 'MillraceError';
  readonly code: string;
  readonly message: string;
  readonly cure: string;
  readonly details: ErrorDetails;
  readonly retryable: boolean;
}

const marker = Symbol.for('@millrace/error');

/** The one error class of the platform. Test `hasCode(error, '...')`: identity by code survives two copies of a package and JSON. */
export class MillraceError<TCode extends string = string> extends Error {
  override readonly name = 'MillraceError';
  readonly code: TCode;
  readonly cure: string;
  readonly details: ErrorDetails;
  readonly retryable: boolean;

  constructor(init: MillraceErrorInit<TCode>) {
    super(init.message, init.cause === undefined ? undefined : { cause: init.cause });
    this.code = init.code;
    this.cure = init.cure;
    this.details = init.details ?? {};
    this.retryable = init.retryable ?? false;
    Object.defineProperty(this, marker, { value: true });
  }

  toJSON(): MillraceErrorJson {
    const { name, code, message, cure, details, retryable } = this;
    return { name, code, message, cure, details, retryable };
  }

  /** Rebuilds an error that crossed a process boundary as JSON. */
  static fromJSON(json: MillraceErrorJson): MillraceError {
    return new MillraceError(json);
  }
}

/** True for a `MillraceError` of any copy of this package. */
export function isMillraceError(error: unknown): error is MillraceError {
  return typeof error === 'object' && error !== null && marker in error;
}

/** True when `error` is a `MillraceError` with this code. */
export function hasCode<TCode extends string>(error: unknown, code: TCode): error is MillraceError<TCode> {
  return isMillraceError(error) && error.code === code;
}
