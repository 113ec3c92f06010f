import path from 'node:path';
import { defineComponent, parametersSchema, type Artifact } from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import { pushModel } from './push-model.ts';

export interface PusherParameters {
  /** The directory that servers watch; a relative one is taken from the working directory of the run. */
  readonly destination: string;
}

const parameters = parametersSchema<PusherParameters>({
  type: 'object',
  required: ['destination'],
  additionalProperties: false,
  properties: { destination: { type: 'string', minLength: 1 } },
});

/**
 * Pushes a model that is blessed: by the evaluator and by the infra validator, as far as they are wired. One that is not is
 * left where it is; the step succeeds, and its output says why nothing was pushed.
 */
export const Pusher = defineComponent({
  name: 'Pusher',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: { model: 'model', blessing: 'modelBlessing?', infraBlessing: 'infraBlessing?' },
  outputs: { pushedModel: 'pushedModel' },
  parameters,
  async run({ inputs, parameters: { destination }, clock, logger, publishPayload }) {
    const { model, blessing, infraBlessing } = inputs;
    if (blessing === undefined && infraBlessing === undefined)
      logger.warn(`Pusher: no blessing is wired, so every model is pushed into ${destination}.`);
    const reasons = [
      ...(blessing === undefined ? [] : await refusalsOfModel(blessing, model)),
      ...(infraBlessing === undefined ? [] : await refusalsOfInfra(infraBlessing, model)),
    ];
    const pushed = reasons.length === 0 ? await pushModel(model, { destination }) : undefined;
    const facts = {
      pushed: pushed !== undefined,
      destination: path.resolve(destination),
      version: pushed?.version ?? null,
    };
    const payload = {
      specVersion: 1 as const,
      ...facts,
      reasons,
      model: model.digest,
      pushedAt: pushed === undefined ? null : clock(),
    };
    return { pushedModel: await publishPayload('pushedModel', payload, { ...facts, model: model.digest }) };
  },
});

async function refusalsOfModel(
  blessing: Artifact<'modelBlessing'>,
  model: Artifact<'model'>,
): Promise<readonly string[]> {
  const { blessed, reasons, candidate } = await readPayload(blessing);
  if (candidate !== null && candidate !== model.digest)
    return [`The blessing is for the model ${candidate}, not for ${model.digest}.`];
  if (blessed) return [];
  const failed = reasons.filter(({ status }) => status === 'failed').map(({ message }) => message);
  return failed.length > 0 ? failed : ['The evaluator did not bless the model.'];
}

async function refusalsOfInfra(
  blessing: Artifact<'infraBlessing'>,
  model: Artifact<'model'>,
): Promise<readonly string[]> {
  const { blessed, reasons, model: candidate } = await readPayload(blessing);
  if (candidate !== model.digest) return [`The infra blessing is for the model ${candidate}, not for ${model.digest}.`];
  return blessed ? [] : reasons;
}
