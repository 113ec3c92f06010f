import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { importTable, lintOverride, packageNames } from './import-table.mjs';
import { exists, isBuilt, listFiles, listPackages, readText } from './repository.mjs';
import { blankComments, listImports } from './source-text.mjs';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description?: string;
  readonly license?: string;
  readonly type?: string;
  readonly sideEffects?: unknown;
  readonly engines?: Readonly<Record<string, string>>;
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly files?: readonly string[];
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const readJson = <TValue>(file: string): TValue => JSON.parse(readText(file)) as TValue;
const manifestOf = (folder: string): Manifest => readJson<Manifest>(`${folder}/package.json`);

const files = listFiles();
const packages = listPackages();
const isTest = (file: string): boolean =>
  /\.(test|test-d|bench)\.ts$/.test(file) || /^packages\/[^/]+\/test\//.test(file);
const isGenerated = (file: string): boolean => file.endsWith('.gen.ts');
const codeOf = (name: string): string[] =>
  files.filter(
    (file) =>
      file.startsWith(`packages/${name}/`) && /\/(src|test)\/.*\.ts$/.test(file) && !/\/(golden|fixtures)\//.test(file),
  );
const sourcesOf = (name: string): string[] =>
  codeOf(name).filter((file) => file.startsWith(`packages/${name}/src/`) && !isTest(file) && !isGenerated(file));

describe('the map', () => {
  it('has exactly the packages that the import table draws', () => {
    expect(packages).toEqual([...packageNames].sort());
  });

  it('has the import table in the lint configuration too', () => {
    const { overrides } = readJson<{ overrides: { rules: Record<string, unknown> }[] }>('.oxlintrc.json');
    expect(overrides.filter(({ rules }) => 'no-restricted-imports' in rules)).toEqual(
      packageNames.filter((name) => name !== 'cli').map(lintOverride),
    );
  });

  it('compiles every package and app from the root', () => {
    const apps = files
      .map((file) => /^(apps\/[^/]+)\/package\.json$/.exec(file)?.[1])
      .filter((app) => app !== undefined);
    const { references } = readJson<{ references: { path: string }[] }>('tsconfig.json');
    expect(references.map((reference) => path.posix.dirname(reference.path)).sort()).toEqual(
      [...packages.map((name) => `packages/${name}`), ...apps].sort(),
    );
  });
});

