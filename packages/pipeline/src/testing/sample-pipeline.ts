import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defineComponent, parametersSchema, type Artifact, type RunContext } from '@millrace/core';
import { writePayload } from '@millrace/core/artifacts';
import { definePipeline } from '../define/define-pipeline.ts';
import type { OutputReference } from '../define/output-reference.ts';
import { sampleFailed } from '../errors.ts';

/** What a sample step does beside giving its text. */
export interface SampleActs {
  /** What it gives. @defaultValue its name with the texts of its inputs in brackets */
  readonly text?: string;
  /** Attempts that fail, and the file that counts them. */
  readonly failures?: { readonly count: number; readonly file: string; readonly isRetryable: boolean };
  /** Time it takes, heeding its signal. */
  readonly sleepMs?: number;
  /** Time it takes without heeding its signal, while the process goes on or stands still. */
  readonly deafMs?: number;
  readonly blockMs?: number;
  /** Ends the process that runs it, once; the file remembers that. */
  readonly crash?: { readonly signal: 'SIGKILL' | 'SIGTERM'; readonly file: string };
}

/** A step of the sample pipeline: its name, the steps whose texts it takes, and what it does. */
export interface SampleStep extends SampleActs {
  readonly id: string;
  readonly after?: readonly string[];
  readonly maxRetries?: number;
  readonly timeoutMs?: number;
}

/** Publishes a text as examples: one file and a document that is valid. */
export function publishText(publish: RunContext['publish'], text: string): Promise<Artifact<'examples'>> {
  return publish('examples', async (directory) => {
    await writeFile(path.join(directory, 'all.parquet'), text);
    const splits = { all: { files: ['all.parquet'], rowCount: text.length } };
    await writePayload('examples', { specVersion: 1, columns: [], splits, span: null, version: null }, directory);
    return { length: text.length };
  });
}

/** The text of such examples. */
function readText(examples: Artifact<'examples'>): Promise<string> {
  return readFile(path.join(examples.path, 'all.parquet'), 'utf8');
}

export const SampleText = defineComponent({
  name: 'SampleText',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: { texts: 'examples[]' },
  outputs: { text: 'examples' },
  parameters: parametersSchema<SampleActs & { readonly name: string }>({
    type: 'object',
    required: ['name'],
    additionalProperties: false,
    properties: {
      name: { type: 'string' },
      text: { type: 'string' },
      failures: { type: 'object' },
      sleepMs: { type: 'number' },
      deafMs: { type: 'number' },
      blockMs: { type: 'number' },
      crash: { type: 'object' },
    },
  }),
  run: async ({ inputs, parameters, publish, signal, onProgress }) => {
    onProgress(`${parameters.name} begins`, 0);
    await act(parameters, signal);
    const texts = await Promise.all(inputs.texts.map(readText));
    return { text: await publishText(publish, parameters.text ?? `${parameters.name}(${texts.join(' ')})`) };
  },
});

async function act({ failures, sleepMs, deafMs, blockMs, crash }: SampleActs, signal: AbortSignal): Promise<void> {
  if (sleepMs !== undefined) await sleep(sleepMs, undefined, { signal });
  if (deafMs !== undefined) await sleep(deafMs);
  if (blockMs !== undefined) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, blockMs);
  if (crash !== undefined && (await countUp(crash.file)) === 1) {
    process.kill(process.pid, crash.signal);
    await sleep(10_000);
  }
  if (failures !== undefined) {
    const { count, file, isRetryable } = failures;
    const attempt = await countUp(file);
    if (attempt <= count) throw sampleFailed({ attempt, isRetryable });
  }
}

async function countUp(file: string): Promise<number> {
  const count = Number(await readFile(file, 'utf8').catch(() => '0')) + 1;
  await writeFile(file, String(count));
  return count;
}

/** A pipeline of any shape: each step takes the texts of the steps it names. */
export const samplePipeline = definePipeline<{ readonly steps: readonly SampleStep[] }>(
  'sample',
  ({ add, parameters }) => {
    const outputs = new Map<string, OutputReference<'examples'>>();
    for (const { id, after = [], maxRetries, timeoutMs, ...acts } of parameters.steps) {
      const texts = after.map((name) => outputs.get(name)!);
      outputs.set(id, add(SampleText, { texts, name: id, ...acts }, { id, maxRetries, timeoutMs }).text);
    }
  },
);

/** Graphs that differ in what can go wrong: order, sharing, breadth, repetition. */
export const sampleShapes: Readonly<Record<string, readonly SampleStep[]>> = {
  alone: [{ id: 'a' }],
  chain: [{ id: 'a' }, { id: 'b', after: ['a'] }, { id: 'c', after: ['b'] }, { id: 'd', after: ['c'] }],
  diamond: [{ id: 'a' }, { id: 'b', after: ['a'] }, { id: 'c', after: ['a'] }, { id: 'd', after: ['b', 'c'] }],
  fan: [
    { id: 'a' },
    ...Array.from({ length: 5 }, (_, index) => ({ id: `b/${index}`, after: ['a'] })),
    { id: 'd', after: Array.from({ length: 5 }, (_, index) => `b/${index}`) },
  ],
  lanes: [{ id: 'a' }, { id: 'x' }, { id: 'b', after: ['a'] }, { id: 'y', after: ['x'] }],
  twice: [{ id: 'a' }, { id: 'd', after: ['a', 'a'] }],
};
