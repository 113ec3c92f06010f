import assert from 'node:assert/strict';
import type { ContextRecord, ExecutionPublication, ExecutionRecord, MetadataStore } from '@millrace/core';
import { createArtifactRecord, createExecutionRecord, createRunRecord } from './sample-records.ts';

/** The two functions of a test framework that a suite needs; those of vitest and node:test fit. */
export interface TestFramework {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: () => Promise<void>) => void;
}

const model = (name: string) => createArtifactRecord(name, { kind: 'model' });
const blessing = (name: string, blessed: boolean) =>
  createArtifactRecord(name, { kind: 'modelBlessing' as never, properties: { blessed } });
const digests = (records: readonly { readonly digest: string }[]): string[] => records.map(({ digest }) => digest);
const ids = (records: readonly { readonly id: string }[]): string[] => records.map(({ id }) => id);

/** An execution that made `output` of `input`. */
function derive(id: string, [input, output]: readonly [string, string], part: Partial<ExecutionRecord> = {}) {
  return {
    execution: createExecutionRecord({ id, ...part }),
    inputs: [{ port: 'examples', artifact: createArtifactRecord(input) }],
    outputs: [{ port: 'examples', artifact: createArtifactRecord(output) }],
  } satisfies ExecutionPublication;
}

/** An evaluation that blessed a model or did not. */
function judge(id: string, candidate: string, part: Partial<ExecutionRecord> & { readonly blessed?: boolean } = {}) {
  const { blessed = true, ...rest } = part;
  return {
    execution: createExecutionRecord({ id, component: 'Evaluator', step: 'Evaluator', ...rest }),
    inputs: [{ port: 'model', artifact: model(candidate) }],
    outputs: [{ port: 'blessing', artifact: blessing(`${id}-blessing`, blessed) }],
  } satisfies ExecutionPublication;
}

/** The suite that every metadata store passes. `create` gives an empty store; it is disposed after each test. */
export function describeMetadataStore(
  name: string,
  create: () => Promise<MetadataStore>,
  { describe, it }: TestFramework,
): void {
  const test = (promise: string, body: (store: MetadataStore) => Promise<void>): void => {
    it(promise, async () => {
      const store = await create();
      try {
        await body(store);
      } finally {
        await store[Symbol.asyncDispose]();
      }
    });
  };

  describe(`${name} as a metadata store`, () => {
    describeRecords(test);
    describeFinding(test);
    describeLineage(test);
  });
}

type Test = (promise: string, body: (store: MetadataStore) => Promise<void>) => void;

