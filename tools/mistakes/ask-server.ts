import { request } from 'node:http';
import { writeTestModel } from '@millrace/model/testing';
import { serve } from '@millrace/serving';
import type { Answer } from './mistake.ts';

export interface SentRequest {
  /** @defaultValue 'POST' */
  readonly method?: string | undefined;
  /** @defaultValue '/v1/models/late:predict' */
  readonly path?: string | undefined;
  readonly body?: string | object | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Writes a model that `askServer` serves. */
export const arrangeModel = (place: string): Promise<unknown> => writeTestModel(`${place}/models/late/1`);

/** What a server of that model answers to one request. */
export async function askServer(place: string, sent: SentRequest): Promise<readonly Answer[]> {
  await using server = await serve({
    models: { late: `${place}/models/late` },
    port: 0,
    maxBodyBytes: 100_000,
    maxRows: 100,
  });
  const { method = 'POST', path = '/v1/models/late:predict', body, headers = {} } = sent;
  const text = await new Promise<string>((resolve, reject) => {
    const asked = request(`${server.url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
    });
    asked.on('error', reject);
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
    });
    asked.end(typeof body === 'object' ? JSON.stringify(body) : body);
  });
  const answer = JSON.parse(text) as Readonly<Record<string, unknown>>;
  const { error, code, cure } = answer;
  return typeof error === 'string'
    ? [{ code: String(code), message: error, cure: String(cure) }]
    : [{ code: 'none', message: text, cure: '' }];
}
