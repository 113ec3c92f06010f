import { openModel } from '@millrace/model';
import { delayRows, writeTestModel } from '@millrace/model/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve, type ModelServer } from '../src/index.ts';
import { get, post } from './ask.ts';
import { useTemporaryDirectory } from './temporary-directory.ts';

const directory = useTemporaryDirectory();
let server: ModelServer;
let url: string;

beforeAll(async () => {
  await writeTestModel(directory.join('late', '1'), { seed: 1 });
  await writeTestModel(directory.join('late', '2'), { seed: 2 });
  await writeTestModel(directory.join('punctuality', '1'), { task: 'multi-class' });
  await writeTestModel(directory.join('alone'), { task: 'regression' });
  server = await serve({
    models: {
      late: { path: directory.join('late'), versions: 'all', labels: { stable: 1, canary: 2 } },
      punctuality: directory.join('punctuality'),
      alone: directory.join('alone'),
    },
    port: 0,
    maxBodyBytes: 100_000,
    maxRows: 600,
  });
  url = `${server.url}/v1/models`;
});
afterAll(() => server.close());

async function predictHere(model: string, rows: readonly Record<string, unknown>[]): Promise<number[]> {
  await using opened = await openModel(directory.join(...model.split('/')));
  return [...(await opened.predictRows(rows)).scores];
}

describe('predict', () => {
  it('answers instances with predictions: the probability of the positive class', async () => {
    const rows = delayRows(5);
    const answer = await post(`${url}/late:predict`, { instances: rows });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.json).toEqual({ predictions: await predictHere('late/2', rows) });
  });

  it('answers inputs by column with outputs', async () => {
    const rows = delayRows(5);
    const inputs = Object.fromEntries(
      ['date', 'distance', 'origin'].map((name) => [name, rows.map((row) => row[name])]),
    );
    const answer = await post(`${url}/late:predict`, { signature_name: 'serving_default', inputs, other: { a: 1 } });
    expect(answer.json).toEqual({ outputs: await predictHere('late/2', rows) });
  });

  it('answers multi-class models with one list of probabilities a row, regressions with the value', async () => {
    const rows = delayRows(2);
    const flat = await predictHere('punctuality/1', rows);
    expect((await post(`${url}/punctuality:predict`, { instances: rows })).json).toEqual({
      predictions: [flat.slice(0, 3), flat.slice(3)],
    });
    expect((await post(`${url}/alone:predict`, { instances: rows })).json).toEqual({
      predictions: await predictHere('alone', rows),
    });
  });

  it('asks the version or the label of the address', async () => {
    const rows = delayRows(3);
    const [first, second] = [await predictHere('late/1', rows), await predictHere('late/2', rows)];
    expect(first).not.toEqual(second);
    for (const [place, expected] of [
      ['late/versions/1', first],
      ['late/versions/2', second],
      ['late/labels/stable', first],
      ['late/labels/canary', second],
    ] as const)
      expect((await post(`${url}/${place}:predict`, { instances: rows })).json).toEqual({ predictions: expected });
  });

  it('gives the same answer to rows in turns as to rows alone', async () => {
    const rows = delayRows(590);
    const body = { instances: rows.map(({ date, distance, origin }) => ({ date, distance, origin })) };
    expect((await post(`${url}/late:predict`, body)).json['predictions']).toEqual(await predictHere('late/2', rows));
  });

  it('answers no rows with no predictions', async () => {
    expect((await post(`${url}/late:predict`, { instances: [] })).json).toEqual({ predictions: [] });
    expect((await post(`${url}/late:predict`, { inputs: {} })).json).toEqual({ outputs: [] });
  });

  it('takes JSON of any content type, as TensorFlow Serving does', async () => {
    const rows = delayRows(1);
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await post(`${url}/late:predict`, JSON.stringify({ instances: rows }), headers)).status).toBe(200);
  });

  it('takes a missing value as null and as an absent field, and gives back the id of the request', async () => {
    const [row] = delayRows(1);
    const { distance: _, ...absent } = row!;
    const answer = await post(
      `${url}/late:predict`,
      { instances: [absent, { ...row, distance: null }] },
      {
        'x-request-id': 'flight-17',
      },
    );
    const predictions = answer.json['predictions'] as number[];
    expect(predictions[0]).toBe(predictions[1]);
    expect(answer.headers.get('x-request-id')).toBe('flight-17');
  });
});

