import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { KnipConfig } from 'knip';

type Workspaces = Record<string, { entry: string[]; project: string[]; ignoreDependencies?: RegExp[] }>;

const isEmptyModule = (file: string): boolean => existsSync(file) && readFileSync(file, 'utf8').trim() === 'export {};';

// What the skeleton laid down and nobody has filled yet uses none of its dependencies.
const packages: Workspaces = Object.fromEntries(
  readdirSync('packages').map((name) => [
    `packages/${name}`,
    {
      entry: ['src/**/*.test-d.ts', 'test/**/*.ts', ...(name === 'cli' ? ['src/main.ts'] : [])],
      project: ['src/**/*.ts', 'test/**/*.ts'],
      ...(isEmptyModule(`packages/${name}/src/index.ts`) ? { ignoreDependencies: [/.*/] } : {}),
    },
  ]),
);

const apps: Workspaces = Object.fromEntries(
  readdirSync('apps').map((name) => [
    `apps/${name}`,
    {
      entry: ['src/main.ts', 'src/**/*pipeline*.ts', 'src/**/*.test.ts', 'test/**/*.ts'],
      project: ['src/**/*.ts', 'test/**/*.ts'],
      ...(isEmptyModule(`apps/${name}/src/main.ts`) ? { ignoreDependencies: [/.*/] } : {}),
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
        // For the tests of every package.
        'fast-check',
        'playwright-core',
      ],
    },
    tools: { entry: ['*.mjs', '*.test.ts'] },
    docs: { entry: ['snippets/**/*.ts'], ignoreDependencies: [/^@millrace\//] },
    ...packages,
    ...apps,
  },
};

export default config;
