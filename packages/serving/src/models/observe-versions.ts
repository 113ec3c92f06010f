import type { Logger } from '@millrace/core';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import type { VersionObserver } from './served-model.ts';

/** Counts what happens to versions, and tells it to people. */
export function observeVersions(metrics: ServerMetrics, logger: Logger | undefined): VersionObserver {
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
      logger?.warn(`${model}${version === undefined ? '' : `, version ${version}`}: ${describeError(error)}`);
    },
  };
}

/** The message of whatever was thrown. */
export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
