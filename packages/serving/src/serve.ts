import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { modelPathMissing } from './errors.ts';
import { closeApp, listen } from './http/listen.ts';
import { createServerMetrics } from './metrics/server-metrics.ts';
import { describeError, observeVersions } from './models/observe-versions.ts';
import { startPolling } from './models/poll-models.ts';
import { createServedModel, type ServedModel } from './models/served-model.ts';
import { openRequestLog } from './request-log/request-log.ts';
import { checkNumbers, checkServeOptions, resolveModels, type ServeOptions } from './serve-options.ts';

export interface ModelServer extends AsyncDisposable {
  /** `http://host:port`. */
  readonly url: string;
  readonly port: number;
  /** Looks for new versions now, also at those that failed before. Resolves when they are served. */
  reload(): Promise<void>;
  /** Answers what has arrived, flushes the request log and stops, in less than two seconds. */
  close(): Promise<void>;
}

/**
 * Serves models over HTTP with the REST protocol of TensorFlow Serving (v1). Directories are watched: a new version is loaded
 * beside the one that is served, its golden rows are checked, then it takes over between two requests. A version that
 * cannot be loaded changes nothing.
 *
 * Rejects with `SERVING_MODEL_PATH_MISSING`, `SERVING_PORT_IN_USE`, `SERVING_CANNOT_LISTEN`, `SERVING_INVALID_OPTION`,
 * or with the error of the model when none of the versions of a directory can be opened.
 */
export async function serve(options: ServeOptions): Promise<ModelServer> {
  checkServeOptions(options);
  const { host = '127.0.0.1', port = 8501, pollIntervalMs = 1000, logger } = options;
  const { maxBodyBytes = 10 << 20, maxRows = 10_000, clock = Date.now } = options;
  checkNumbers({ port, pollIntervalMs, maxBodyBytes, maxRows });
  const wanted = resolveModels(options.models);
  const metrics = createServerMetrics([...wanted.keys()]);
  const observer = observeVersions(metrics, logger);
  const models = new Map<string, ServedModel>();
  for (const [name, modelOptions] of wanted) {
    const found = await stat(modelOptions.path).catch(() => undefined);
    if (found?.isDirectory() !== true) throw modelPathMissing({ model: name, place: modelOptions.path });
    models.set(name, createServedModel({ name, options: modelOptions, observer }));
  }
  const served = [...models.values()];
  const closeModels = async (): Promise<void> => {
    await Promise.all(served.map((model) => model.close()));
  };
  const prefix = randomUUID().slice(0, 8);
  let requestCount = 0;
  try {
    await Promise.all(served.map((model) => model.refresh()));
    for (const model of served) throwWhenNoneOpens(model);
    // Fastify takes as long to load as all the rest; pushing and validating models need none.
    const { createApp } = await import('./http/create-app.ts');
    const { requestLog } = options;
    const log =
      requestLog === undefined
        ? undefined
        : await openRequestLog(typeof requestLog === 'string' ? { directory: requestLog } : requestLog, (error) =>
            logger?.warn(describeError(error)),
          );
    const app = createApp({
      models,
      metrics,
      log,
      clock,
      limits: { maxBodyBytes, maxRows },
      createRequestId: () => `${prefix}-${++requestCount}`,
      onServerError: (error, requestId) => logger?.warn(`Request ${requestId}: ${describeError(error)}`),
    });
    const actualPort = await listen(app, { host, port }).catch(async (error: unknown) => {
      await log?.close();
      throw error;
    });
    const poller = startPolling(served, pollIntervalMs);
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      poller.stop();
      await closeApp(app);
      await Promise.all([closeModels(), log?.close()]);
    };
    const server: ModelServer = {
      url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
      port: actualPort,
      reload: async () => {
        await Promise.all(served.map((model) => model.refresh({ retryFailed: true })));
      },
      close: async () => (closing ??= close()),
      [Symbol.asyncDispose]: async () => server.close(),
    };
    return server;
  } catch (error) {
    await closeModels();
    throw error;
  }
}

function throwWhenNoneOpens(model: ServedModel): void {
  if (model.current !== undefined) return;
  const newest = model.statuses().findLast(({ error }) => error !== undefined);
  if (newest !== undefined) throw newest.error;
}
