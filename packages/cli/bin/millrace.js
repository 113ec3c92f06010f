#!/usr/bin/env node
/* oxlint-disable no-var -- a Node that is too old must be able to read this far */
'use strict';
var version = process.versions.node;
var parts = version.split('.').map(Number);
if (parts[0] < 20 || (parts[0] === 20 && parts[1] < 19)) {
  var error = {
    name: 'MillraceError',
    code: 'CLI_NODE_TOO_OLD',
    message: 'This is Node ' + version + '; Millrace needs 20.19 or newer.',
    cure: 'Install a newer Node, then run the command again.',
    details: { version: version },
    retryable: false,
  };
  process.stderr.write(
    process.argv.indexOf('--json') >= 0
      ? JSON.stringify({ error: error }) + '\n'
      : 'error: ' + error.message + '\n  ' + error.cure + '\n  (' + error.code + ')\n',
  );
  process.exitCode = 1;
} else {
  require('./start.js');
}
