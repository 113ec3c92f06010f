import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { writeTestModel } from '@millrace/model/testing';
import { serve } from '@millrace/serving';

const listening = new Map<string, Server>();

/** A program that listens at a port, and a model to be served. */
export async function createSampleServer(place: string): Promise<AsyncDisposable> {
  await writeTestModel(`${place}/late`);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  listening.set(place, server);
  return {
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Serves the model at the port of that program. */
export async function serveAtItsPort(place: string): Promise<unknown> {
  const { port } = listening.get(place)!.address() as AddressInfo;
  return serve({ models: { late: `${place}/late` }, port });
}
