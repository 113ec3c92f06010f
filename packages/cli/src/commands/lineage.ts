import type { ArtifactRecord, Lineage, MetadataStore } from '@millrace/core';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { unknownArtifact } from '../errors.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { openMetadata } from '../load/open-metadata.ts';
import { parseInteger } from '../load/parse-parameters.ts';
import { describeProperties, shortDigest } from '../terminal/describe-time.ts';

interface LineageOptions extends GlobalOptions {
  readonly directory: string;
  readonly hops: string;
}

/** `millrace lineage <artifact>`: what an artifact came from, and what came of it, as two trees. */
export async function lineageCommand(
  [reference]: readonly string[],
  { directory, hops, json }: LineageOptions,
  context: CliContext,
): Promise<ExitCode> {
  const maxHops = parseInteger('--hops', hops, 1);
  await using store = await openMetadata(directory, context);
  const artifact = await findArtifact(store, reference!);
  const start = { digest: artifact.digest };
  const upstream = await store.readLineage({ start, direction: 'upstream', maxHops });
  const downstream = await store.readLineage({ start, direction: 'downstream', maxHops });
  if (json === true) context.writeOut(`${JSON.stringify({ artifact, upstream, downstream }, null, 2)}\n`);
  else {
    const head = `${describeArtifact(artifact)}\n`;
    const from = drawTree(artifact.digest, upstream, { into: 'output', outOf: 'input' });
    const to = drawTree(artifact.digest, downstream, { into: 'input', outOf: 'output' });
    context.writeOut(
      `${head}\nCame from\n${from || '  nothing that was recorded\n'}\nCame of it\n${to || '  nothing yet\n'}`,
    );
  }
  return exitCodes.ok;
}

async function findArtifact(store: MetadataStore, reference: string): Promise<ArtifactRecord> {
  const digits = reference.replace(/^sha256:/, '');
  const artifacts = await store.listArtifacts({ limit: 1_000_000 });
  const found = artifacts.filter(({ digest }) => digest.slice('sha256:'.length).startsWith(digits));
  if (digits.length < 4 || found.length !== 1) throw unknownArtifact({ reference });
  return found[0]!;
}

function describeArtifact({ kind, digest, properties }: ArtifactRecord): string {
  return `${kind} ${shortDigest(digest)} ${describeProperties(properties)}`.trimEnd();
}

/** Artifact, the executions at one side of it, the artifacts at their other side, and so on; each is drawn out once. */
function drawTree(
  start: string,
  { artifacts, executions, events }: Lineage,
  { into, outOf }: { readonly into: 'input' | 'output'; readonly outOf: 'input' | 'output' },
): string {
  const artifactOf = new Map(artifacts.map((artifact) => [artifact.digest, artifact]));
  const executionOf = new Map(executions.map((execution) => [execution.id, execution]));
  const drawn = new Set<string>();
  const lines: string[] = [];
  const visit = (digest: string, depth: number): void => {
    for (const event of events.filter((event) => event.digest === digest && event.type === into)) {
      const execution = executionOf.get(event.executionId);
      if (execution === undefined) continue;
      const isKnown = drawn.has(execution.id);
      lines.push(`${'  '.repeat(depth)}${execution.step}${isKnown ? ' (above)' : ''}`);
      if (isKnown) continue;
      drawn.add(execution.id);
      for (const other of events.filter((other) => other.executionId === execution.id && other.type === outOf)) {
        const artifact = artifactOf.get(other.digest);
        if (artifact === undefined) continue;
        lines.push(`${'  '.repeat(depth + 1)}${other.port}: ${describeArtifact(artifact)}`);
        visit(other.digest, depth + 2);
      }
    }
  };
  visit(start, 1);
  return lines.map((line) => `${line}\n`).join('');
}
