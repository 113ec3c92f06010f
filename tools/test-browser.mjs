// `npm run test:browser`: from a fresh clone to the tests that need Chromium, with its own arguments and exit code.
import { spawnSync } from 'node:child_process';
import { build, ensureInstalled, runNode } from './ensure-installed.mjs';
import { fromRoot } from './repository.mjs';

ensureInstalled();
const chromium = spawnSync(fromRoot('tools/install-chromium'), { stdio: ['ignore', 2, 2] }).status ?? 1;
// The pages are bundled from dist, as a user's would be.
const ready = chromium === 0 ? build() : chromium;
process.exitCode =
  ready === 0
    ? runNode([
        'node_modules/vitest/vitest.mjs',
        'run',
        '--config',
        'tools/browser/vitest.config.ts',
        ...process.argv.slice(2),
      ])
    : ready;
