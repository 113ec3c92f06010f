// `npm start`: from a fresh clone to the flight-delays sample, with its own arguments and exit code.
import { build, ensureInstalled, runNode } from './ensure-installed.mjs';

ensureInstalled();
const built = build();
process.exitCode = built === 0 ? runNode(['apps/flight-delays/dist/main.js', ...process.argv.slice(2)]) : built;
