import { arrangeModel, askServer, type SentRequest } from './ask-server.ts';
import type { Mistake, MistakeTable, Words } from './mistake.ts';

function refused(mistake: string, sent: SentRequest, told: readonly [code: string, says: Words, cure: Words]): Mistake {
  const [code, says, cure] = told;
  return {
    mistake,
    kind: 'response',
    arrange: arrangeModel,
    run: (place) => askServer(place, sent),
    code,
    says: [says],
    cure,
  };
}

const row = { date: '2001-06-18T07:05:00Z', distance: 740, origin: 'ABQ' };
const deep = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** Requests over HTTP. */
export const requestsMistakes: MistakeTable = {
  area: 'Requests to a model server',
  mistakes: [
    refused('Malformed JSON', { body: '{"instances": [' }, [
      'SERVING_INVALID_REQUEST',
      'not valid JSON',
      'Send a JSON object',
    ]),
    refused('No body', { body: '' }, ['SERVING_INVALID_REQUEST', 'the body is empty', '"instances"']),
    refused('A list as the body', { body: [row] }, ['SERVING_INVALID_REQUEST', 'not a JSON object', '"instances"']),
    refused('A body without instances', { body: { rows: [row] } }, [
      'SERVING_INVALID_REQUEST',
      'neither "instances" nor "inputs"',
      '"instances"',
    ]),
    refused('An instance that is no object', { body: { instances: [row, 3] } }, [
      'SERVING_INVALID_REQUEST',
      'instance 1 is not an object',
      '"instances"',
    ]),
    refused('An instance with none of the fields', { body: { instances: [row, { dist: 1 }] } }, [
      'SERVING_INVALID_REQUEST',
      'instance 1 has none of the columns',
      '"distance"',
    ]),
    refused('A text where a number belongs', { body: { instances: [row, { ...row, distance: 'far' }] } }, [
      'MODEL_WRONG_INSTANCE',
      'Instance 1 cannot be predicted: Field "distance" is "far", not a number',
      'null',
    ]),
    refused('A number where a text belongs', { body: { instances: [{ ...row, origin: 7 }] } }, [
      'MODEL_WRONG_INSTANCE',
      'Instance 0 cannot be predicted: Field "origin" is 7',
      'text',
    ]),
    refused('A moment that is none', { body: { instances: [{ ...row, date: 'yesterday' }] } }, [
      'MODEL_WRONG_INSTANCE',
      'Field "date" is "yesterday"',
      'null',
    ]),
    refused('A list nested a million times', { body: `{"instances":[{"distance":${deep(40_000)}}]}` }, [
      'MODEL_WRONG_INSTANCE',
      'Field "distance"',
      'number',
    ]),
    refused('A key that would change every object', { body: '{"instances":[{"__proto__":{"distance":1}}]}' }, [
      'SERVING_INVALID_REQUEST',
      '"__proto__"',
      'Correct the request',
    ]),
    refused('Columns of two lengths', { body: { inputs: { distance: [1, 2], origin: ['SEA'] } } }, [
      'SERVING_INVALID_REQUEST',
      '"origin" of "inputs" has 1 values where "distance" has 2',
      'null',
    ]),
    refused('Too many rows', { body: { instances: Array.from({ length: 101 }, () => ({ distance: 1 })) } }, [
      'SERVING_TOO_MANY_ROWS',
      '101 rows; at most 100',
      'maxRows',
    ]),
    refused('Too many bytes', { body: `"${'x'.repeat(100_001)}"` }, [
      'SERVING_BODY_TOO_LARGE',
      '100000 bytes',
      'maxBodyBytes',
    ]),
    refused('Headers that are too large', { headers: { cookie: 'a'.repeat(40_000) }, body: {} }, [
      'SERVING_HEADERS_TOO_LARGE',
      '16 KiB',
      'cookie',
    ]),
    refused('A compressed body', { headers: { 'content-encoding': 'gzip' }, body: '{}' }, [
      'SERVING_INVALID_REQUEST',
      '"gzip"',
      'as it is',
    ]),
    refused('A model that is not there', { path: '/v1/models/latte:predict', body: {} }, [
      'SERVING_UNKNOWN_MODEL',
      'no model "latte"',
      'Did you mean "late"?',
    ]),
    refused('A version that is not loaded', { path: '/v1/models/late/versions/9:predict', body: {} }, [
      'SERVING_UNKNOWN_VERSION',
      'Version 9',
      'Loaded: 1',
    ]),
    refused('A label that is not given', { path: '/v1/models/late/labels/stable:predict', body: {} }, [
      'SERVING_UNKNOWN_LABEL',
      '"stable"',
      'labels',
    ]),
    refused('GET where POST belongs', { method: 'GET', path: '/v1/models/late:predict' }, [
      'SERVING_WRONG_METHOD',
      'does not answer GET',
      'Send POST',
    ]),
    refused('PUT where POST belongs', { method: 'PUT', body: {} }, [
      'SERVING_WRONG_METHOD',
      'does not answer PUT',
      'Send POST',
    ]),
    refused('A verb that is not offered', { path: '/v1/models/late:classify', body: {} }, [
      'SERVING_UNSUPPORTED_VERB',
      '":classify"',
      ':predict',
    ]),
    refused('An address that is not there', { path: '/predict', body: {} }, [
      'SERVING_UNKNOWN_ROUTE',
      'nothing at POST /predict',
      '/v1/models/',
    ]),
    refused('A broken escape in the address', { path: '/v1/models/%zz:predict', body: {} }, [
      'SERVING_INVALID_REQUEST',
      '"%"',
      '%25',
    ]),
    {
      mistake: 'Another content type than JSON',
      kind: 'works',
      arrange: arrangeModel,
      run: async (place) =>
        (await askServer(place, { headers: { 'content-type': 'text/plain' }, body: { instances: [] } }))[0]?.message,
      gives: '{"predictions":[]}',
      because: 'The body is read as JSON whatever the content type says, as TensorFlow Serving does.',
    },
    {
      mistake: 'A number beyond every double',
      kind: 'works',
      arrange: arrangeModel,
      run: async (place) =>
        (await askServer(place, { body: '{"instances":[{"distance":1e999}]}' }))[0]?.message.replace(/\d\.\d+/, 'p'),
      gives: '{"predictions":[p]}',
      because: 'It is read as infinity, which is a number like others to trees.',
    },
    {
      mistake: 'No instances',
      kind: 'works',
      arrange: arrangeModel,
      run: async (place) => (await askServer(place, { body: { instances: [] } }))[0]?.message,
      gives: '{"predictions":[]}',
      because: 'No rows get no predictions.',
    },
    {
      mistake: 'A field that the model does not read, and one that is left out',
      kind: 'works',
      arrange: arrangeModel,
      run: async (place) => {
        const predict = async (instance: object): Promise<string | undefined> =>
          (await askServer(place, { body: { instances: [instance] } }))[0]?.message;
        return (
          (await predict({ distance: 740, id: 7 })) === (await predict({ distance: 740, date: null, origin: null }))
        );
      },
      gives: true,
      because: 'A field that is not read is kept in the request log; one that is left out is missing, as null is.',
    },
  ],
};
