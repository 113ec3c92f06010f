'use strict';
const { existsSync } = require('node:fs');
const path = require('node:path');

if (existsSync(path.join(__dirname, '../dist/main.js'))) {
  void import('../dist/main.js');
} else {
  process.stderr.write('millrace is not built yet. Run `npm run build` in the repository, then try again.\n');
  process.exitCode = 1;
}
