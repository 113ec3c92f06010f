import type { OpenedModel } from '@millrace/model';
import { modelNotReady, unknownLabel, unknownVersion } from '../errors.ts';
import { listVersions, type VersionOnDisk } from './list-versions.ts';
import { createServedVersion, type ServedVersion } from './served-version.ts';

export interface ServedModelOptions {
  /** A directory of versions (1, 2, ...) as the Pusher writes them, or one model directory. */
  readonly path: string;
  /** Which versions are loaded: the newest that opens, these, or all. @defaultValue the newest */
  readonly versions?: readonly number[] | 'all' | undefined;
  /** Names for versions, for `/labels/{label}` in addresses. The versions are those of `versions`. @defaultValue {} */
  readonly labels?: Readonly<Record<string, number>> | undefined;
}

/** What happens to the versions of a model. */
export interface VersionObserver {
  onVersionLoad(event: { readonly model: string; readonly version: number }): void;
  onVersionSwap(event: { readonly model: string; readonly from: number; readonly to: number }): void;
  onLoadError(event: { readonly model: string; readonly version: number | undefined; readonly error: unknown }): void;
}

export interface VersionStatus {
  readonly version: number;
  readonly state: 'LOADING' | 'AVAILABLE' | 'END';
  /** Why it could not be loaded. */
  readonly error?: unknown;
}

/** A model by name, with the versions of it that are loaded. */
export interface ServedModel {
  readonly name: string;
  /** The newest version that is loaded: what requests without a version get. */
  readonly current: ServedVersion | undefined;
  /** Throws `SERVING_MODEL_NOT_READY`, `SERVING_UNKNOWN_VERSION` or `SERVING_UNKNOWN_LABEL`. */
  find(wanted: { readonly version?: number | undefined; readonly label?: string | undefined }): ServedVersion;
  statuses(): readonly VersionStatus[];
  /** Looks at the directory: loads what is new beside what is there, then swaps. Never rejects. */
  refresh(options?: { readonly retryFailed?: boolean | undefined }): Promise<void>;
  close(): Promise<void>;
}

interface Loaded {
  readonly stamp: string;
  readonly served: ServedVersion;
}

interface Failed {
  readonly stamp: string;
  readonly error: unknown;
  readonly attempts: number;
  /** The look at which it is tried again. */
  readonly retryAt: number;
}

/** Looks between two attempts at a version that fails; they double from two up to this. */
const longestPause = 64;

export interface ServedModelParts {
  readonly name: string;
  readonly options: ServedModelOptions;
  readonly observer: VersionObserver;
}

export function createServedModel({ name, options, observer }: ServedModelParts): ServedModel {
  const { path, versions: wantedVersions, labels = {} } = options;
  let loaded: ReadonlyMap<number, Loaded> = new Map();
  let current: ServedVersion | undefined;
  const failed = new Map<number, Failed>();
  let loading: number | undefined;
  let queue: Promise<void> = Promise.resolve();
  let isClosed = false;
  let looks = 0;

  const open = async ({ version, directory, stamp }: VersionOnDisk): Promise<Loaded | undefined> => {
    loading = version;
    try {
      const { openModel } = await import('@millrace/model');
      const model: OpenedModel = await openModel(directory);
      failed.delete(version);
      observer.onVersionLoad({ model: name, version });
      return { stamp, served: createServedVersion(version, model) };
    } catch (error) {
      const before = failed.get(version);
      const attempts = before?.stamp === stamp ? before.attempts + 1 : 1;
      // Whoever copies a version by hand may not be done yet: it gets more chances, further and further apart.
      failed.set(version, { stamp, error, attempts, retryAt: looks + Math.min(2 ** attempts, longestPause) });
      observer.onLoadError({ model: name, version, error });
      return undefined;
    } finally {
      loading = undefined;
    }
  };

  const load = async (found: VersionOnDisk, retryFailed: boolean): Promise<Loaded | undefined> => {
    const before = loaded.get(found.version);
    if (before?.stamp === found.stamp) return before;
    const failure = failed.get(found.version);
    if (failure?.stamp === found.stamp && !retryFailed && looks < failure.retryAt) return undefined;
    return open(found);
  };

  const select = async (found: readonly VersionOnDisk[], retryFailed: boolean): Promise<Map<number, Loaded>> => {
    const next = new Map<number, Loaded>();
    if (wantedVersions === undefined) {
      for (const version of [...found].reverse()) {
        const entry = await load(version, retryFailed);
        if (entry === undefined) continue;
        next.set(version.version, entry);
        break;
      }
      return next;
    }
    for (const version of found) {
      if (wantedVersions !== 'all' && !wantedVersions.includes(version.version)) continue;
      const entry = (await load(version, retryFailed)) ?? loaded.get(version.version);
      if (entry !== undefined) next.set(version.version, entry);
    }
    return next;
  };

  const swap = (next: ReadonlyMap<number, Loaded>): void => {
    const retired = [...loaded.values()].filter((entry) => next.get(entry.served.version) !== entry);
    const before = current;
    loaded = next;
    current = next.get(Math.max(...next.keys()))!.served;
    if (before !== undefined && before !== current)
      observer.onVersionSwap({ model: name, from: before.version, to: current.version });
    for (const { served } of retired) void served.retire();
  };

  const refresh = async (retryFailed: boolean): Promise<void> => {
    if (isClosed) return;
    looks += 1;
    try {
      const found = await listVersions(path);
      for (const version of failed.keys())
        if (!found.some((candidate) => candidate.version === version)) failed.delete(version);
      const next = await select(found, retryFailed);
      // A directory that is empty or out of reach takes nothing away: the last good version stays.
      if (next.size > 0) swap(next);
    } catch (error) {
      observer.onLoadError({ model: name, version: undefined, error });
    }
  };

  return {
    name,
    get current() {
      return current;
    },
    find({ version, label }) {
      if (current === undefined) throw modelNotReady({ model: name, place: path });
      if (label !== undefined && !Object.hasOwn(labels, label))
        throw unknownLabel({ model: name, label, known: Object.keys(labels) });
      const wanted = label === undefined ? version : labels[label]!;
      if (wanted === undefined) return current;
      const entry = loaded.get(wanted);
      if (entry === undefined) throw unknownVersion({ model: name, version: wanted, known: [...loaded.keys()] });
      return entry.served;
    },
    statuses() {
      const statuses: VersionStatus[] = [...loaded.keys()].map((version) => ({ version, state: 'AVAILABLE' }));
      for (const [version, { error }] of failed)
        if (!loaded.has(version)) statuses.push({ version, state: 'END', error });
      if (loading !== undefined && !loaded.has(loading) && !failed.has(loading))
        statuses.push({ version: loading, state: 'LOADING' });
      return statuses.sort((a, b) => a.version - b.version);
    },
    async refresh({ retryFailed = false } = {}) {
      queue = queue.then(() => refresh(retryFailed));
      return queue;
    },
    async close() {
      isClosed = true;
      await queue;
      await Promise.all([...loaded.values()].map(({ served }) => served.retire()));
    },
  };
}
