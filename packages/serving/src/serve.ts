import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Clock, Logger } from '@millrace/core';
import type { FastifyInstance } from 'fastify';
import { cannotListen, invalidOption, modelPathMissing, portInUse } from './errors.ts';
import { createApp } from './http/create-app.ts';
import { createServerMetrics } from './metrics/server-metrics.ts';
import {
  createServedModel,
  type ServedModel,
  type ServedModelOptions,
  type VersionObserver,
} from './models/served-model.ts';
import { openRequestLog, type RequestLogOptions } from './request-log/request-log.ts';

export interface ServeOptions {
  /** By the name that addresses use: a directory of versions, or of one model, or that with what to load of it. */
  readonly models: Readonly<Record<string, string | ServedModelOptions>>;
  /** @defaultValue '127.0.0.1' */
  readonly host?: string | undefined;
  /** 0 takes any that is free. @defaultValue 8501 */
  readonly port?: number | undefined;
  /** Logs the requests that were answered, into files in this directory. @defaultValue no log */
  readonly requestLog?: string | RequestLogOptions | undefined;
  /** How often directories are looked at for new versions; 0 looks only at the start and at `reload`. @defaultValue 1000 */
  readonly pollIntervalMs?: number | undefined;
  /** Larger bodies are refused with 413. @defaultValue 10485760 */
  readonly maxBodyBytes?: number | undefined;
  /** Requests with more rows are refused with 413. @defaultValue 10000 */
  readonly maxRows?: number | undefined;
  /** Time in the request log. @defaultValue the system's clock */
  readonly clock?: Clock | undefined;
  /** Told of loads, swaps and failures. @defaultValue silence */
  readonly logger?: Logger | undefined;
}

export interface ModelServer extends AsyncDisposable {
  /** `http://host:port`. */
  readonly url: string;
  readonly port: number;
  /** Looks for new versions now, also at those that failed before. Resolves when they are served. */
  reload(): Promise<void>;
  /** Answers what has arrived, flushes the request log and stops, in less than two seconds. */
  close(): Promise<void>;
}

/** Connections that are not done by then are cut. */
const closeWithinMs = 1000;

/**
 * Serves models over HTTP with the REST protocol of TensorFlow Serving (v1). Directories are watched: a new version is loaded
 * beside the one that is served, its golden rows are checked, then it takes over between two requests. A version that
 * cannot be loaded changes nothing.
 *
 * Rejects with `SERVING_MODEL_PATH_MISSING`, `SERVING_PORT_IN_USE`, `SERVING_CANNOT_LISTEN`, `SERVING_INVALID_OPTION`,
 * or with the error of the model when none of the versions of a directory can be opened.
 */
export async function serve(options: ServeOptions): Promise<ModelServer> {
  const { host = '127.0.0.1', port = 8501, pollIntervalMs = 1000, logger } = options;
  const { maxBodyBytes = 10 << 20, maxRows = 10_000, clock = systemClock } = options;
  checkOptions({ port, pollIntervalMs, maxBodyBytes, maxRows });
  const wanted = Object.entries(options.models).map(([name, model]) => [name, toModelOptions(name, model)] as const);
  if (wanted.length === 0)
    throw invalidOption({ option: 'models', value: {}, expected: 'at least one model: { churn: "models/churn" }' });
  const metrics = createServerMetrics(wanted.map(([name]) => name));
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
    const { requestLog } = options;
    const log =
      requestLog === undefined
        ? undefined
        : await openRequestLog(typeof requestLog === 'string' ? { directory: requestLog } : requestLog, (error) =>
            logger?.warn(describe(error)),
          );
    const app = createApp({
      models,
      metrics,
      log,
      clock,
      limits: { maxBodyBytes, maxRows },
      createRequestId: () => `${prefix}-${++requestCount}`,
      onServerError: (error, requestId) => logger?.warn(`Request ${requestId}: ${describe(error)}`),
    });
    const actualPort = await listen(app, host, port).catch(async (error: unknown) => {
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

function systemClock(): number {
  return performance.timeOrigin + performance.now();
}

function toModelOptions(name: string, model: string | ServedModelOptions): ServedModelOptions {
  if (!/^[^/:\s]+$/.test(name))
    throw invalidOption({ option: 'models', value: name, expected: 'names without spaces, "/" and ":"' });
  const options = typeof model === 'string' ? { path: model } : model;
  const labels = Object.entries(options.labels ?? {});
  const { versions } = options;
  for (const [label, version] of labels) {
    if (!/^[A-Za-z0-9_]+$/.test(label))
      throw invalidOption({
        option: `models.${name}.labels`,
        value: label,
        expected: 'labels of letters, digits and _',
      });
    if (versions === undefined || (versions !== 'all' && !versions.includes(version)))
      throw invalidOption({
        option: `models.${name}.labels.${label}`,
        value: version,
        expected: 'a version that `versions` names',
      });
  }
  return { ...options, path: path.resolve(options.path) };
}

function checkOptions(numbers: Readonly<Record<'port' | 'pollIntervalMs' | 'maxBodyBytes' | 'maxRows', number>>): void {
  for (const [option, value] of Object.entries(numbers)) {
    const minimum = option === 'maxBodyBytes' || option === 'maxRows' ? 1 : 0;
    const isRight = Number.isInteger(value) && value >= minimum && (option !== 'port' || value <= 65_535);
    const range = option === 'port' ? 'from 0 to 65535' : `from ${minimum}`;
    if (!isRight) throw invalidOption({ option, value, expected: `a whole number ${range}` });
  }
}

function throwWhenNoneOpens(model: ServedModel): void {
  if (model.current !== undefined) return;
  const newest = model.statuses().findLast(({ error }) => error !== undefined);
  if (newest !== undefined) throw newest.error;
}

function observeVersions(metrics: ReturnType<typeof createServerMetrics>, logger: Logger | undefined): VersionObserver {
  return {
    onVersionLoad: ({ model, version }) => {
      metrics.ofModel.get(model)!.loads += 1;
      logger?.info(`Loaded version ${version} of ${model}.`);
    },
    onVersionSwap: ({ model, from, to }) => {
      metrics.ofModel.get(model)!.swaps += 1;
      logger?.info(`${model} changed from version ${from} to ${to}.`);
    },
    onLoadError: ({ model, version, error }) => {
      metrics.ofModel.get(model)!.loadFailures += 1;
      logger?.warn(`${model}${version === undefined ? '' : `, version ${version}`}: ${describe(error)}`);
    },
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
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

async function closeApp(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), closeWithinMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}

function startPolling(models: readonly ServedModel[], intervalMs: number): { stop(): void } {
  let isStopped = intervalMs === 0;
  let timer: NodeJS.Timeout | undefined;
  const lookLater = (): void => {
    if (isStopped) return;
    timer = setTimeout(() => {
      void Promise.all(models.map((model) => model.refresh())).then(lookLater);
    }, intervalMs).unref();
  };
  lookLater();
  return {
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
