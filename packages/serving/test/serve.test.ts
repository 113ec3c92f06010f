import { createServer, Socket } from 'node:net';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hasCode, isMillraceError } from '@millrace/core';
import { delayRows, writeTestModel } from '@millrace/model/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { serve, type RequestLogEntry, type ServeOptions } from '../src/index.ts';
import { post } from './ask.ts';
import { useTemporaryDirectory } from './temporary-directory.ts';

const directory = useTemporaryDirectory();
beforeAll(async () => {
  await writeTestModel(directory.join('late', '1'));
  await writeTestModel(directory.join('slow', '1'), { rounds: 3000 });
});

async function caughtFrom(options: Partial<ServeOptions>): Promise<unknown> {
  try {
    await using _ = await serve({ models: { late: directory.join('late') }, port: 0, ...options });
  } catch (error) {
    return error;
  }
  return undefined;
}

async function readLog(folder: string): Promise<RequestLogEntry[]> {
  const files = (await readdir(directory.join(folder))).sort();
  const texts = await Promise.all(files.map((file) => readFile(directory.join(folder, file), 'utf8')));
  return texts.flatMap((text) =>
    text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RequestLogEntry),
  );
}

describe('serve', () => {
  it('says who has the port and how to get another', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const error = await caughtFrom({ port });
    expect(isMillraceError(error) && error.toJSON()).toMatchObject({
      code: 'SERVING_PORT_IN_USE',
      message: `Port ${port} of 127.0.0.1 is in use.`,
      cure: expect.stringContaining('0 takes any that is free') as string,
    });
    other.close();
    expect(hasCode(await caughtFrom({ host: '203.0.113.7' }), 'SERVING_CANNOT_LISTEN')).toBe(true);
  });

  it('refuses options and directories that cannot be meant', async () => {
    const cases: readonly [Partial<ServeOptions>, string][] = [
      [{ models: {} }, 'SERVING_INVALID_OPTION'],
      [{ models: undefined as unknown as Record<string, string> }, 'SERVING_INVALID_OPTION'],
      [{ models: { 'a/b': directory.join('late') } }, 'SERVING_INVALID_OPTION'],
      [{ models: { late: directory.join('later') } }, 'SERVING_MODEL_PATH_MISSING'],
      [{ models: { late: { path: directory.join('late'), labels: { stable: 1 } } } }, 'SERVING_INVALID_OPTION'],
      [{ port: 70_000 }, 'SERVING_INVALID_OPTION'],
      [{ maxRows: 0 }, 'SERVING_INVALID_OPTION'],
      [{ pollIntervalMs: -1 }, 'SERVING_INVALID_OPTION'],
      [{ requestLog: { directory: directory.join('log'), samplingRatio: 2 } }, 'SERVING_INVALID_OPTION'],
      [{ requestLog: directory.join('late', '1', 'model.json') }, 'SERVING_REQUEST_LOG_UNWRITABLE'],
    ];
    for (const [options, code] of cases) {
      const error = await caughtFrom(options);
      expect(isMillraceError(error) && error.code, JSON.stringify(options)).toBe(code);
    }
  });

  it('does not start with a model of which no version opens', async () => {
    await mkdir(directory.join('damaged', '1'), { recursive: true });
    await writeFile(directory.join('damaged', '1', 'model.json'), '{');
    const error = await caughtFrom({ models: { damaged: directory.join('damaged') } });
    expect(hasCode(error, 'MODEL_FILE_CORRUPT')).toBe(true);
  });

  it('answers what has arrived when it is closed, and closes within two seconds whoever is connected', async () => {
    const server = await serve({ models: { slow: directory.join('slow') }, port: 0 });
    const idle = new Socket().connect(server.port, '127.0.0.1');
    await once(idle, 'connect');
    const half = new Socket().connect(server.port, '127.0.0.1');
    half.on('error', () => undefined);
    await once(half, 'connect');
    half.write('POST /v1/models/slow:predict HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"inst');
    const rows = delayRows(1000).map(({ date, distance, origin }) => ({ date, distance, origin }));
    const answer = post(`${server.url}/v1/models/slow:predict`, { instances: rows });
    // The request is on its way: the large one takes many turns of the event loop.
    await post(`${server.url}/v1/models/slow:predict`, { instances: rows.slice(0, 1) });
    const start = performance.now();
    await Promise.all([server.close(), server.close()]);
    expect(performance.now() - start).toBeLessThan(2000);
    expect((await answer).status).toBe(200);
    await expect(fetch(server.url)).rejects.toThrow('fetch failed');
    idle.destroy();
    half.destroy();
  });

  it('cuts off what takes too long when it is closed', async () => {
    const server = await serve({ models: { slow: directory.join('slow') }, port: 0, maxBodyBytes: 1e8, maxRows: 1e6 });
    const rows = delayRows(40_000).map(({ date, distance, origin }) => ({ date, distance, origin }));
    const outcome = post(`${server.url}/v1/models/slow:predict`, { instances: rows }).then(
      ({ status }) => status,
      () => 'cut',
    );
    await post(`${server.url}/v1/models/slow:predict`, { instances: rows.slice(0, 1) });
    const start = performance.now();
    await server.close();
    expect(performance.now() - start).toBeLessThan(2000);
    expect(await outcome).toBe('cut');
  });

  it('keeps answering small requests while it predicts a large one', async () => {
    await using server = await serve({ models: { slow: directory.join('slow') }, port: 0 });
    const rows = delayRows(8000).map(({ date, distance, origin }) => ({ date, distance, origin }));
    const order: string[] = [];
    const large = post(`${server.url}/v1/models/slow:predict`, { instances: rows }).then(() => order.push('large'));
    for (let i = 0; i < 5; i++) {
      await post(`${server.url}/v1/models/slow:predict`, { instances: rows.slice(0, 1) });
      order.push('small');
    }
    await large;
    expect(order.slice(0, 3)).toEqual(['small', 'small', 'small']);
  });
});