function describeRecords(test: Test): void {
  test('gives back runs as they were put, and replaces them by id', async (store) => {
    const run = createRunRecord({ id: 'run-1', state: 'running', endedAt: null, properties: { week: '2001-05-28' } });
    await store.putRun(run);
    assert.deepEqual(await store.getRun('run-1'), run);
    await store.putRun({ ...run, state: 'complete', endedAt: 1_700_000_000_000_000 });
    assert.deepEqual(await store.listRuns(), [{ ...run, state: 'complete', endedAt: 1_700_000_000_000_000 }]);
    assert.equal(await store.getRun('run-2'), undefined);
  });

  test('lists runs newest first, by pipeline and state, in pages', async (store) => {
    for (const [index, state] of (['complete', 'failed', 'complete'] as const).entries()) {
      await store.putRun(createRunRecord({ id: `run-${index}`, state, startedAt: index }));
    }
    await store.putRun(createRunRecord({ id: 'other', pipeline: 'penguins', startedAt: 9 }));
    assert.deepEqual(ids(await store.listRuns({ pipeline: 'flights' })), ['run-2', 'run-1', 'run-0']);
    assert.deepEqual(ids(await store.listRuns({ pipeline: 'flights', states: ['complete'] })), ['run-2', 'run-0']);
    assert.deepEqual(ids(await store.listRuns({ limit: 2, offset: 1 })), ['run-2', 'run-1']);
  });

  test('publishes an execution with its artifacts, events and contexts', async (store) => {
    const context: ContextRecord = { type: 'experiment', name: 'wide', properties: { owner: 'Ada' } };
    const execution = createExecutionRecord({
      id: 'e1',
      error: { name: 'MillraceError', code: 'X', message: 'm', cure: 'c', details: { at: 1 }, retryable: true },
      properties: { attempts: 2 },
    });
    const given = createArtifactRecord('given', { properties: { span: 3, blessed: true, note: 'ü', none: null } });
    await store.publishExecutions([
      {
        execution,
        inputs: [
          { port: 'history', index: 1, artifact: createArtifactRecord('b') },
          { port: 'history', index: 0, artifact: createArtifactRecord('a') },
          { port: 'examples', artifact: createArtifactRecord('a') },
        ],
        outputs: [{ port: 'joined', artifact: given }],
        contexts: [context],
      },
    ]);
    assert.deepEqual(await store.getExecution('e1'), execution);
    assert.deepEqual(await store.getArtifact(given.digest), {
      ...given,
      state: 'live',
      createdAt: 2_000_000,
      updatedAt: 2_000_000,
    });
    assert.deepEqual(await store.getContext('experiment', 'wide'), context);
    const events = await store.listEvents({ executionId: 'e1' });
    assert.deepEqual(
      events.map(({ digest, type, port, index }) => [digest, type, port, index]),
      [
        [createArtifactRecord('a').digest, 'input', 'examples', 0],
        [createArtifactRecord('a').digest, 'input', 'history', 0],
        [createArtifactRecord('b').digest, 'input', 'history', 1],
        [given.digest, 'output', 'joined', 0],
      ],
    );
    assert.equal((await store.listEvents({ digest: createArtifactRecord('a').digest })).length, 2);
    assert.deepEqual(ids(await store.listExecutions({ context: { type: 'experiment', name: 'wide' } })), ['e1']);
    assert.deepEqual(await store.listExecutions({ context: { type: 'experiment', name: 'deep' } }), []);
  });

  test('publishes all of a batch or nothing', async (store) => {
    const bad = { ...createExecutionRecord({ id: 'bad' }), startedAt: null as never };
    await assert.rejects(store.publishExecutions([derive('good', ['a', 'b']), { execution: bad }]));
    assert.deepEqual(await store.listExecutions(), []);
    assert.deepEqual(await store.listArtifacts(), []);
  });

  test('replaces a running execution by the complete one without losing its place or inputs', async (store) => {
    const done = derive('e1', ['a', 'b']);
    const running = createExecutionRecord({ id: 'e1', state: 'running', endedAt: null });
    await store.publishExecutions([{ execution: running, inputs: done.inputs }]);
    await store.publishExecutions([derive('e2', ['x', 'y'])]);
    await store.publishExecutions([{ execution: done.execution, outputs: done.outputs }]);
    assert.deepEqual(ids(await store.listExecutions()), ['e2', 'e1']);
    assert.equal((await store.getExecution('e1'))?.state, 'complete');
    assert.equal((await store.listEvents({ executionId: 'e1' })).length, 2);
  });

  test('lists executions and artifacts by every filter', async (store) => {
    await store.publishExecutions([
      derive('e1', ['a', 'b'], { step: 'Join/w1', component: 'Join', cacheKey: 'k' }),
      derive('e2', ['b', 'c'], { step: 'Join/w2', component: 'Join', runId: 'run-2' }),
      derive('e3', ['b', 'd'], { state: 'failed', pipeline: 'penguins', cacheKey: 'k' }),
    ]);
    assert.deepEqual(ids(await store.listExecutions({ pipeline: 'flights' })), ['e2', 'e1']);
    assert.deepEqual(ids(await store.listExecutions({ runId: 'run-2' })), ['e2']);
    assert.deepEqual(ids(await store.listExecutions({ step: 'Join/w1' })), ['e1']);
    assert.deepEqual(ids(await store.listExecutions({ component: 'Join', limit: 1 })), ['e2']);
    assert.deepEqual(ids(await store.listExecutions({ cacheKey: 'k', states: ['failed', 'running'] })), ['e3']);
    const byName = (name: string) => createArtifactRecord(name).digest;
    assert.deepEqual(digests(await store.listArtifacts({ runId: 'run-2' })), [byName('c')]);
    assert.deepEqual(digests(await store.listArtifacts({ pipeline: 'penguins' })), [byName('d')]);
    assert.deepEqual(digests(await store.listArtifacts({ step: 'Join/w1', kind: 'examples' })), [byName('b')]);
    assert.deepEqual(await store.listArtifacts({ kind: 'model' }), []);
    await store.setArtifactState(byName('a'), { state: 'deleted', time: 5 });
    assert.deepEqual(digests(await store.listArtifacts({ states: ['deleted'] })), [byName('a')]);
    await assert.rejects(store.setArtifactState('sha256:none', { state: 'live', time: 5 }), {
      code: 'METADATA_UNKNOWN_RECORD',
    });
  });

  test('lists artifacts whose properties are equal, types and null included', async (store) => {
    const propertied = (id: string, properties: Record<string, string | number | boolean | null>) => ({
      execution: createExecutionRecord({ id }),
      outputs: [{ port: 'examples', artifact: createArtifactRecord(id, { properties }) }],
    });
    await store.publishExecutions([
      propertied('number', { span: 1, 'row.count': 7 }),
      propertied('text', { span: '1' }),
      propertied('flag', { span: true, 'row.count': null }),
    ]);
    const find = async (properties: Record<string, string | number | boolean | null>): Promise<string[]> =>
      (await store.listArtifacts({ properties })).map(({ path }) => path.split('/').at(-1)!);
    assert.deepEqual(await find({ span: '1' }), ['text']);
    assert.deepEqual(await find({ span: 1 }), ['number']);
    assert.deepEqual(await find({ span: true }), ['flag']);
    assert.deepEqual(await find({ span: 1, 'row.count': 7 }), ['number']);
    assert.deepEqual(await find({ span: 1, 'row.count': 8 }), []);
  });

  test('exports everything as plain JSON', async (store) => {
    await store.putRun(createRunRecord({ id: 'run-1' }));
    const context = { type: 'experiment', name: 'wide', properties: {} };
    await store.publishExecutions([{ ...derive('e1', ['a', 'b']), contexts: [context] }]);
    const all = await store.exportAll();
    assert.deepEqual(JSON.parse(JSON.stringify(all)), all);
    assert.deepEqual(ids(all.runs), ['run-1']);
    assert.deepEqual(ids(all.executions), ['e1']);
    assert.equal(all.artifacts.length, 2);
    assert.equal(all.events.length, 2);
    assert.deepEqual(all.associations, [{ type: 'experiment', name: 'wide', executionId: 'e1' }]);
  });
}

