import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMillraceError } from '@millrace/core';
import { csv, jsonLines, parquet, type DatasetInput } from '../src/index.ts';
import { useWorkbench } from './workbench.ts';

const numRuns = Number(process.env['MILLRACE_FUZZ_RUNS'] ?? 60);
const limitMs = 20_000;
const bench = useWorkbench();

/** Reads, or refuses with an error that says what is wrong, and in time. */
async function expectAnswer(input: DatasetInput): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer in time'), limitMs);
  });
  const reading = bench.read(input).then(
    () => 'read',
    (error: unknown) => error,
  );
  const answer = await Promise.race([reading, late]);
  clearTimeout(timer);
  if (answer === 'read') return;
  if (!isMillraceError(answer)) throw new Error(`No MillraceError: ${String(answer)}`, { cause: answer });
  const { code, message, cure } = answer;
  expect(code, message).not.toMatch(/^DATA_(SQL|ENGINE)_FAILED$/);
  for (const text of [message, cure]) expect(text).not.toMatch(/\bundefined\b|\[object |^\s*$/);
}

type Mutation = (bytes: Uint8Array) => Uint8Array;

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }).map(
    (share): Mutation =>
      (bytes) =>
        bytes.subarray(0, share * bytes.length),
  ),
  fc.tuple(fc.nat(), fc.integer({ min: 1, max: 255 })).map(([at, mask]): Mutation => (bytes) => {
    if (bytes.length > 0) bytes[at % bytes.length]! ^= mask;
    return bytes;
  }),
  fc
    .tuple(fc.nat(), fc.nat({ max: 40 }), fc.uint8Array({ maxLength: 20 }))
    .map(([at, removed, added]): Mutation => (bytes) => {
      const start = at % (bytes.length + 1);
      return Buffer.concat([bytes.subarray(0, start), added, bytes.subarray(start + removed)]);
    }),
  fc.tuple(fc.nat(), fc.nat(), fc.nat({ max: 200 })).map(([from, to, length]): Mutation => (bytes) => {
    const [source, target] = [from % (bytes.length + 1), to % (bytes.length + 1)];
    const piece = bytes.subarray(source, source + length);
    return Buffer.concat([bytes.subarray(0, target), piece, bytes.subarray(target)]);
  }),
);
const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });

const csvText = `id,when,note,fare\n${Array.from({ length: 40 }, (_, row) => `${row},2001-02-0${1 + (row % 9)},"a ""b"",\nc${row}",${row / 4}`).join('\n')}\n`;
const jsonText = Array.from({ length: 40 }, (_, row) =>
  JSON.stringify({ id: row, when: '2001-02-03', note: `é"${row}`, tags: ['x', 'y'], fare: row / 4, ok: row % 2 === 0 }),
).join('\n');

const readers: Readonly<
  Record<string, { readonly name: string; readonly open: (file: string) => DatasetInput; readonly valid: Buffer }>
> = {
  csv: { name: 'f.csv', open: (file) => csv(file), valid: Buffer.from(csvText) },
  'compressed csv': { name: 'f.csv.gz', open: (file) => csv(file), valid: gzipSync(csvText) },
  'declared csv': {
    name: 'd.csv',
    open: (file) => csv(file, { types: { id: 'integer', when: 'timestamp', note: 'string', fare: 'float' } }),
    valid: Buffer.from(csvText),
  },
  'JSON lines': { name: 'f.jsonl', open: (file) => jsonLines(file), valid: Buffer.from(jsonText) },
  'compressed JSON lines': { name: 'f.jsonl.gz', open: (file) => jsonLines(file), valid: gzipSync(jsonText) },
};

describe.each(Object.entries(readers))('%s', (_, { name, open, valid }) => {
  it('answers any bytes', { timeout: 600_000 }, async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ',', '"', '\n', '\r', '{', '}', ':', '1', '\0', 'é', '[', ']', '\\', '-', '.'),
      maxLength: 60,
    });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      text.map((content) => Buffer.from(content)),
    );
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => expectAnswer(open(bench.file(name, content)))),
      { numRuns },
    );
  });

  it('answers a file that was changed', { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(mutations, async (changes) => {
        const content = changes.reduce<Uint8Array>((bytes, change) => change(bytes), Uint8Array.from(valid));
        await expectAnswer(open(bench.file(name, content)));
      }),
      { numRuns },
    );
  });
});

describe('parquet', () => {
  it('answers a file that was changed', { timeout: 600_000 }, async () => {
    const sql = `select i as id, timestamp '2001-02-03' + to_days(i::integer) as at, 'é' || i as note, ['x', 'y'] as tags, i / 4 as fare from range(500) t(i)`;
    const { readFileSync } = await import('node:fs');
    const valid = readFileSync(await bench.parquetFile('valid.parquet', sql));
    await fc.assert(
      fc.asyncProperty(mutations, async (changes) => {
        const content = changes.reduce<Uint8Array>((bytes, change) => change(bytes), Uint8Array.from(valid));
        await expectAnswer(parquet(bench.file('f.parquet', content)));
      }),
      { numRuns },
    );
  });

  it('answers any bytes between its marks', { timeout: 600_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.nat({ max: 320 }), async (inside, footer) => {
        const length = Buffer.alloc(4);
        length.writeUInt32LE(footer);
        const content = Buffer.concat([Buffer.from('PAR1'), inside, length, Buffer.from('PAR1')]);
        await expectAnswer(parquet(bench.file('f.parquet', content)));
      }),
      { numRuns },
    );
  });
});

describe('paths', () => {
  it('answers any text', { timeout: 600_000 }, async () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '/', '*', '**', '?', '{SPAN}', '{', '}', '.csv', '.', '..', '\0', '[', '(', 'é', ' '),
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(text, async (path) => expectAnswer(csv(`${bench.directory}/none/${path}`))),
      { numRuns },
    );
  });
});
