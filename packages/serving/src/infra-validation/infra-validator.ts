import path from 'node:path';
import { defineComponent, parametersSchema, toRows, type Artifact, type Engine, type FeatureRow } from '@millrace/core';
import { readPayload, verifyArtifact } from '@millrace/core/artifacts';
import { selectColumns } from '../select-columns.ts';
import { validateInfra } from './validate-infra.ts';

export interface InfraValidatorParameters {
  /** How long the server may take until it is ready, and for its answer. @defaultValue 300000 */
  readonly maxLoadingTimeMs?: number | undefined;
  /** Rows that the server is asked for; fewer when there are fewer. @defaultValue 10 */
  readonly numExamples?: number | undefined;
  /** Attempts until the first that succeeds. @defaultValue 5 */
  readonly numTries?: number | undefined;
}

const parameters = parametersSchema<InfraValidatorParameters>({
  type: 'object',
  additionalProperties: false,
  properties: {
    maxLoadingTimeMs: { type: 'integer', minimum: 1 },
    numExamples: { type: 'integer', minimum: 1, maximum: 1000 },
    numTries: { type: 'integer', minimum: 1 },
  },
});

/**
 * Tries a model the way it will be used: a fresh server process loads it and answers over HTTP. With `examples`, rows of their
 * first split are asked and compared with predictions made in this process; without, loading alone is tried.
 */
export const InfraValidator = defineComponent({
  name: 'InfraValidator',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: { model: 'model', examples: 'examples?' },
  outputs: { infraBlessing: 'infraBlessing' },
  parameters,
  async run({ inputs: { model, examples }, parameters: given, engine, signal, logger, publishPayload }) {
    const { maxLoadingTimeMs, numExamples = 10, numTries } = given;
    const rows = examples === undefined ? [] : await readSome({ model, examples, engine: await engine(), numExamples });
    const { tries, ...verdict } = await validateInfra(model.path, { rows, maxLoadingTimeMs, numTries, signal });
    // Not in the artifact: how often it took is the machine's doing, and the same model gets the same blessing.
    if (tries > 1) logger.warn(`InfraValidator: it took ${tries} attempts.`);
    const payload = { specVersion: 1 as const, ...verdict, model: model.digest, rowCount: rows.length };
    const properties = { blessed: verdict.blessed, model: model.digest };
    return { infraBlessing: await publishPayload('infraBlessing', payload, properties) };
  },
});

interface RowsWanted {
  readonly model: Artifact<'model'>;
  readonly examples: Artifact<'examples'>;
  readonly engine: Engine;
  readonly numExamples: number;
}

async function readSome({ model, examples, engine, numExamples }: RowsWanted): Promise<readonly FeatureRow[]> {
  const [{ signature }, { splits }] = await Promise.all([readPayload(model), readPayload(examples)]);
  const split = Object.keys(splits)
    .sort()
    .find((name) => splits[name]!.rowCount > 0);
  if (split === undefined) return [];
  const { files } = splits[split]!;
  await verifyArtifact(examples, { files });
  const relation = engine.parquetRelation(files.map((file) => path.join(examples.path, file)));
  const columns = signature.inputs.map(({ name }) => name);
  return toRows(await engine.query(`${selectColumns(engine, columns, relation)} limit ${numExamples}`));
}
