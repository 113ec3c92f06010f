// Entry of a model server beside the pipeline, as `millrace serve` is one: it watches what is pushed, and is killed as well.
import { serve } from '@millrace/serving';
import { modelName } from '../ask-server.ts';
import { crashPlacesIn } from './crash-places.ts';

/** What the process tells the suite: where it listens, and each version that it could not load. */
export type ServeMessage =
  { readonly type: 'url'; readonly url: string } | { readonly type: 'warning'; readonly message: string };

const [root = ''] = process.argv.slice(2);
const { destination, requests } = crashPlacesIn(root);
const send = (message: ServeMessage): void => void process.send?.(message);

process.on('disconnect', () => process.exit());
process.on('message', () => void server.close().finally(() => process.exit()));
const server = await serve({
  models: { [modelName]: destination },
  port: 0,
  pollIntervalMs: 10,
  requestLog: requests,
  logger: { info: () => undefined, warn: (message) => send({ type: 'warning', message }) },
});
send({ type: 'url', url: server.url });
