import path from 'node:path';
import { MillraceError, defineComponent } from '@millrace/core';
import { readPayload } from '@millrace/core/artifacts';
import { convertRequestLog } from '@millrace/monitor';
import { serve } from '@millrace/serving';
import { askAboutFlights } from './ask-about-flights.ts';
import { modelName } from './ask-server.ts';

/**
 * Plays the airport: serves the pushed model, and a thread of its own asks it over HTTP about every flight of some
 * examples, at its departure, with raw features. Gives the server's request log as an inference result.
 */
export const ReplayTraffic = defineComponent({
  name: 'ReplayTraffic',
  version: '1',
  moduleUrl: import.meta.url,
  inputs: { pushedModel: 'pushedModel', examples: 'examples' },
  outputs: { requests: 'inferenceResult' },
  async run({ inputs, engine, publish, scratchDirectory, signal, onProgress, clock }) {
    const { destination, model, pushed } = await readPayload(inputs.pushedModel);
    if (!pushed) throw nothingServed();
    const requestLog = path.join(scratchDirectory, 'requests');
    const server = await serve({ models: { [modelName]: destination }, port: 0, requestLog, pollIntervalMs: 0, clock });
    try {
      await askAboutFlights(inputs.examples, server.url, { signal, onProgress });
    } finally {
      await server.close();
    }
    const requests = await publish('inferenceResult', async (directory) => {
      // In JSON a moment is text; in the log it is a moment again, as in the labels that it will be joined with.
      const types = { date: 'timestamp' } as const;
      const { rowCount } = await convertRequestLog(requestLog, {
        into: directory,
        engine: await engine(),
        model,
        types,
      });
      return { rowCount };
    });
    return { requests };
  },
});

function nothingServed(): MillraceError<'FLIGHTS_NOTHING_SERVED'> {
  return new MillraceError({
    code: 'FLIGHTS_NOTHING_SERVED',
    message: 'No model was pushed, so there is none to ask.',
    cure: 'Look at the reasons in the blessing of the run: `millrace runs`.',
  });
}
