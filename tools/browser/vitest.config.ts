import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    name: 'browser',
    root: import.meta.dirname,
    include: ['*.browser.test.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Prints annotations: the bundle size is one.
    reporters: ['verbose'],
    setupFiles: [new URL('../vitest-setup.ts', import.meta.url).pathname],
    // Without the condition @millrace/source packages are their dist, and run in Node as they are.
    server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
  },
});
