import { getPayloadSchema, type ArtifactKind } from '@millrace/core';
import type { CliContext, GlobalOptions } from '../cli-context.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { openMetadata } from '../load/open-metadata.ts';
import { parseInteger } from '../load/parse-parameters.ts';
import { describeProperties, describeTime, shortDigest } from '../terminal/describe-time.ts';
import { formatTable } from '../terminal/table.ts';

interface ArtifactsOptions extends GlobalOptions {
  readonly directory: string;
  readonly kind?: string | undefined;
  readonly limit: string;
}

/** `millrace artifacts`: what was published, newest first. */
export async function artifactsCommand(
  _: readonly string[],
  { directory, kind, limit, json }: ArtifactsOptions,
  context: CliContext,
): Promise<ExitCode> {
  if (kind !== undefined) getPayloadSchema(kind);
  const count = parseInteger('--limit', limit, 1);
  await using store = await openMetadata(directory, context);
  const artifacts = await store.listArtifacts({
    kind: kind as ArtifactKind | undefined,
    limit: count,
  });
  if (json === true) context.writeOut(`${JSON.stringify(artifacts, null, 2)}\n`);
  else if (artifacts.length === 0) context.writeOut('No artifact.\n');
  else {
    context.writeOut(
      formatTable(
        ['artifact', 'kind', 'state', 'created (UTC)', 'properties'],
        artifacts.map(({ digest, kind, state, createdAt, properties }) => [
          shortDigest(digest),
          kind,
          state,
          describeTime(createdAt),
          describeProperties(properties),
        ]),
      ),
    );
  }
  return exitCodes.ok;
}
