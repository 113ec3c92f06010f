import { STATUS_CODES } from 'node:http';
import { isMillraceError, type MillraceError } from '@millrace/core';
import { bodyTooLarge, headersTooLarge, internalError, invalidRequest, requestTooSlow } from '../errors.ts';

/** The form of TensorFlow Serving (`error`), with our code and cure beside it. */
export interface ErrorAnswer {
  readonly status: number;
  readonly code: string;
  readonly body: string;
}

const statusOfCode: Readonly<Record<string, number>> = {
  SERVING_UNKNOWN_MODEL: 404,
  SERVING_UNKNOWN_VERSION: 404,
  SERVING_UNKNOWN_LABEL: 404,
  SERVING_UNKNOWN_ROUTE: 404,
  SERVING_WRONG_METHOD: 405,
  SERVING_BODY_TOO_LARGE: 413,
  SERVING_HEADERS_TOO_LARGE: 431,
  SERVING_REQUEST_TOO_SLOW: 408,
  SERVING_TOO_MANY_ROWS: 413,
  SERVING_INVALID_REQUEST: 400,
  SERVING_CLIENT_GONE: 499,
  SERVING_UNSUPPORTED_VERB: 501,
  SERVING_MODEL_NOT_READY: 503,
  MODEL_WRONG_INSTANCE: 400,
};

/** What a client is told of an error. Of what is not its own doing it learns no more than that it happened. */
export function toErrorAnswer(error: unknown, limits: { readonly maxBodyBytes: number }): ErrorAnswer {
  const told = toTellable(error, limits);
  return {
    status: statusOfCode[told.code] ?? 500,
    code: told.code,
    body: JSON.stringify({ error: told.message, code: told.code, cure: told.cure }),
  };
}

/** The answer to what is no HTTP request at all, or never becomes a whole one: as bytes, since nothing else can send it. */
export function answerBrokenRequest({ code, reason }: { readonly code?: unknown; readonly reason?: unknown }): string {
  const error =
    code === 'HPE_HEADER_OVERFLOW'
      ? headersTooLarge()
      : code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? requestTooSlow()
        : invalidRequest({
            reason: `it is not HTTP/1.1${typeof reason === 'string' ? ` (${reason})` : ''}`,
            cure: 'Use an HTTP client; check `content-length` and `transfer-encoding` where they are written by hand.',
          });
  const { status, body } = toErrorAnswer(error, { maxBodyBytes: 0 });
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n');
}

const reasonOfFastify: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_JSON_BODY:
    'the body is not valid JSON, or an object in it has the key "__proto__" or "constructor"',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'the body is empty',
};

function toTellable(error: unknown, { maxBodyBytes }: { readonly maxBodyBytes: number }): MillraceError {
  if (isMillraceError(error)) return Object.hasOwn(statusOfCode, error.code) ? error : internalError();
  const { code, statusCode, message } = error as { code?: unknown; statusCode?: unknown; message?: unknown };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return bodyTooLarge({ limitBytes: maxBodyBytes });
  if (code === 'FST_ERR_BAD_URL') {
    return invalidRequest({
      reason: 'a "%" in its address is no escape',
      cure: 'Write two hexadecimal digits behind it, and "%25" for the character itself.',
    });
  }
  const cure = 'Send a JSON object in UTF-8, such as {"instances": [{"column": value}]}.';
  const known = typeof code === 'string' ? reasonOfFastify[code] : undefined;
  if (known !== undefined) return invalidRequest({ reason: known, cure });
  if (typeof statusCode === 'number' && statusCode < 500)
    return invalidRequest({ reason: describeReason(message), cure });
  return internalError();
}

function describeReason(message: unknown): string {
  const text = String(message).replace(/[.\s]+$/, '');
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
