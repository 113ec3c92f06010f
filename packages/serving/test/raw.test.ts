import { writeTestModel } from '@millrace/model/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve, type ModelServer } from '../src/index.ts';
import { get } from './ask.ts';
import { readAnswers, sendRaw, type RawPart } from './raw-request.ts';
import { useTemporaryDirectory } from './temporary-directory.ts';

// `.ci/nightly` asks for more.
const numRuns = Number(process.env['MILLRACE_FUZZ_RUNS'] ?? 60);
const directory = useTemporaryDirectory();
const told: string[] = [];
let server: ModelServer;
beforeAll(async () => {
  await writeTestModel(directory.join('late'));
  server = await serve({
    models: { late: directory.join('late') },
    port: 0,
    requestLog: directory.join('requests'),
    logger: { info: () => undefined, warn: (message) => void told.push(message) },
  });
});
afterAll(() => server.close());

const paths = [
  '/livez',
  '/readyz',
  '/metrics',
  '/v1/models/late',
  '/v1/models/late/metadata',
  '/v1/models/late/versions/1',
  '/v1/models/late:predict',
  '/v1/models/late/versions/1:predict',
  '/v1/models/late:classify',
  '/v1/models/x',
  '/',
];
const head = (method: string, path: string, headers: readonly string[] = []): string =>
  [`${method} ${path} HTTP/1.1`, 'host: x', ...headers, '', ''].join('\r\n');
const withBody = (path: string, body: string, headers: readonly string[] = []): string =>
  `${head('POST', path, [`content-length: ${Buffer.byteLength(body)}`, ...headers])}${body}`;

/** Asks, and expects answers that a client can read and no word of a failure inside. */
async function ask(parts: readonly RawPart[], wanted = 1): Promise<ReturnType<typeof readAnswers>> {
  const { text } = await sendRaw(server.port, parts, { answers: wanted });
  expect(text).not.toMatch(/undefined|\[object |\bat .*\.(ts|js):\d/);
  const answers = readAnswers(text);
  // 501 says that a verb of TensorFlow Serving is not offered.
  for (const { status } of answers) if (status !== 501) expect(status).toBeLessThan(500);
  return answers;
}

async function expectAlive(): Promise<void> {
  expect((await get(`${server.url}/livez`)).json).toEqual({ status: 'ok' });
  expect(told).toEqual([]);
}

describe('what is no whole request', () => {
  it.each<[string, readonly RawPart[], number, string]>([
    ['no HTTP at all', ['hello\r\n\r\n'], 400, 'SERVING_INVALID_REQUEST'],
    ['a method of its own', [head('BREW', '/livez')], 400, 'SERVING_INVALID_REQUEST'],
    ['headers of 40 kB', [head('GET', '/livez', [`x-big: ${'a'.repeat(40_000)}`])], 431, 'SERVING_HEADERS_TOO_LARGE'],
    [
      'a chunk without a size',
      [head('POST', '/v1/models/late:predict', ['transfer-encoding: chunked']), 'ZZZ\r\n{}\r\n0\r\n\r\n'],
      400,
      'SERVING_INVALID_REQUEST',
    ],
    [
      'two lengths',
      [head('POST', '/v1/models/late:predict', ['content-length: 2', 'transfer-encoding: chunked']), '0\r\n\r\n'],
      400,
      'SERVING_INVALID_REQUEST',
    ],
    [
      'a negative length',
      [head('POST', '/v1/models/late:predict', ['content-length: -5']), '{}'],
      400,
      'SERVING_INVALID_REQUEST',
    ],
    [
      'a length beyond every limit',
      [head('POST', '/v1/models/late:predict', ['content-length: 99999999999']), '{}'],
      413,
      'SERVING_BODY_TOO_LARGE',
    ],
    ['a broken escape in the address', [head('GET', '/v1/models/%zz')], 400, 'SERVING_INVALID_REQUEST'],
    [
      'a compressed body',
      [withBody('/v1/models/late:predict', '{}', ['content-encoding: gzip'])],
      400,
      'SERVING_INVALID_REQUEST',
    ],
  ])('%s is answered in our form', async (_, parts, status, code) => {
    const [answer] = await ask(parts);
    expect(answer?.status).toBe(status);
    expect(JSON.parse(answer!.body)).toEqual({
      error: expect.stringMatching(/\w/) as string,
      code,
      cure: expect.stringMatching(/\w/) as string,
    });
    await expectAlive();
  });

  it('is waited for when it comes slowly, and answered when it is whole', async () => {
    const request = withBody('/v1/models/late:predict', '{"instances":[{"distance":100}]}');
    const letters = Array.from(request).flatMap((letter, index) => (index % 20 === 0 ? [5, letter] : [letter]));
    expect((await ask(letters)).map(({ status }) => status)).toEqual([200]);
  });

  it('is left when the client goes, and others are answered', async () => {
    const half = withBody('/v1/models/late:predict', '{"instances":[{"distance":100}]}').slice(0, -5);
    const waiting = Array.from({ length: 50 }, () => sendRaw(server.port, [half], { quietMs: 500 }));
    await expectAlive();
    for (const { text } of await Promise.all(waiting)) expect(text).toBe('');
    await expectAlive();
  });

  it('comes in one piece with others and gets its answer in turn', async () => {
    const good = head('GET', '/livez');
    const bad = withBody('/v1/models/late:predict', '{"instances": 3}');
    expect((await ask([good + bad + good + bad], 4)).map(({ status }) => status)).toEqual([200, 400, 200, 400]);
  });
});

it('takes a field that nothing reads, nested a hundred thousand times, though it cannot be logged', async () => {
  const deep = `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`;
  const body = `{"instances":[{"distance":100,"note":${deep}}]}`;
  expect((await ask([withBody('/v1/models/late:predict', body)])).map(({ status }) => status)).toEqual([200]);
  const wrong = `{"instances":[{"distance":${'['.repeat(1_000_000)}`;
  expect((await ask([withBody('/v1/models/late:predict', wrong)])).map(({ status }) => status)).toEqual([400]);
  await expectAlive();
});

describe('random bytes', () => {
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE');
  const bytes = fc.uint8Array({ maxLength: 200 });

  it('as a body of any request at any route are answered without a failure', async () => {
    await fc.assert(
      fc.asyncProperty(
        method,
        fc.constantFrom(...paths),
        fc.oneof(
          bytes,
          fc.json().map((text) => Buffer.from(text)),
        ),
        async (verb, path, body) => {
          const answers = await ask([head(verb, path, [`content-length: ${body.length}`]), body]);
          expect(answers.length).toBeGreaterThan(0);
        },
      ),
      { numRuns },
    );
    await expectAlive();
  }, 600_000);

  it('instead of a request, or in the middle of one, leave the server as it was', async () => {
    const request = withBody('/v1/models/late:predict', '{"instances":[{"distance":100}]}');
    const spoilt = fc
      .tuple(bytes, fc.nat(request.length), fc.nat(20))
      .map(([middle, at, lost]) =>
        Buffer.concat([Buffer.from(request.slice(0, at)), middle, Buffer.from(request.slice(at + lost))]),
      );
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, spoilt), async (sent) => {
        await ask([sent], 0);
      }),
      { numRuns },
    );
    await expectAlive();
  }, 600_000);
});
