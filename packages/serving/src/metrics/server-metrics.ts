import { createLatencyHistogram, type LatencyHistogram } from './latency-histogram.ts';
import { formatMetrics, type MetricFamily, type MetricSample } from './prometheus-text.ts';

/** What is counted of one model. Fields are raised on the hot path; everything else happens when metrics are asked for. */
interface ModelMetrics {
  readonly latency: LatencyHistogram;
  rows: number;
  swaps: number;
  loads: number;
  loadFailures: number;
}

interface LogCounts {
  readonly written: number;
  readonly dropped: number;
}

export interface ServerMetrics {
  readonly ofModel: ReadonlyMap<string, ModelMetrics>;
  /** Counts an answer. `model` is one that is served, or '' for what concerns none: labels stay few. */
  countAnswer(answer: { readonly model: string; readonly status: number; readonly code?: string | undefined }): void;
  /** Prometheus text. */
  format(state: MetricsState): string;
}

interface MetricsState {
  /** Versions that are loaded, by model; the current one is the last. */
  readonly versions: Readonly<Record<string, readonly number[]>>;
  readonly log: LogCounts | undefined;
}

export function createServerMetrics(models: readonly string[]): ServerMetrics {
  const ofModel = new Map<string, ModelMetrics>(
    models.map((name) => [name, { latency: createLatencyHistogram(), rows: 0, swaps: 0, loads: 0, loadFailures: 0 }]),
  );
  const answers = new Map<string, Map<string, number>>(['', ...models].map((name) => [name, new Map()]));
  const errors = new Map<string, Map<string, number>>(['', ...models].map((name) => [name, new Map()]));

  const ofEach = (read: (metrics: ModelMetrics) => number): MetricSample[] =>
    [...ofModel].map(([model, metrics]) => ({ labels: { model }, value: read(metrics) }));
  const counted = (counts: typeof answers, label: string): MetricSample[] =>
    [...counts].flatMap(([model, byLabel]) =>
      [...byLabel].map(([key, value]) => ({ labels: { model, [label]: key }, value })),
    );

  return {
    ofModel,
    countAnswer({ model, status, code }) {
      const byStatus = answers.get(model)!;
      const key = String(status);
      byStatus.set(key, (byStatus.get(key) ?? 0) + 1);
      if (code === undefined) return;
      const byCode = errors.get(model)!;
      byCode.set(code, (byCode.get(code) ?? 0) + 1);
    },
    format({ versions, log }) {
      const families: MetricFamily[] = [
        {
          name: 'millrace_requests_total',
          type: 'counter',
          help: 'Answers by HTTP status.',
          samples: counted(answers, 'status'),
        },
        {
          name: 'millrace_request_errors_total',
          type: 'counter',
          help: 'Answers that are errors, by error code.',
          samples: counted(errors, 'code'),
        },
        {
          name: 'millrace_predict_duration_seconds',
          type: 'histogram',
          help: 'Time from the arrival of a predict request to its answer.',
          samples: [...ofModel].flatMap(([model, { latency }]) => latency.samples({ model })),
        },
        {
          name: 'millrace_predicted_rows_total',
          type: 'counter',
          help: 'Rows that were predicted.',
          samples: ofEach(({ rows }) => rows),
        },
        {
          name: 'millrace_model_version_loaded',
          type: 'gauge',
          help: 'Versions that are loaded: 1 each.',
          samples: Object.entries(versions).flatMap(([model, loaded]) =>
            loaded.map((version) => ({ labels: { model, version: String(version) }, value: 1 })),
          ),
        },
        {
          name: 'millrace_model_current_version',
          type: 'gauge',
          help: 'The version that requests without a version get; 0 when there is none.',
          samples: Object.entries(versions).map(([model, loaded]) => ({
            labels: { model },
            value: loaded.at(-1) ?? 0,
          })),
        },
        {
          name: 'millrace_model_loads_total',
          type: 'counter',
          help: 'Versions that were loaded.',
          samples: ofEach(({ loads }) => loads),
        },
        {
          name: 'millrace_model_swaps_total',
          type: 'counter',
          help: 'Changes of the current version.',
          samples: ofEach(({ swaps }) => swaps),
        },
        {
          name: 'millrace_model_load_failures_total',
          type: 'counter',
          help: 'Versions that could not be loaded.',
          samples: ofEach(({ loadFailures }) => loadFailures),
        },
      ];
      if (log !== undefined) families.push(...logFamilies(log));
      return formatMetrics(families);
    },
  };
}

function logFamilies({ written, dropped }: LogCounts): readonly MetricFamily[] {
  return [
    {
      name: 'millrace_request_log_lines_total',
      type: 'counter',
      help: 'Lines of the request log that are on disk.',
      samples: [{ labels: {}, value: written }],
    },
    {
      name: 'millrace_request_log_dropped_total',
      type: 'counter',
      help: 'Lines of the request log that were lost because the disk failed or could not keep up.',
      samples: [{ labels: {}, value: dropped }],
    },
  ];
}