describe('what is wrong with a request', () => {
  const rows = delayRows(3);
  const cases: readonly [string, string, unknown, number, string, string | RegExp][] = [
    ['malformed JSON', 'late:predict', '{"instances": [', 400, 'SERVING_INVALID_REQUEST', 'the body is not valid JSON'],
    ['no body', 'late:predict', '', 400, 'SERVING_INVALID_REQUEST', 'empty'],
    ['a list', 'late:predict', [], 400, 'SERVING_INVALID_REQUEST', 'the body is not a JSON object'],
    [
      'prototypes',
      'late:predict',
      '{"instances":[{"__proto__":{"a":1}}]}',
      400,
      'SERVING_INVALID_REQUEST',
      '__proto__',
    ],
    ['neither form', 'late:predict', {}, 400, 'SERVING_INVALID_REQUEST', 'neither "instances" nor "inputs"'],
    ['both forms', 'late:predict', { instances: [], inputs: {} }, 400, 'SERVING_INVALID_REQUEST', 'are both there'],
    ['instances of no list', 'late:predict', { instances: {} }, 400, 'SERVING_INVALID_REQUEST', 'is not a list'],
    ['a row of no object', 'late:predict', { instances: [rows[0], 3] }, 400, 'SERVING_INVALID_REQUEST', 'instance 1'],
    ['a row of other fields', 'late:predict', { instances: [{ a: 1 }] }, 400, 'SERVING_INVALID_REQUEST', 'instance 0'],
    [
      'columns of two lengths',
      'late:predict',
      { inputs: { distance: [1, 2], origin: ['SEA'] } },
      400,
      'SERVING_INVALID_REQUEST',
      'the column "origin" of "inputs" has 1 values where "distance" has 2',
    ],
    ['a column of no list', 'late:predict', { inputs: { distance: 1 } }, 400, 'SERVING_INVALID_REQUEST', '"distance"'],
    ['a signature', 'late:predict', { signature_name: 'x', instances: rows }, 400, 'SERVING_INVALID_REQUEST', '"x"'],
    [
      'a value of the wrong type',
      'late:predict',
      { instances: [rows[0], { ...rows[1], distance: 'far' }] },
      400,
      'MODEL_WRONG_INSTANCE',
      'Instance 1 cannot be predicted: Field "distance" is "far", not a number.',
    ],
    [
      'a value of the wrong type in a later turn',
      'late:predict',
      { instances: [...delayRows(500).map(({ distance }) => ({ distance, date: null })), { date: true }] },
      400,
      'MODEL_WRONG_INSTANCE',
      'Instance 500 cannot be predicted: Field "date"',
    ],
    ['an unknown model', 'latte:predict', { instances: rows }, 404, 'SERVING_UNKNOWN_MODEL', 'no model "latte"'],
    ['an unknown version', 'late/versions/9:predict', { instances: rows }, 404, 'SERVING_UNKNOWN_VERSION', 'Version 9'],
    ['an unknown label', 'late/labels/beta:predict', { instances: rows }, 404, 'SERVING_UNKNOWN_LABEL', '"beta"'],
    ['another verb', 'late:classify', { examples: rows }, 501, 'SERVING_UNSUPPORTED_VERB', '":classify"'],
    ['no verb', 'late', { instances: rows }, 405, 'SERVING_WRONG_METHOD', 'does not answer POST'],
    ['another path', 'late/versions/x:predict', {}, 404, 'SERVING_UNKNOWN_ROUTE', 'There is nothing at POST'],
    ['a way out of the directory', '..%2f..%2fetc:predict', {}, 404, /SERVING_UNKNOWN/.source, 'There is no'],
    [
      'too many rows',
      'late:predict',
      { instances: rows.flatMap((row) => Array<object>(201).fill({ date: row['date'] })) },
      413,
      'SERVING_TOO_MANY_ROWS',
      '603 rows; at most 600',
    ],
    ['too many bytes', 'late:predict', `"${'x'.repeat(100_001)}"`, 413, 'SERVING_BODY_TOO_LARGE', '100000 bytes'],
  ];

  it.each(cases)('%s', async (_, place, body, status, code, message) => {
    const answer = await post(`${url}/${place}`, body);
    expect(answer.json['code']).toMatch(new RegExp(`^${code}`));
    expect(answer.json['error']).toContain(message);
    expect(answer.json['cure']).toMatch(/\S/);
    expect(answer.status).toBe(status);
    expect(answer.text).not.toMatch(/\bat .*\.(ts|js):/);
  });

  it('lists the known models, nearest first', async () => {
    const answer = await post(`${url}/latte:predict`, { instances: [] });
    expect(answer.json['cure']).toBe('Did you mean "late"? Known: "late", "alone", "punctuality".');
  });

  it('answers GET where POST is meant with 405', async () => {
    expect((await get(`${url}/late:predict`)).status).toBe(405);
    expect((await get(`${server.url}/nothing`)).json).toMatchObject({ code: 'SERVING_UNKNOWN_ROUTE' });
  });
});

