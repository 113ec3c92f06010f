import { existsSync, readdirSync } from 'node:fs';
import { configDefaults, defineConfig } from 'vitest/config';

const sourceCondition = ['@millrace/source'];

const workspaces = [
  ...readdirSync('packages').map((name) => `packages/${name}`),
  ...readdirSync('apps').map((name) => `apps/${name}`),
  'bench',
]
  .filter((folder) => existsSync(`${folder}/package.json`))
  .map((folder) => ({ folder, include: ['src/**/*.test.ts', 'test/**/*.test.ts'] }));
const rooms = ['tools', 'docs'].map((folder) => ({ folder, include: ['**/*.test.ts'] }));

export default defineConfig({
  ssr: {
    resolve: {
      conditions: [...sourceCondition, 'node', 'module', 'development|production'],
      externalConditions: sourceCondition,
    },
  },
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [...workspaces, ...rooms].map(({ folder, include }) => ({
      extends: true as const,
      test: {
        name: folder.replace(/^packages\//, ''),
        root: `./${folder}`,
        include,
        // `npm run test:browser` runs these.
        exclude: [...configDefaults.exclude, '**/*.browser.test.ts'],
        restoreMocks: true,
        testTimeout: 30_000,
        hookTimeout: 30_000,
        setupFiles: [new URL('tools/vitest-setup.ts', import.meta.url).pathname],
      },
    })),
  },
});
