// Entry of the second process that watches: it opens everything that becomes visible, until it is told to stop.
import { setTimeout as sleep } from 'node:timers/promises';
import { createWatch, type WatchReport } from './create-watch.ts';
import { crashPlacesIn } from './crash-places.ts';

/** What the process tells the suite, once, when it is asked to stop. */
export type WatchMessage = { readonly type: 'ready' } | { readonly type: 'report'; readonly report: WatchReport };

const [root = ''] = process.argv.slice(2);
const send = (message: WatchMessage, onSent?: () => void): void =>
  void process.send?.(message, undefined, undefined, onSent);
const watch = createWatch(crashPlacesIn(root));
let isStopped = false;

process.on('disconnect', () => process.exit());
process.on('message', () => (isStopped = true));
send({ type: 'ready' });
while (!isStopped) {
  await watch.look();
  // Two processors are shared with what is watched.
  await sleep(1);
}
send({ type: 'report', report: await watch.finish() }, () => process.disconnect());
