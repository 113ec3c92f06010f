// `npm run bench`: builds what is measured, then measures it, with its own arguments and exit code.
import { ensureInstalled, runNode } from './ensure-installed.mjs';

ensureInstalled();
const built = runNode(
  ['node_modules/typescript/bin/tsc', '--build', 'bench/tsconfig.build.json', 'apps/flight-delays/tsconfig.build.json'],
  true,
);
process.exitCode = built === 0 ? runNode(['bench/dist/main.js', ...process.argv.slice(2)]) : built;
