import type { FastifyInstance } from 'fastify';
import { cannotListen, portInUse } from '../errors.ts';

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
}

/** Listens, and returns the port. Throws `SERVING_PORT_IN_USE` or `SERVING_CANNOT_LISTEN`; then the app is closed. */
export async function listen(app: FastifyInstance, { host, port }: ListenOptions): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    await app.close();
    if ((cause as NodeJS.ErrnoException).code === 'EADDRINUSE') throw portInUse({ host, port });
    throw cannotListen({ host, port, cause });
  }
  const address = app.server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Connections that are not done by then are cut. */
const closeWithinMs = 1000;

/** Answers what has arrived and closes; cuts what takes longer than a second. */
export async function closeApp(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), closeWithinMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}