describe('the request log', () => {
  it('holds every answered request in order, with all fields as they were sent', async () => {
    const server = await serve({
      models: { late: directory.join('late') },
      port: 0,
      requestLog: directory.join('log'),
      clock: () => 992_849_100_000.4,
    });
    const predict = `${server.url}/v1/models/late:predict`;
    const rows = delayRows(3);
    const answers: unknown[] = [];
    for (const [i, row] of rows.entries())
      answers.push((await post(predict, { instances: [row] }, { 'x-request-id': `r${i}` })).json['predictions']);
    await post(predict, { instances: [{ distance: 'far' }] });
    await server.close();
    const log = await readLog('log');
    expect(log).toEqual(
      rows.map((row, i) => ({
        time: 992_849_100_000,
        requestId: `r${i}`,
        model: 'late',
        version: 1,
        instances: [row],
        predictions: answers[i],
        durationMs: expect.any(Number) as number,
      })),
    );
  });

  it('goes on in new files: when one is full, and after a restart', async () => {
    const requestLog = { directory: directory.join('rotated'), maxFileBytes: 1000 };
    for (let start = 0; start < 2; start++) {
      const server = await serve({ models: { late: directory.join('late') }, port: 0, requestLog });
      for (let i = 0; i < 4; i++) {
        await post(
          `${server.url}/v1/models/late:predict`,
          { instances: delayRows(5, i) },
          { 'x-request-id': `${start}-${i}` },
        );
        // Longer than it takes to flush, so that every request is a write of its own.
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
      await server.close();
    }
    const files = (await readdir(directory.join('rotated'))).sort();
    expect(files.length).toBeGreaterThanOrEqual(4);
    expect(files[0]).toBe('requests-000001.jsonl');
    const ids = (await readLog('rotated')).map(({ requestId }) => requestId);
    expect(ids).toEqual(['0-0', '0-1', '0-2', '0-3', '1-0', '1-1', '1-2', '1-3']);
  });

  it('keeps the share that was asked for', async () => {
    const requestLog = { directory: directory.join('sampled'), samplingRatio: 0.25 };
    const server = await serve({ models: { late: directory.join('late') }, port: 0, requestLog });
    for (let i = 0; i < 400; i++) await post(`${server.url}/v1/models/late:predict`, { instances: delayRows(1, i) });
    await server.close();
    const { length } = await readLog('sampled');
    // Binomial with 400 x 0.25: four standard deviations.
    expect(length).toBeGreaterThan(65);
    expect(length).toBeLessThan(135);
  });

  it('never stands in the way of an answer, also when its directory has gone', async () => {
    const warnings: string[] = [];
    const server = await serve({
      models: { late: directory.join('late') },
      port: 0,
      requestLog: { directory: directory.join('gone'), maxFileBytes: 1 },
      logger: { info: () => undefined, warn: (message) => warnings.push(message) },
    });
    const predict = `${server.url}/v1/models/late:predict`;
    await post(predict, { instances: delayRows(1) });
    await new Promise((resolve) => setTimeout(resolve, 300));
    await rm(directory.join('gone'), { recursive: true });
    expect((await post(predict, { instances: delayRows(1) })).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('millrace_request_log_lines_total 1');
    expect(metrics).toContain('millrace_request_log_dropped_total 1');
    expect(warnings.join()).toContain('cannot be written');
    await server.close();
  });
});