describe('status and metadata', () => {
  it('tells the versions of a model in the form of TensorFlow Serving', async () => {
    const available = (version: string) => ({
      version,
      state: 'AVAILABLE',
      status: { error_code: 'OK', error_message: '' },
    });
    expect((await get(`${url}/late`)).json).toEqual({ model_version_status: [available('1'), available('2')] });
    expect((await get(`${url}/late/versions/1`)).json).toEqual({ model_version_status: [available('1')] });
    expect((await get(`${url}/late/labels/canary`)).json).toEqual({ model_version_status: [available('2')] });
    expect((await get(`${url}/late/versions/7`)).status).toBe(404);
    expect((await get(`${url}/nobody`)).status).toBe(404);
  });

  it('tells what a model takes and gives', async () => {
    const { json } = await get(`${url}/punctuality/metadata`);
    const shape = (...sizes: string[]) => ({ dim: sizes.map((size) => ({ size, name: '' })), unknown_rank: false });
    expect(json).toMatchObject({
      model_spec: { name: 'punctuality', signature_name: '', version: '1' },
      metadata: {
        signature_def: {
          signature_def: {
            serving_default: {
              inputs: {
                distance: { dtype: 'DT_DOUBLE', tensor_shape: shape('-1'), name: 'distance' },
                date: { dtype: 'DT_STRING', tensor_shape: shape('-1'), name: 'date' },
                origin: { dtype: 'DT_STRING', tensor_shape: shape('-1'), name: 'origin' },
              },
              outputs: { late: { dtype: 'DT_DOUBLE', tensor_shape: shape('-1', '3'), name: 'late' } },
              method_name: 'tensorflow/serving/predict',
            },
          },
        },
      },
      millrace: { task: 'multi-class', label: 'late', classes: ['early', 'on-time', 'late'], flavour: 'trees' },
    });
  });

  it('says that it lives and is ready', async () => {
    expect((await get(`${server.url}/livez`)).json).toEqual({ status: 'ok' });
    const ready = await get(`${server.url}/readyz`);
    expect(ready.status).toBe(200);
    expect(ready.json).toEqual({ ready: true, versions: { late: 2, punctuality: 1, alone: 1 } });
  });
});

describe('metrics', () => {
  it('counts requests, errors by code, rows and latency in Prometheus text', async () => {
    await writeTestModel(directory.join('counted'));
    await using counted = await serve({ models: { counted: directory.join('counted') }, port: 0 });
    const predict = `${counted.url}/v1/models/counted:predict`;
    await post(predict, { instances: delayRows(3) });
    await post(predict, { instances: delayRows(4) });
    await post(predict, { instances: [{ distance: 'far' }] });
    await post(`${counted.url}/v1/models/random-${process.pid}:predict`, {});
    const { text, headers } = await get(`${counted.url}/metrics`);
    expect(headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    for (const line of [
      'millrace_requests_total{model="counted",status="200"} 2',
      'millrace_requests_total{model="counted",status="400"} 1',
      'millrace_requests_total{model="",status="404"} 1',
      'millrace_request_errors_total{model="counted",code="MODEL_WRONG_INSTANCE"} 1',
      'millrace_predicted_rows_total{model="counted"} 7',
      'millrace_predict_duration_seconds_bucket{model="counted",le="+Inf"} 2',
      'millrace_predict_duration_seconds_count{model="counted"} 2',
      'millrace_model_version_loaded{model="counted",version="1"} 1',
      'millrace_model_current_version{model="counted"} 1',
      'millrace_model_loads_total{model="counted"} 1',
      'millrace_model_swaps_total{model="counted"} 0',
      'millrace_model_load_failures_total{model="counted"} 0',
    ])
      expect(text.split('\n')).toContain(line);
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? [-+.\deInfNa]+)$/);
    expect(text).not.toContain(`random-${process.pid}`);
  });
});
