import type { FastifyRequest } from 'fastify';
import type { ServedModel } from '../models/served-model.ts';
import type { ServedVersion } from '../models/served-version.ts';
import type { AppParts } from './create-app.ts';
import { predictRows, toPredictions } from './predict-rows.ts';
import { readPredictRequest, type PredictRequest } from './predict-request.ts';
import type { RequestTarget } from './request-target.ts';

export interface PredictCall {
  readonly request: FastifyRequest;
  readonly model: ServedModel;
  readonly target: RequestTarget;
}

/**
 * The body of the answer to a predict request. The version is chosen once: a swap in the middle changes nothing for the
 * request, and the old version stays open until its last request is answered.
 */
export function answerPredict(parts: AppParts, { request, model, target }: PredictCall): string | Promise<string> {
  const served = model.find(target);
  const predictRequest = readPredictRequest(request.body, served.model.signature, parts.limits);
  const finish = (scores: Float64Array): string =>
    writeAnswer(parts, { request, model, served, predictRequest, scores });
  served.hold();
  let isWaiting = false;
  try {
    const scores = predictRows(served.model, predictRequest.rows, () => !request.raw.socket.destroyed);
    if (scores instanceof Float64Array) return finish(scores);
    isWaiting = true;
    return scores.then(finish).finally(() => served.release());
  } finally {
    if (!isWaiting) served.release();
  }
}

interface PredictResult {
  readonly request: FastifyRequest;
  readonly model: ServedModel;
  readonly served: ServedVersion;
  readonly predictRequest: PredictRequest;
  readonly scores: Float64Array;
}

function writeAnswer(
  { metrics, log, clock }: AppParts,
  { request, model, served, predictRequest, scores }: PredictResult,
): string {
  const { rows, answerName } = predictRequest;
  const { task, classes } = served.model.signature;
  const predictions = toPredictions(scores, task === 'multi-class' ? classes.length : 1);
  // What is not finite has no JSON form and becomes null.
  const body = `{"${answerName}":${JSON.stringify(predictions)}}`;
  const durationMs = performance.now() - request.startedAt;
  const counts = metrics.ofModel.get(model.name)!;
  counts.latency.observe(durationMs / 1000);
  counts.rows += rows.length;
  metrics.countAnswer({ model: model.name, status: 200 });
  log?.add({
    time: Math.round(clock()),
    requestId: request.id,
    model: model.name,
    version: served.version,
    instances: rows,
    predictions,
    durationMs: Number(durationMs.toFixed(3)),
  });
  return body;
}
