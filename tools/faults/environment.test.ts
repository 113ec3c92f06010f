import { describe, expect, it } from 'vitest';
import type {
  ConnectionsOutcome,
  FewForStoresOutcome,
  FewOutcome,
  GlobOutcome,
  ReadOnlyOutcome,
} from './environment.scenes.ts';
import type { Told } from './disk.ts';
import { noFault, playUnder, smallDisk, type Fault } from './under-fault.ts';

const play = <TOutcome>(fault: Fault, scene: string): Promise<TOutcome> =>
  playUnder(fault, { module: 'environment.scenes.ts', scene });

const isAboutFiles = (error: Told | undefined): boolean =>
  error !== undefined && 'cure' in error && error.cure.includes('limit of open files');

describe('a read-only place', () => {
  it('is told by all that writes, with its cure; nothing changes, and it works when it can be written again', async () => {
    const { told, after, isUnchanged, command, commandAfter } = await play<ReadOnlyOutcome>(
      smallDisk(3000),
      'readOnly',
    );
    const readOnly = (code: string, place: string): object => ({
      code,
      message: expect.stringContaining(place) as string,
      cure: expect.stringMatching(/read-only|writable/) as string,
    });
    expect(told).toEqual({
      publishing: readOnly('CORE_PUBLISH_FAILED', '/artifacts'),
      pushing: readOnly('SERVING_CANNOT_PUSH', '/serving'),
      parquet: readOnly('DATA_FILE_FAILED', '/rows.parquet'),
      metadata: readOnly('METADATA_NOT_A_STORE', '/metadata.db'),
      opening: readOnly('METADATA_NOT_A_STORE', '/new/m.db'),
      log: readOnly('SERVING_REQUEST_LOG_UNWRITABLE', '/log'),
    });
    expect(isUnchanged).toBe(true);
    expect(after).toEqual({});
    expect(command.exitCode).toBe(1);
    expect(command.text).toMatch(/^error: The metadata store .*metadata\.db cannot be opened.*\n.*writable/);
    expect(commandAfter.exitCode, commandAfter.text).toBe(0);
  }, 60_000);
});

describe('few file descriptors', () => {
  it('are enough for 200 files that are read as one', async () => {
    expect(await play<GlobOutcome>(noFault, 'manyFiles')).toEqual({ parquet: 200, csv: 200 });
  }, 60_000);

  it('make a server refuse clients, not fall over: it answers when they have gone', async () => {
    const { open, refused, statuses } = await play<ConnectionsOutcome>(noFault, 'manyConnections');
    expect(open).toBeGreaterThan(0);
    expect(refused).toBeGreaterThan(50);
    expect(statuses).toEqual(Array.from({ length: 10 }, () => 200));
  }, 60_000);

  it('fail the steps of a run with a cure, and nothing that was published is thrown away for it', async () => {
    const { attempts, after } = await play<FewOutcome>(noFault, 'fewForRun');
    expect(attempts[0]!.errors).not.toEqual([]);
    for (const { state, errors } of attempts) {
      expect(state === 'complete').toBe(errors.length === 0);
      expect(errors.filter((error) => !isAboutFiles(error))).toEqual([]);
    }
    expect(attempts.at(-1)!.state).toBe('complete');
    expect(new Set(after)).toEqual(new Set(['cached cached']));
  }, 120_000);

  it('are told as such by every store that cannot be opened for them, and the store opens when there are more', async () => {
    const { metadata, online, after } = await play<FewForStoresOutcome>(noFault, 'fewForStores');
    for (const told of [metadata, online]) {
      expect(told[0]).not.toBeNull();
      expect(told.at(-1)).toBeNull();
      expect(told.filter((error) => error !== null && !isAboutFiles(error))).toEqual([]);
    }
    expect(after.filter((error) => error !== null)).toEqual([]);
  }, 60_000);
});
