import { readdirSync } from 'node:fs';
import type { KnipConfig } from 'knip';

/** What is started as a process of its own, or compiled by another compiler, so that no import leads to it. */
const processes: Readonly<Record<string, readonly string[]>> = {
  cli: ['src/main.ts', 'src/step-worker.ts'],
  pipeline: ['src/run/worker/worker-main.ts'],
  'feature-store': ['src/point-in-time/features-thread.ts'],
  model: ['assembly/*.ts'],
  trainer: ['assembly/*.ts'],
};

const packages = Object.fromEntries(
  readdirSync('packages').map((name) => [
    `packages/${name}`,
    {
      entry: ['src/**/*.test-d.ts', 'test/**/*.ts', ...(processes[name] ?? [])],
      project: ['src/**/*.ts', 'test/**/*.ts', 'assembly/*.ts'],
    },
  ]),
);

const apps = Object.fromEntries(
  readdirSync('apps').map((name) => [
    `apps/${name}`,
    {
      entry: [
        'src/**/main.ts',
        'src/backtest.ts',
        'src/**/*pipeline*.ts',
        'src/**/*-{process,thread}.ts',
        'src/**/*.test.ts',
      ],
      project: ['src/**/*.ts'],
      // Resolved as a path: the data are files beside its code.
      ignoreDependencies: ['vega-datasets'],
    },
  ]),
);

const config: KnipConfig = {
  workspaces: {
    '.': {
      entry: [],
      ignoreDependencies: [
        // A dependency so that `npx millrace` works here.
        '@millrace/cli',
        // Started as commands by tools/check-package.mjs.
        'publint',
        '@arethetypeswrong/cli',
      ],
    },
    tools: {
      entry: [
        '*.mjs',
        '*.test.ts',
        'mistakes/*.test.ts',
        'faults/*.{test,scenes}.ts',
        'faults/play-scene.ts',
        'faults/typescript.mjs',
        'browser/*.browser.test.ts',
        'browser/vitest.config.ts',
        'browser/page/index.html',
      ],
      ignoreBinaries: ['mkfifo'],
    },
    docs: { entry: ['snippets/**/*.ts'], ignoreDependencies: [/^@millrace\//] },
    bench: {
      entry: ['src/main.ts', 'src/*-process.ts', 'src/data/make-data.ts', 'src/**/*.test.ts'],
      project: ['src/**/*.ts'],
      // Resolved as a path: the data are files beside its code.
      ignoreDependencies: ['vega-datasets'],
    },
    ...packages,
    ...apps,
  },
};

export default config;
