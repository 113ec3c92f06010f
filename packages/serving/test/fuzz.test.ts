import { writeTestModel } from '@millrace/model/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serve, type ModelServer } from '../src/index.ts';
import { get, post } from './ask.ts';
import { useTemporaryDirectory } from './temporary-directory.ts';

const directory = useTemporaryDirectory();
let server: ModelServer;
beforeAll(async () => {
  await writeTestModel(directory.join('late'));
  server = await serve({ models: { late: directory.join('late') }, port: 0 });
});
afterAll(() => server.close());

const value = fc.oneof(
  { weight: 5, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  fc.double(),
  fc.constantFrom('2001-06-18', '2001-06-18T07:05:00Z', 'SEA', '9'.repeat(400), '\ud800', '\u0000', 1e308, -0),
);
const row = fc.dictionary(fc.constantFrom('date', 'distance', 'origin', 'constructor', 'toString', 'id'), value);
const body = fc.oneof(
  fc.record({ instances: fc.array(row, { maxLength: 5 }) }),
  fc.record({
    inputs: fc.dictionary(fc.constantFrom('date', 'distance', 'origin'), fc.array(value, { maxLength: 3 })),
  }),
  fc.dictionary(fc.constantFrom('instances', 'inputs', 'signature_name', 'x'), value),
  value,
);

describe('whatever a client sends', () => {
  it('is answered with predictions or with what is wrong with it, never with a failure of the server', async () => {
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        const answer = await post(`${server.url}/v1/models/late:predict`, JSON.stringify(sent));
        expect([200, 400]).toContain(answer.status);
        if (answer.status === 200) {
          const given = (answer.json['predictions'] ?? answer.json['outputs']) as unknown[];
          for (const prediction of given) expect(prediction).toBeTypeOf('number');
        } else {
          expect(answer.json).toEqual({
            error: expect.any(String) as string,
            code: expect.stringMatching(/^(SERVING|MODEL)_/) as string,
            cure: expect.any(String) as string,
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('finds no other way in by its path', async () => {
    const part = fc.constantFrom(
      'late',
      '..',
      '%2e%2e',
      '.',
      '',
      'versions',
      '1',
      'labels',
      '%00',
      '%ff',
      ':predict',
      'é',
      '~',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
        const { status } = await get(`${server.url}/v1/models/${parts.join('/')}`);
        expect([200, 400, 404, 405]).toContain(status);
      }),
      { numRuns: 200 },
    );
  });
});
