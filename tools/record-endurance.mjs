// Puts what a long suite came to into docs/reference/endurance.md: `.ci/nightly` calls it with name, exit code, seconds and words.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { argv } from 'node:process';
import { exists, fromRoot, repositoryRoot } from './repository.mjs';

export const endurancePage = 'docs/reference/endurance.md';

const head = `# Endurance

What the suites that run too long for every change came to when they ran last. \`bash .ci/nightly\` runs them and renews this page;
\`bash .ci/nightly crash\` runs one. The same suites run shorter in \`npm test\`.

| suite | result | what it did | seconds | when | commit | machine |
|---|---|---|---|---|---|---|
`;

/**
 * @typedef {object} EnduranceRun
 * @property {string} suite
 * @property {boolean} hasPassed
 * @property {string} did What it did, in words.
 * @property {number} seconds
 * @property {string} when
 * @property {string} commit
 * @property {string} machine
 */

/**
 * The page with the row of one suite replaced, or added; those of the others stay.
 * @param {string} page
 * @param {EnduranceRun} run
 */
export function replaceRow(page, { suite, hasPassed, did, seconds, when, commit, machine }) {
  const cells = [suite, hasPassed ? 'passed' : 'FAILED', did, seconds.toLocaleString('en-US'), when, commit, machine];
  const row = `| ${cells.map((cell) => cell.replaceAll('|', '/').replaceAll(/\s+/g, ' ')).join(' | ')} |`;
  const rows = page.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| suite '));
  const others = rows.filter((line) => !line.startsWith(`| ${suite} |`));
  return `${head}${[...others, row].sort().join('\n')}\n`;
}

function describeMachine() {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${processors.length} x ${processors[0]?.model.trim()}, ${gigabytes} GB, ${process.platform}, Node ${process.versions.node}`;
}

if (argv[1] === fromRoot('tools/record-endurance.mjs')) {
  const [suite = '', exitCode, seconds, did = ''] = argv.slice(2);
  const page = exists(endurancePage) ? readFileSync(fromRoot(endurancePage), 'utf8') : '';
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: repositoryRoot, encoding: 'utf8' });
  const run = {
    suite,
    hasPassed: exitCode === '0',
    did,
    seconds: Number(seconds),
    when: new Date().toISOString().slice(0, 10),
    commit: commit.trim(),
    machine: describeMachine(),
  };
  writeFileSync(fromRoot(endurancePage), replaceRow(page, run));
}
