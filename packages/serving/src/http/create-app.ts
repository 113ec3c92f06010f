import { describeValue } from '@millrace/core';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { invalidRequest, unknownModel, unknownRoute, unsupportedVerb, wrongMethod } from '../errors.ts';
import type { ServerMetrics } from '../metrics/server-metrics.ts';
import type { ServedModel } from '../models/served-model.ts';
import type { RequestLog } from '../request-log/request-log.ts';
import { answerPredict } from './answer-predict.ts';
import { answerBrokenRequest, toErrorAnswer } from './error-answer.ts';
import { describeMetadata, describeStatuses } from './model-metadata.ts';
import { parseRequestTarget, type RequestTarget } from './request-target.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** `performance.now()` when the head of the request was there. */
    startedAt: number;
    /** The model that the request is for, '' when it is for none; metrics want it. */
    servedModel: string;
  }
}

export interface AppParts {
  readonly models: ReadonlyMap<string, ServedModel>;
  readonly metrics: ServerMetrics;
  readonly log: RequestLog | undefined;
  readonly limits: { readonly maxBodyBytes: number; readonly maxRows: number };
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly createRequestId: () => string;
  /** Told of errors that are not the client's. */
  readonly onServerError: (error: unknown, requestId: string) => void;
}

const jsonType = 'application/json; charset=utf-8';

/** The HTTP side of a model server; not yet listening. */
export function createApp(parts: AppParts): FastifyInstance {
  const { models, metrics, limits } = parts;
  const app = fastify({
    bodyLimit: limits.maxBodyBytes,
    // A request that is not complete after this long is cut off; slow senders would hold connections for ever.
    requestTimeout: 30_000,
    // Requests on open connections are answered while the server closes, and told that the connection ends.
    return503OnClosing: false,
    clientErrorHandler(error, socket) {
      if (socket.destroyed || (error as NodeJS.ErrnoException).code === 'ECONNRESET') return;
      socket.end(answerBrokenRequest(error));
    },
    frameworkErrors(error, request, reply: FastifyReply) {
      const { status, body, code } = toErrorAnswer(error, limits);
      metrics.countAnswer({ model: '', status, code });
      return reply.code(status).headers({ 'content-type': jsonType, 'x-request-id': request.id }).send(body);
    },
    genReqId: (request) => readRequestId(request.headers['x-request-id']) ?? parts.createRequestId(),
  });
  // curl and others send JSON under any type; TensorFlow Serving does not look at it either.
  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, parseJson);
  app.addContentTypeParser('*', { parseAs: 'string' }, parseJson);
  app.decorateRequest('startedAt', 0);
  app.decorateRequest('servedModel', '');
  app.addHook('onRequest', (request, reply, done) => {
    request.startedAt = performance.now();
    reply.header('x-request-id', request.id);
    const encoding = request.headers['content-encoding'];
    done(encoding === undefined || encoding === 'identity' ? undefined : compressedBody(encoding));
  });
  app.setErrorHandler((error, request, reply) => {
    const answer = toErrorAnswer(error, limits);
    if (answer.status === 500) parts.onServerError(error, request.id);
    metrics.countAnswer({ model: request.servedModel, status: answer.status, code: answer.code });
    return reply.code(answer.status).header('content-type', jsonType).send(answer.body);
  });
  app.setNotFoundHandler((request) => {
    const [method, path] = [request.method, pathOf(request)];
    const allowed = methodOf(path);
    throw allowed === undefined ? unknownRoute({ method, path }) : wrongMethod({ method, path, allowed });
  });

  app.get('/livez', () => ({ status: 'ok' }));
  app.get('/readyz', (_, reply) => {
    const versions = Object.fromEntries([...models].map(([name, { current }]) => [name, current?.version ?? null]));
    const isReady = Object.values(versions).every((version) => version !== null);
    return reply.code(isReady ? 200 : 503).send({ ready: isReady, versions });
  });
  app.get('/metrics', (_, reply) => {
    const versions = Object.fromEntries([...models].map(([name, model]) => [name, loadedVersions(model)]));
    return reply
      .header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
      .send(metrics.format({ versions, log: parts.log?.counts }));
  });
  app.get('/v1/models/*', (request, reply) => {
    const { target, model } = findModel(request, models);
    if (target.verb !== undefined) throw wrongMethod({ method: 'GET', path: pathOf(request), allowed: 'POST' });
    const body = target.isMetadata ? metadataOf(model, target) : describeStatuses(statusesOf(model, target));
    metrics.countAnswer({ model: model.name, status: 200 });
    return reply.send(body);
  });
  app.post('/v1/models/*', (request, reply) => {
    const { target, model } = findModel(request, models);
    if (target.verb === undefined) throw wrongMethod({ method: 'POST', path: pathOf(request), allowed: 'GET' });
    if (target.verb !== 'predict') throw unsupportedVerb({ verb: target.verb });
    const send = (body: string): FastifyReply => reply.header('content-type', jsonType).send(body);
    const answer = answerPredict(parts, { request, model, target });
    return typeof answer === 'string' ? send(answer) : answer.then(send);
  });
  return app;
}

/** The method that a path answers; undefined when there is nothing. */
function methodOf(path: string): 'GET' | 'POST' | undefined {
  if (['/livez', '/readyz', '/metrics'].includes(path)) return 'GET';
  if (!path.startsWith('/v1/models/')) return undefined;
  const target = parseRequestTarget(path.slice('/v1/models/'.length));
  if (target === undefined) return undefined;
  return target.verb === undefined ? 'GET' : 'POST';
}

function findModel(
  request: FastifyRequest,
  models: ReadonlyMap<string, ServedModel>,
): { readonly target: RequestTarget; readonly model: ServedModel } {
  const target = parseRequestTarget((request.params as { readonly '*': string })['*']);
  if (target === undefined) throw unknownRoute({ method: request.method, path: pathOf(request) });
  const model = models.get(target.model);
  if (model === undefined) throw unknownModel({ name: target.model, known: [...models.keys()] });
  request.servedModel = model.name;
  return { target, model };
}

function statusesOf(model: ServedModel, target: RequestTarget): ReturnType<ServedModel['statuses']> {
  const statuses = model.statuses();
  if (target.version === undefined && target.label === undefined) return statuses;
  const known = statuses.filter(({ version }) => version === target.version);
  return known.length > 0 ? known : [{ version: model.find(target).version, state: 'AVAILABLE' }];
}

function metadataOf(model: ServedModel, target: RequestTarget): ReturnType<typeof describeMetadata> {
  const found = model.find(target);
  return describeMetadata(model.name, found.version, found.model);
}

function loadedVersions(model: ServedModel): readonly number[] {
  return model.statuses().flatMap(({ version, state }) => (state === 'AVAILABLE' ? [version] : []));
}

function pathOf({ url }: FastifyRequest): string {
  const path = url.split('?', 1)[0]!;
  return path.length > 200 ? `${path.slice(0, 200)}...` : path;
}

/** An id from outside goes into logs and headers: only what is harmless there is taken over. */
function readRequestId(header: string | string[] | undefined): string | undefined {
  return typeof header === 'string' && /^[\w.:/+=-]{1,128}$/.test(header) ? header : undefined;
}

function compressedBody(encoding: string): Error {
  return invalidRequest({
    reason: `its "content-encoding" is ${describeValue(encoding)}`,
    cure: 'Send the body as it is: compressed ones are not read.',
  });
}
