// Installs the packed packages the way a stranger does: elsewhere, with install scripts off. Then imports every
// entry from plain JavaScript, type-checks a file that imports each with skipLibCheck off, and starts the command.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createScratch, packPackages, runQuietly } from './pack.mjs';
import { readText } from './repository.mjs';

/** @param {string} name */
function rootVersion(name) {
  return JSON.parse(readText('package.json')).devDependencies[name];
}

/** @param {unknown} value */
const toJson = (value) => `${JSON.stringify(value, null, 2)}\n`;

const tarballs = packPackages(createScratch('pack'));
const consumer = createScratch('consumer');
/** @type {(file: string, text: string) => void} */
const write = (file, text) => writeFileSync(path.join(consumer, file), text);

write(
  'package.json',
  toJson({
    name: 'consumer',
    private: true,
    type: 'module',
    dependencies: Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`])),
    devDependencies: { typescript: rootVersion('typescript'), '@types/node': rootVersion('@types/node') },
  }),
);
write(
  'tsconfig.json',
  toJson({
    compilerOptions: {
      target: 'ES2022',
      lib: ['ES2023', 'DOM'],
      module: 'NodeNext',
      types: ['node'],
      strict: true,
      noEmit: true,
      skipLibCheck: false,
    },
    files: ['main.ts'],
  }),
);
const names = tarballs.map(({ name }) => name);
write(
  'main.ts',
  `${names.map((name, index) => `import * as p${index} from '${name}';`).join('\n')}\nexport const all = [${names.map((_, index) => `p${index}`).join(', ')}];\n`,
);
write('main.js', `for (const name of ${JSON.stringify(names)}) await import(name);\n`);

const steps = [
  {
    name: 'install without scripts',
    run: () =>
      runQuietly(
        'npm',
        ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'],
        consumer,
      ),
  },
  { name: 'import from JavaScript', run: () => runQuietly('node', ['main.js'], consumer) },
  { name: 'type-check with skipLibCheck off', run: () => runQuietly('npx', ['tsc', '-p', '.'], consumer) },
  { name: 'start the command', run: () => runQuietly('npx', ['millrace', '--help'], consumer) },
];

for (const step of steps) {
  const { ok, output } = step.run();
  if (ok) continue;
  console.log(`consumer: "${step.name}" failed\n${output.replace(/^/gm, '  ')}`);
  process.exitCode = 1;
  break;
}
if (process.exitCode === undefined)
  console.log(`consumer: ${names.length} packages install, import, type-check and start`);