describe.each(packages)('packages/%s', (name) => {
  const folder = `packages/${name}`;
  const manifest = manifestOf(folder);
  const ours = Object.keys(manifest.dependencies ?? {}).filter((dependency) => dependency.startsWith('@millrace/'));

  it('has the same parts as every package', () => {
    const parts = [
      'package.json',
      'LICENSE',
      'tsconfig.json',
      'tsconfig.build.json',
      'api-extractor.json',
      'src/index.ts',
    ];
    // A package that is still the empty module of the skeleton has no page and no surface to report.
    const built = isBuilt(name) || process.env['CI'] !== undefined ? ['README.md', 'api.md'] : [];
    expect([...parts, ...built].filter((part) => !exists(`${folder}/${part}`))).toEqual([]);
    expect(readText(`${folder}/LICENSE`)).toBe(readText('LICENSE'));
    if (process.env['CI'] !== undefined) expect(isBuilt(name), `${folder}/src/index.ts exports nothing`).toBe(true);
  });

  it('has a complete package.json', () => {
    expect(manifest).toMatchObject({
      name: `@millrace/${name}`,
      license: 'Apache-2.0',
      type: 'module',
      sideEffects: false,
      engines: { node: '>=20.19' },
      files: expect.arrayContaining([
        'dist',
        '!dist/.tsbuildinfo',
        'src',
        '!src/**/*.test.ts',
        '!src/**/*.test-d.ts',
      ]) as unknown,
      scripts: { build: 'tsc -b tsconfig.build.json', typecheck: 'tsc -p tsconfig.json' },
    });
    expect(manifest.description).toMatch(/^[A-Z].*\.$/);
    expect(
      Object.keys(manifest.scripts ?? {}).filter((script) => /^(pre|post)?install$|^prepare$/.test(script)),
    ).toEqual([]);
    expect(manifest).not.toHaveProperty('publishConfig.exports');
  });

  it('opens each door with the same three conditions', () => {
    const { './package.json': self, ...doors } = manifest.exports ?? {};
    expect(self).toBe('./package.json');
    expect(Object.keys(doors)).toContain('.');
    for (const [door, target] of Object.entries(doors)) {
      const file = door === '.' ? 'index' : door.slice(2);
      expect(target).toEqual({
        '@millrace/source': `./src/${file}.ts`,
        types: `./dist/${file}.d.ts`,
        default: `./dist/${file}.js`,
      });
      expect(Object.keys(target)).toEqual(['@millrace/source', 'types', 'default']);
      expect(exists(`${folder}/src/${file}.ts`), `${folder}/src/${file}.ts`).toBe(true);
    }
  });

  it('depends on what the import table lets it, by ordinary ranges', () => {
    expect(ours.filter((dependency) => !importTable[name]?.includes(dependency.slice('@millrace/'.length)))).toEqual(
      [],
    );
    for (const dependency of ours) {
      const { version } = manifestOf(`packages/${dependency.slice('@millrace/'.length)}`);
      expect(manifest.dependencies?.[dependency]).toBe(`^${version}`);
    }
    const { references = [] } = readJson<{ references?: { path: string }[] }>(`${folder}/tsconfig.build.json`);
    expect(references.map((reference) => reference.path).sort()).toEqual(
      ours.map((dependency) => `../${dependency.slice('@millrace/'.length)}/tsconfig.build.json`).sort(),
    );
  });

  it('imports only what the table and its package.json allow', () => {
    const published = {
      ...manifest.imports,
      ...manifest.dependencies,
      ...manifest.peerDependencies,
      ...manifest.optionalDependencies,
    };
    const inTests = new Set([
      ...Object.keys(published),
      ...Object.keys(manifest.devDependencies ?? {}),
      'vitest',
      'fast-check',
    ]);
    const wrong = codeOf(name).flatMap((file) =>
      listImports(readText(file))
        .filter(
          ({ specifier }) =>
            !isAllowedImport({
              name,
              file,
              specifier,
              allowed: isTest(file) ? inTests : new Set(Object.keys(published)),
            }),
        )
        .map(({ specifier, line }) => `${file}:${line} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps to the words of the house in its sources', () => {
    const found = sourcesOf(name).flatMap((file) => {
      const body = blankComments(readText(file));
      return houseRules
        .filter(({ except }) => !except?.includes(name))
        .flatMap(({ pattern, cure }) =>
          [...body.matchAll(pattern)].map(
            (match) => `${file}:${body.slice(0, match.index).split('\n').length} ${match[0].trim()}: ${cure}`,
          ),
        );
    });
    expect(found).toEqual([]);
  });

  it('makes its errors in src/errors.ts and nowhere else', () => {
    const allowed = [`${folder}/src/errors.ts`, 'packages/core/src/millrace-error.ts'];
    const elsewhere = sourcesOf(name).filter(
      (file) => !allowed.includes(file) && /new MillraceError\b/.test(blankComments(readText(file))),
    );
    expect(elsewhere).toEqual([]);
  });

  it('names files after concepts', () => {
    const drawers = /(^|\/)(utils?|helpers?|common|misc|types|shared|lib)(\.ts$|\/)/;
    expect(sourcesOf(name).filter((file) => drawers.test(file))).toEqual([]);
  });
});

interface ImportToCheck {
  readonly name: string;
  readonly file: string;
  readonly specifier: string;
  readonly allowed: ReadonlySet<string>;
}

function isAllowedImport({ name, file, specifier, allowed }: ImportToCheck): boolean {
  if (specifier.startsWith('node:')) return true;
  if (specifier.startsWith('.')) {
    return path.posix.join(path.posix.dirname(file), specifier).startsWith(`packages/${name}/`);
  }
  const [scope, rest] = specifier.split('/');
  const target = specifier.startsWith('@') ? `${scope}/${rest}` : `${scope}`;
  if (target === `@millrace/${name}`) return isTest(file);
  return allowed.has(target);
}

const houseRules: readonly { pattern: RegExp; cure: string; except?: readonly string[] }[] = [
  { pattern: /throw new (Error|TypeError|RangeError)\(/g, cure: 'raise a MillraceError made in errors.ts' },
  { pattern: /\bMath\.random\(/g, cure: 'take a seed' },
  { pattern: /\bDate\.now\(|new Date\(\)/g, cure: 'take a clock', except: ['cli'] },
  { pattern: /\bprocess\.env\b/g, cure: 'read the environment in cli only', except: ['cli'] },
  { pattern: /^export \* from/gm, cure: 'list the names' },
  { pattern: /^(export )?(declare )?(const )?(enum|namespace) /gm, cure: 'use a union of literals' },
];

describe('tests', () => {
  it('are neither skipped nor alone', () => {
    const silenced = files
      .filter((file) => /^(packages|apps|bench|docs|tools)\/.*\.(test|test-d)\.ts$/.test(file))
      .flatMap((file) =>
        [...blankComments(readText(file)).matchAll(/\b(it|test|describe)\.(skip|only|todo|fails|skipIf|runIf)\b/g)].map(
          (match) => `${file}: ${match[0]}`,
        ),
      );
    expect(silenced).toEqual([]);
  });
});
