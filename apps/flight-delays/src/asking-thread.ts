// Entry of the thread that plays the airport: asks a server about every flight of some examples, request after request.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { isMillraceError, type Artifact, type MillraceErrorJson } from '@millrace/core';
import { openDataset } from '@millrace/data';
import { askServer, toInstances } from './ask-server.ts';

export interface AskingTask {
  readonly examples: Artifact<'examples'>;
  readonly url: string;
}

/** What the thread says: after each batch of flights, and when it cannot go on. */
export type AskingMessage =
  | { readonly type: 'asked'; readonly asked: number; readonly rowCount: number }
  | { readonly type: 'problem'; readonly error: MillraceErrorJson };

const rowsOfRequest = 1000;
const { examples, url } = workerData as AskingTask;
const say = (message: AskingMessage): void => parentPort!.postMessage(message);

try {
  await using flights = await openDataset(examples);
  const rowCount = await flights.countRows();
  let asked = 0;
  let answer: Promise<readonly number[]> = Promise.resolve([]);
  for await (const batch of flights.batches()) {
    for (let from = 0; from < batch.rowCount; from += rowsOfRequest) {
      // One request is on its way while the next is written: the log keeps the order of the flights.
      const before = answer;
      const instances = toInstances(batch, { from, to: from + rowsOfRequest });
      answer = askServer(url, instances, { requestId: `flights-from-${asked}`, after: before });
      await before;
      // So that it is sent before this thread is busy again.
      await nextTurn();
      asked += instances.length;
    }
    await answer;
    say({ type: 'asked', asked, rowCount });
  }
} catch (error) {
  if (!isMillraceError(error)) throw error;
  say({ type: 'problem', error: error.toJSON() });
}
