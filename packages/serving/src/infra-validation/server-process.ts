// Entry of the process in which the infra validator tries a model: serves one directory and says where.
import { isMillraceError } from '@millrace/core';
import { serve } from '../serve.ts';

/** What the process tells the one that started it, once. */
export type ServerMessage = { readonly url: string } | { readonly problem: string };

const [directory = ''] = process.argv.slice(2);

// The parent is gone: nobody asks any more.
process.on('disconnect', () => process.exit());

const send = (message: ServerMessage): void => {
  process.send?.(message);
};

try {
  const server = await serve({ models: { model: directory }, port: 0, pollIntervalMs: 0 });
  send({ url: server.url });
} catch (error) {
  send({ problem: isMillraceError(error) ? error.message : String(error) });
}
