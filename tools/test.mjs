// `npm test`: from a fresh clone to every test of the packages, apps, tools and docs, uncached.
import { build, ensureInstalled, runNode } from './ensure-installed.mjs';

ensureInstalled();
// Tests read sources; only what runs as its own process (the command, worker threads) is started from dist.
const built = build();
const tested = runNode(['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)]);
process.exitCode = built === 0 ? tested : built;