function describeFinding(test: Test): void {
  test('finds the newest complete execution of a cache key whose outputs are live', async (store) => {
    await store.publishExecutions([
      derive('old', ['a', 'b'], { cacheKey: 'k' }),
      derive('new', ['a', 'c'], { cacheKey: 'k' }),
      derive('failed', ['a', 'd'], { cacheKey: 'k', state: 'failed' }),
    ]);
    const found = await store.findCached('k');
    assert.equal(found?.execution.id, 'new');
    assert.deepEqual(
      found.outputs.map(({ port, artifact }) => [port, artifact.digest]),
      [['examples', createArtifactRecord('c').digest]],
    );
    await store.setArtifactState(createArtifactRecord('c').digest, { state: 'deleted', time: 5 });
    assert.equal((await store.findCached('k'))?.execution.id, 'old');
    assert.equal(await store.findCached('other'), undefined);
  });

  test('finds the latest artifact of a pipeline, passing over a run and digests', async (store) => {
    await store.publishExecutions([
      derive('e1', ['a', 'b'], { endedAt: 10 }),
      derive('e2', ['a', 'c'], { endedAt: 20, runId: 'run-2', step: 'Other' }),
      derive('e3', ['a', 'd'], { endedAt: 30, pipeline: 'penguins' }),
      derive('e4', ['a', 'e'], { endedAt: 40, state: 'failed' }),
    ]);
    const query = { pipeline: 'flights', kind: 'examples' as const };
    const find = async (more: object): Promise<string | undefined> =>
      (await store.findLatestArtifact({ ...query, ...more }))?.path.at(-1);
    assert.equal(await find({}), 'c');
    assert.equal(await find({ otherThanRun: 'run-2' }), 'b');
    assert.equal(await find({ step: 'Trainer' }), 'b');
    assert.equal(await find({ otherThan: [createArtifactRecord('c').digest] }), 'b');
    assert.equal(await find({ kind: 'model' }), undefined);
  });

  test('takes what ended later for later, also when the clock was moved back', async (store) => {
    const running = { state: 'running', endedAt: null } as const;
    await store.publishExecutions([judge('slow', 'slow', running), judge('quick', 'quick', { endedAt: 900 })]);
    const latest = async (): Promise<string | undefined> =>
      (await store.findLatestBlessedModel({ pipeline: 'flights' }))?.digest;
    assert.equal(await latest(), model('quick').digest);
    await store.publishExecutions([judge('slow', 'slow', { endedAt: 100 })]);
    assert.equal(await latest(), model('slow').digest);
    assert.equal(
      (await store.findLatestArtifact({ pipeline: 'flights', kind: 'modelBlessing' }))?.digest,
      blessing('slow-blessing', true).digest,
    );
    await store.putRun(createRunRecord({ id: 'before', startedAt: 900 }));
    await store.putRun(createRunRecord({ id: 'after', startedAt: 100 }));
    await store.putRun(createRunRecord({ id: 'before', startedAt: 900, state: 'failed' }));
    assert.deepEqual(ids(await store.listRuns()), ['after', 'before']);
  });

  test('finds the model that was blessed last, cached judgements included', async (store) => {
    await store.publishExecutions([
      judge('e1', 'first', { endedAt: 10 }),
      judge('e2', 'second', { endedAt: 20, runId: 'run-2' }),
      judge('e3', 'refused', { endedAt: 30, blessed: false }),
      judge('e4', 'elsewhere', { endedAt: 40, pipeline: 'penguins' }),
    ]);
    const find = async (more: object = {}): Promise<string | undefined> =>
      (await store.findLatestBlessedModel({ pipeline: 'flights', ...more }))?.digest;
    assert.equal(await find(), model('second').digest);
    assert.equal(await find({ otherThan: [model('second').digest] }), model('first').digest);
    assert.equal(await find({ otherThanRun: 'run-2' }), model('first').digest);
    const again = createExecutionRecord({ id: 'e5', state: 'cached', cachedFrom: 'e1', endedAt: 50, runId: 'run-3' });
    await store.publishExecutions([{ execution: again }]);
    assert.equal(await find(), model('first').digest);
    await store.setArtifactState(model('first').digest, { state: 'deleted', time: 60 });
    assert.equal(await find(), model('second').digest);
    assert.equal((await store.findLatestBlessedModel({ pipeline: 'none' }))?.digest, undefined);
  });
}

