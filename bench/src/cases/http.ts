import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { serve } from '@millrace/serving';
import { fastify } from 'fastify';
import type { BenchCase, BenchSide } from '../bench-case.ts';
import { prepareData } from '../data/prepare-data.ts';
import { readEvaluationRows } from '../data/read-evaluation-rows.ts';
import { startLoad } from '../start-load.ts';

const requestPath = '/v1/models/flights:predict';
const durationMs = 2000;

async function asksServer(port: number, close: () => Promise<unknown>): Promise<BenchSide> {
  const body = JSON.stringify({ instances: await readEvaluationRows(1) });
  const load = startLoad();
  return {
    run: () => load.ask({ port, path: requestPath, body, durationMs }),
    close: async () => {
      await load.close();
      await close();
    },
  };
}

export const http: BenchCase = {
  what: 'Requests a second for one row of 40 raw fields and 200 trees over HTTP, 16 connections that stay open, server on one core, client on the other. Bare fastify parses the same JSON and answers the same, without a model.',
  unit: 'requests/s',
  prepare: async () => {
    const models = { flights: path.join(await prepareData('model'), 'model') };
    const server = await serve({ models, port: 0, pollIntervalMs: 0 });
    return asksServer(server.port, () => server.close());
  },
  baselines: [
    {
      name: 'fastify',
      bar: { ratioAtLeast: 0.6 },
      prepare: async () => {
        const app = fastify();
        app.post(requestPath.replace(':', '::'), () => ({ predictions: [0.123456789] }));
        await app.listen({ port: 0, host: '127.0.0.1' });
        return asksServer((app.server.address() as AddressInfo).port, () => app.close());
      },
    },
  ],
};
