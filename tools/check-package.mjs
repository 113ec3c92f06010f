// Looks at every package as it would be published: its files, its exports (publint) and its types (attw).
import { createScratch, packPackages, runQuietly } from './pack.mjs';

/** @param {import('./pack.mjs').Tarball} tarball */
function findUnwantedFiles({ files }) {
  const missing = ['LICENSE', 'README.md', 'dist/index.js', 'dist/index.d.ts'].filter((file) => !files.includes(file));
  const unwanted = files.filter((file) => /\.(test|test-d|bench)\.|\.tsbuildinfo$|^test\//.test(file));
  return [...missing.map((file) => `${file} is not packed`), ...unwanted.map((file) => `${file} is packed`)];
}

const tarballs = packPackages(createScratch('pack'));
let failures = 0;
for (const tarball of tarballs) {
  const checks = [
    { name: 'publint', ...runQuietly('npx', ['publint', 'run', '--strict', tarball.file]) },
    {
      name: 'attw',
      ...runQuietly('npx', ['attw', tarball.file, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii']),
    },
  ];
  const files = findUnwantedFiles(tarball);
  const failed = checks.filter((check) => !check.ok);
  if (failed.length === 0 && files.length === 0) continue;
  failures += 1;
  console.log(`${tarball.name}:`);
  for (const line of files) console.log(`  ${line}`);
  for (const check of failed) console.log(`  ${check.name}\n${check.output.replace(/^/gm, '    ')}`);
}
console.log(`check:package: ${tarballs.length - failures} packages are fit to publish, ${failures} are not`);
process.exitCode = failures === 0 ? 0 : 1;