function describeLineage(test: Test): void {
  const reach = async (store: MetadataStore, query: Parameters<MetadataStore['readLineage']>[0]) => {
    const { artifacts, executions, events } = await store.readLineage(query);
    const name = ({ path }: { readonly path: string }): string => path.split('/').at(-1)!;
    return { artifacts: artifacts.map(name).sort(), executions: ids(executions), eventCount: events.length };
  };
  const digest = (name: string): string => createArtifactRecord(name).digest;

  test('follows a diamond up and down by hops', async (store) => {
    await store.publishExecutions([
      derive('e1', ['a', 'b']),
      derive('e2', ['b', 'c1']),
      derive('e3', ['b', 'c2']),
      {
        execution: createExecutionRecord({ id: 'e4' }),
        inputs: [
          { port: 'left', artifact: createArtifactRecord('c1') },
          { port: 'right', artifact: createArtifactRecord('c2') },
        ],
        outputs: [{ port: 'joined', artifact: createArtifactRecord('d') }],
      },
    ]);
    assert.deepEqual(await reach(store, { start: { digest: digest('d') }, direction: 'upstream' }), {
      artifacts: ['a', 'b', 'c1', 'c2', 'd'],
      executions: ['e1', 'e2', 'e3', 'e4'],
      eventCount: 9,
    });
    assert.deepEqual(await reach(store, { start: { digest: digest('d') }, direction: 'upstream', maxHops: 1 }), {
      artifacts: ['c1', 'c2', 'd'],
      executions: ['e4'],
      eventCount: 3,
    });
    assert.deepEqual(await reach(store, { start: { digest: digest('b') }, direction: 'downstream', maxHops: 1 }), {
      artifacts: ['b', 'c1', 'c2'],
      executions: ['e2', 'e3'],
      eventCount: 4,
    });
    assert.deepEqual(await reach(store, { start: { executionId: 'e2' }, direction: 'downstream', maxHops: 1 }), {
      artifacts: ['c1', 'd'],
      executions: ['e2', 'e4'],
      eventCount: 3,
    });
    assert.deepEqual(await reach(store, { start: { digest: digest('a') }, direction: 'upstream' }), {
      artifacts: ['a'],
      executions: [],
      eventCount: 0,
    });
  });

  test('ends on cycles of content, and leaves cached executions out', async (store) => {
    await store.publishExecutions([
      derive('e1', ['a', 'b']),
      derive('e2', ['b', 'a']),
      derive('e3', ['b', 'b']),
      { execution: createExecutionRecord({ id: 'e4', state: 'cached', cachedFrom: 'e1' }) },
    ]);
    const found = { artifacts: ['a', 'b'], executions: ['e1', 'e2', 'e3'], eventCount: 6 };
    assert.deepEqual(await reach(store, { start: { digest: digest('a') }, direction: 'upstream' }), found);
    assert.deepEqual(await reach(store, { start: { digest: digest('a') }, direction: 'upstream', maxHops: 50 }), found);
    assert.deepEqual(await reach(store, { start: { executionId: 'e4' }, direction: 'downstream' }), found);
  });

  test('says which start it does not know', async (store) => {
    await assert.rejects(store.readLineage({ start: { digest: 'sha256:x' }, direction: 'upstream' }), {
      code: 'METADATA_UNKNOWN_RECORD',
    });
    await assert.rejects(store.readLineage({ start: { executionId: 'x' }, direction: 'upstream' }), {
      code: 'METADATA_UNKNOWN_RECORD',
    });
  });
}
