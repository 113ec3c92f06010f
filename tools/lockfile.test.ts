import { homedir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { listFiles, readText, repositoryRoot } from './repository.mjs';

interface LockedPackage {
  readonly version?: string;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const locked = (JSON.parse(readText('package-lock.json')) as { packages: Record<string, LockedPackage> }).packages;

/** Where Node finds `name` from the package at `place`, as a key of the lockfile. */
function resolve(place: string, name: string): string | undefined {
  for (let folder = place; ; folder = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '') {
    if (!folder.endsWith('node_modules')) {
      const candidate = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
      const entry = locked[candidate];
      if (entry !== undefined) return entry.link === true ? entry.resolved : candidate;
    }
    if (folder === '') return undefined;
  }
}

/** Everything that `npm install` of our published packages brings along. */
function defaultTree(): Set<string> {
  const reached = new Set<string>();
  const waiting = Object.keys(locked).filter((place) => /^packages\/[^/]+$/.test(place));
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (reached.has(place)) continue;
    reached.add(place);
    const entry = locked[place];
    const names = Object.keys({ ...entry?.dependencies, ...entry?.optionalDependencies });
    waiting.push(...names.map((name) => resolve(place, name)).filter((found) => found !== undefined));
  }
  return reached;
}

describe('the lockfile', () => {
  it('has no install script that must run in what our packages bring along', () => {
    const tree = defaultTree();
    expect(tree.has('node_modules/ajv')).toBe(true);
    expect([...tree].filter((place) => locked[place]?.hasInstallScript === true)).toEqual([]);
  });

  it('records contents by digest and no registry address', () => {
    const entries = Object.entries(locked).filter(
      ([place, entry]) => place.includes('node_modules/') && entry.link !== true,
    );
    expect(entries.filter(([, entry]) => entry.resolved !== undefined).map(([place]) => place)).toEqual([]);
    expect(entries.filter(([, entry]) => entry.integrity === undefined).map(([place]) => place)).toEqual([]);
  });
});

describe('tracked files', () => {
  it('name no registry and no path of one machine', () => {
    const binary = /\.(png|jpe?g|gif|ico|parquet|zst|gz|wasm|arrow|avro|onnx|woff2?|sqlite|tfrecord|pb|bin)$/;
    const patterns = [
      { pattern: /\bregistry\.[a-z0-9-]+\.[a-z]{2,}/, what: 'a registry address' },
      { pattern: /(?<![\w./-])\/(?:home|Users)\/\w+\/|(?<![\w./-])\/root\//, what: 'a path of one machine' },
    ];
    const own = [repositoryRoot, homedir()].filter((folder) => folder.length > 5);
    const found = listFiles()
      .filter((file) => !binary.test(file))
      .flatMap((file) => {
        const text = readText(file);
        const named = patterns.filter(({ pattern }) => pattern.test(text)).map(({ what }) => `${file}: ${what}`);
        return own.some((folder) => text.includes(`${folder}/`))
          ? [...named, `${file}: a path of this machine`]
          : named;
      });
    expect(found).toEqual([]);
  });
});
