import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mlp, train } from '@millrace/trainer';

const execute = promisify(execFile);
const repository = path.resolve(import.meta.dirname, '..');

// Trees of node_modules as npm makes them, with packages as they are built. The build comes first.
let tree: string;
beforeAll(() => {
  tree = realpathSync(mkdtempSync(path.join(tmpdir(), 'millrace-tree-')));
});
afterAll(() => rmSync(tree, { recursive: true, force: true }));

/** Puts a package, as published, into a folder of modules; under another version when one is given. */
function install(name: string, into: string, version?: string): void {
  const target = path.join(tree, into, 'node_modules', '@millrace', name);
  const source = path.join(repository, 'packages', name);
  mkdirSync(target, { recursive: true });
  cpSync(path.join(source, 'dist'), path.join(target, 'dist'), { recursive: true });
  const manifest = JSON.parse(readFileSync(path.join(source, 'package.json'), 'utf8')) as object;
  const own = version === undefined ? manifest : { ...manifest, version };
  writeFileSync(path.join(target, 'package.json'), JSON.stringify(own));
}

function link(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(path.dirname(path.join(tree, 'node_modules', name)), { recursive: true });
    symlinkSync(path.join(repository, 'node_modules', name), path.join(tree, 'node_modules', name));
  }
}

async function run(file: string, code: string): Promise<unknown> {
  writeFileSync(path.join(tree, file), code);
  const { stdout } = await execute(process.execPath, [path.join(tree, file)], { cwd: tree });
  return JSON.parse(stdout) as unknown;
}

describe('two versions of core in one tree', () => {
  it('tell each other errors by their code, run components of either, and read artifacts of either', async () => {
    for (const name of ['core', 'features', 'metadata', 'pipeline']) install(name, '.');
    link('ajv', 'libsql');
    install('core', 'node_modules/@millrace/features', '0.0.9');
    install('core', 'node_modules/words', '0.0.9');
    writeFileSync(
      path.join(tree, 'node_modules/words/package.json'),
      JSON.stringify({ name: 'words', version: '1.0.0', type: 'module', exports: './index.js' }),
    );
    writeFileSync(
      path.join(tree, 'node_modules/words/index.js'),
      `import { defineComponent, MillraceError } from '@millrace/core';
      const schema = { specVersion: 1, features: { word: { type: 'string' } } };
      export { MillraceError };
      export const Words = defineComponent({
        name: 'Words', version: '1', inputs: {}, outputs: { schema: 'schema' },
        async run({ publishPayload }) { return { schema: await publishPayload('schema', schema) }; },
      });
      export const Fails = defineComponent({
        name: 'Fails', version: '1', inputs: { schema: 'schema' }, outputs: { schema: 'schema' },
        async run() { throw new MillraceError({ code: 'WORDS_LOST', message: 'No words.', cure: 'Find some.' }); },
      });`,
    );
    const told = await run(
      'app.mjs',
      `import { hasCode, MillraceError } from '@millrace/core';
      import { openArtifact, readPayload } from '@millrace/core/artifacts';
      import { defineFeatures, number } from '@millrace/features';
      import { definePipeline, runPipeline } from '@millrace/pipeline';
      import { Fails, MillraceError as Other, Words } from 'words';
      const caught = (call) => { try { call(); } catch (error) { return error; } };
      const error = caught(() => defineFeatures({}));
      const pipeline = definePipeline('words', ({ add }) => { add(Fails, add(Words, {})); });
      const { steps, state } = await runPipeline(pipeline, { directory: 'project' });
      const schema = await openArtifact(steps[0].outputs.schema.path, 'schema');
      const [again] = (await runPipeline(pipeline, { directory: 'project' })).steps;
      console.log(JSON.stringify({
        areTwo: Other !== MillraceError,
        hasCode: hasCode(error, 'FEATURES_NO_FEATURES'),
        state,
        code: steps[1].error.code,
        cure: steps[1].error.cure,
        schema: await readPayload(schema),
        again: again.state,
      }));`,
    );
    expect(told).toEqual({
      areTwo: true,
      hasCode: true,
      state: 'failed',
      code: 'WORDS_LOST',
      cure: 'Find some.',
      schema: { specVersion: 1, features: { word: { type: 'string' } } },
      again: 'cached',
    });
  });
});

it('tells what to install when a net is opened without TensorFlow.js', async () => {
  const rows = Array.from({ length: 40 }, (_, index) => ({ x: index % 7, y: index % 7 }));
  const trained = await train(rows, { learner: mlp({ epochs: 1, hidden: [2], bins: 0 }), label: 'y' });
  await trained.save(path.join(tree, 'net'));
  await trained.model[Symbol.asyncDispose]();
  for (const name of ['core', 'features', 'model']) install(name, 'bare');
  const error = await run(
    'bare/app.mjs',
    `import { openModel } from '@millrace/model';
    openModel('net').catch((error) => console.log(JSON.stringify(error)));`,
  );
  expect(error).toMatchObject({
    code: 'MODEL_TFJS_NOT_INSTALLED',
    message: expect.stringContaining('@tensorflow/tfjs-') as string,
    cure: expect.stringMatching(/npm install @tensorflow\/tfjs-/) as string,
  });
});
