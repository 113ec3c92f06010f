import { access, constants, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import path from 'node:path';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';

interface Finding {
  readonly check: string;
  readonly state: 'ok' | 'note' | 'problem';
  readonly text: string;
}

type Check = (context: CliContext, directory: string) => Promise<Finding['text'] | { readonly note: string }>;

const checks: Readonly<Record<string, Check>> = {
  node: async ({ nodeVersion }) => Promise.resolve(`Node ${nodeVersion}`),
  machine: async () =>
    Promise.resolve(`${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GB of memory`),
  engine: async () => {
    const { openEngine } = await import('@millrace/data');
    await using engine = await openEngine();
    const answer = await engine.query('select version() as version');
    const column = answer.columns['version'];
    return `DuckDB ${column?.type === 'string' ? column.values[0] : 'answers'}`;
  },
  metadata: async () => {
    const { createSqliteMetadataStore } = await import('@millrace/metadata');
    const store = await createSqliteMetadataStore(':memory:');
    await store[Symbol.asyncDispose]();
    return 'SQLite works';
  },
  'tensorflow.js': async () =>
    Promise.resolve(describeOptional('@tensorflow/tfjs-layers', 'neural nets cannot be trained or served')),
  'onnxruntime-node': async () =>
    Promise.resolve(describeOptional('onnxruntime-node', 'optional; large ONNX models only')),
  'tfjs-node': async () =>
    Promise.resolve(describeOptional('@tensorflow/tfjs-node', 'optional; nets train with WebAssembly')),
  directory: async (context, directory) => {
    const full = path.resolve(context.cwd, directory);
    const existing = await nearestExisting(full);
    await access(existing, constants.W_OK);
    const { bavail, bsize } = await statfs(existing);
    const freeGb = (bavail * bsize) / 2 ** 30;
    const text = `${full} is writable, ${freeGb.toFixed(1)} GB free`;
    return freeGb < 1 ? { note: `${text}: that is little` } : text;
  },
};

/** `millrace doctor`: what this machine and project have, and what is missing. Exits 1 when something is broken. */
export async function doctorCommand(
  _: readonly string[],
  { directory, json }: { readonly directory: string } & GlobalOptions,
  context: CliContext,
): Promise<ExitCode> {
  const findings: Finding[] = [];
  for (const [check, look] of Object.entries(checks)) {
    try {
      const answer = await look(context, directory);
      findings.push(
        typeof answer === 'string' ? { check, state: 'ok', text: answer } : { check, state: 'note', text: answer.note },
      );
    } catch (error) {
      findings.push({ check, state: 'problem', text: error instanceof Error ? error.message : String(error) });
    }
  }
  if (json === true) context.writeOut(`${JSON.stringify(findings, null, 2)}\n`);
  else
    for (const { check, state, text } of findings) context.writeOut(`${state.padEnd(8)}${check.padEnd(18)}${text}\n`);
  return findings.some(({ state }) => state === 'problem') ? exitCodes.failed : exitCodes.ok;
}

function describeOptional(name: string, without: string): string | { readonly note: string } {
  try {
    createRequire(import.meta.url).resolve(name);
    return 'installed';
  } catch {
    return { note: `not installed: ${without}` };
  }
}

async function nearestExisting(directory: string): Promise<string> {
  try {
    await access(directory);
    return directory;
  } catch {
    return path.dirname(directory) === directory ? directory : nearestExisting(path.dirname(directory));
  }
}
