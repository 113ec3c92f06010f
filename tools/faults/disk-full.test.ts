import { describe, expect, it } from 'vitest';
import type { CommandOutcome, LogOutcome, Recovery, RunOutcome } from './disk-full.scenes.ts';
import type { Told } from './disk.ts';
import { playUnder, smallDisk } from './under-fault.ts';

const onDisk = <TOutcome>(sizeKb: number, scene: string): Promise<TOutcome> =>
  playUnder(smallDisk(sizeKb), { module: 'disk-full.scenes.ts', scene });

const makeRoom = expect.stringMatching(/^Make room on the disk/) as string;
const told = (code: string, message: RegExp, cure = makeRoom): Told => ({
  code,
  message: expect.stringMatching(message) as string,
  cure,
});

describe('a full disk', () => {
  it.each([
    ['publishing', 2000, told('CORE_PUBLISH_FAILED', /under .*artifacts: ENOSPC/), []],
    ['pushing', 1000, told('SERVING_CANNOT_PUSH', /into .*serving: ENOSPC/), []],
    ['writingParquet', 3000, told('DATA_FILE_FAILED', /rows\.parquet": No space left/), []],
    [
      'spilling',
      200_000,
      told('DATA_OUT_OF_MEMORY', /temp_directory/, expect.stringMatching(/more room/) as string),
      [],
    ],
    ['metadata', 3000, told('METADATA_STORE_FAILED', /metadata\.db cannot .*full/), ['500 executions']],
    ['openingMetadata', 1000, told('METADATA_NOT_A_STORE', /metadata\.db cannot .*full/), ['state/metadata.db']],
  ] as const)(
    'is told where and with its cure, leaves nothing half-written, and needs room only: %s',
    async (scene, sizeKb, full, left) => {
      expect(await onDisk<Recovery>(sizeKb, scene)).toEqual({ full, left, after: undefined });
    },
    60_000,
  );

  it('does not keep a server from answering, which says what it could not log and goes on when there is room', async () => {
    const { statuses, warnings, metrics, malformedLines, requests } = await onDisk<LogOutcome>(3000, 'requestLog');
    expect(statuses).toEqual(Array.from({ length: 20 }, () => 200));
    expect(warnings).toEqual([expect.stringMatching(/^The request log .*requests cannot be written: ENOSPC/)]);
    expect(metrics).toEqual(['millrace_request_log_lines_total 10', 'millrace_request_log_dropped_total 10']);
    expect({ malformedLines, requests }).toEqual({ malformedLines: 0, requests: 10 });
  }, 60_000);

  it('ends a run with an error that says so, however little room there is; with room it completes with equal digests', async () => {
    const { attempts, complete, digests, unpublished } = await onDisk<RunOutcome>(6000, 'run');
    const codes = new Set([
      'CORE_PUBLISH_FAILED',
      'METADATA_NOT_A_STORE',
      'METADATA_STORE_FAILED',
      'SERVING_CANNOT_PUSH',
      'DATA_FILE_FAILED',
    ]);
    for (const { state, errors } of attempts) {
      expect(['failed', 'thrown']).toContain(state);
      expect(errors.length).toBeGreaterThan(0);
      for (const error of errors)
        expect(error).toEqual({
          code: expect.toBeOneOf([...codes]) as string,
          message: expect.any(String) as string,
          cure: makeRoom,
        });
    }
    expect(complete).toBe('complete');
    expect(digests).toEqual(await onDisk<readonly string[]>(6000, 'undisturbed'));
    expect(unpublished).toEqual([]);
  }, 120_000);

  it('ends the command with 1 and the cure; with room it works', async () => {
    const { full, after } = await onDisk<CommandOutcome>(10_000, 'command');
    expect(full.exitCode).toBe(1);
    expect(full.text).toMatch(/state.*\n {2}Make room on the disk \(`df -h` shows it\)/);
    expect(after.exitCode, after.text).toBe(0);
  }, 60_000);
});
