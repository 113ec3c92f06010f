import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Mistake, MistakeTable, Words } from './mistake.ts';
import { runCommand } from './run-command.ts';

interface Told {
  readonly code: string;
  readonly says: Words;
  readonly cure: Words;
}

function command(
  mistake: string,
  words: readonly string[],
  { code, says, cure, ...more }: Told & Pick<Mistake, 'files' | 'arrange' | 'leaves'>,
): Mistake {
  return { mistake, kind: 'command', run: (place) => runCommand(place, words), code, says: [says], cure, ...more };
}

const pipelineUrl = new URL('../../packages/pipeline/dist/index.js', import.meta.url).href;
const flights = { 'flights.csv': 'origin,delay\nABQ,3\nSFO,4\n' };

/** The command line. */
export const commandsMistakes: MistakeTable = {
  area: 'The command line',
  mistakes: [
    command('A misspelt command', ['rnu', 'pipeline.ts'], {
      code: 'CLI_WRONG_USAGE',
      says: "unknown command 'rnu'",
      cure: 'Did you mean run?',
    }),
    command('A misspelt flag', ['stats', 'flights.csv', '--splt', 'train'], {
      code: 'CLI_WRONG_USAGE',
      says: "unknown option '--splt'",
      cure: 'Did you mean --split?',
    }),
    command('An argument that is missing', ['stats'], {
      code: 'CLI_WRONG_USAGE',
      says: "missing required argument 'data'",
      cure: '`millrace stats --help`',
    }),
    command('A flag without its value', ['runs', '--limit'], {
      code: 'CLI_WRONG_USAGE',
      says: "option '--limit <n>' argument missing",
      cure: '`millrace runs --help`',
    }),
    command('A flag with a value of another type', ['runs', '--limit', 'many'], {
      code: 'CLI_INVALID_OPTION',
      says: '"many" is not a value of --limit',
      cure: 'a whole number from 1',
    }),
    command('A parameter without a value', ['run', 'pipeline.mjs', '-p', 'week'], {
      files: { 'pipeline.mjs': '' },
      code: 'CLI_INVALID_PARAMETER',
      says: '"week" is not a parameter',
      cure: 'NAME=VALUE',
    }),
    command('A misspelt parameter', ['run', 'pipeline.mjs', '-p', 'wek=2001-06-18'], {
      files: {
        'pipeline.mjs': `import { definePipeline } from '${pipelineUrl}';\nexport default definePipeline('flights', ({ parameters }) => parameters.week);\n`,
      },
      code: 'PIPELINE_INVALID',
      says: 'is given the parameter "wek" and does not read it',
      cure: 'Did you mean "week"?',
    }),
    command('A pipeline file that is not there', ['run', 'pipline.ts'], {
      code: 'CLI_FILE_NOT_FOUND',
      says: 'There is no file pipline.ts',
      cure: 'Check the path',
    }),
    command('A pipeline file that exports no pipeline', ['run', 'pipeline.mjs'], {
      files: { 'pipeline.mjs': 'export const learner = 3;\n' },
      code: 'CLI_NO_PIPELINE',
      says: 'pipeline.mjs exports no pipeline; it exports learner',
      cure: '`export default definePipeline(...)`',
    }),
    command('A pipeline file that throws', ['run', 'pipeline.mjs'], {
      files: { 'pipeline.mjs': 'export default nothing;\n' },
      code: 'CLI_CANNOT_LOAD',
      says: 'pipeline.mjs could not be loaded: nothing is not defined',
      cure: 'Correct the file',
    }),
    command('A pipeline file that does not parse', ['run', 'pipeline.ts'], {
      files: { 'pipeline.ts': 'const week: string = ;\n' },
      code: 'CLI_CANNOT_LOAD',
      says: 'pipeline.ts could not be loaded: line 1',
      cure: 'Correct the file',
    }),
    command('An enum in a pipeline file', ['run', 'pipeline.ts'], {
      files: { 'pipeline.ts': 'export const a = 1;\nenum Learner { trees }\n' },
      code: 'CLI_CANNOT_LOAD',
      says: 'pipeline.ts could not be loaded: line 2',
      cure: 'enums, namespaces and parameter properties do not run',
    }),
    command('An import that is not there', ['run', 'pipeline.mjs'], {
      files: { 'pipeline.mjs': "import './steps.mjs';\n" },
      code: 'CLI_CANNOT_LOAD',
      says: 'steps.mjs',
      cure: 'Correct the file',
    }),
    command('A directory without a project', ['runs'], {
      code: 'CLI_NO_PROJECT',
      says: 'holds no metadata of a Millrace project',
      cure: '--directory',
    }),
    command('A file where the state of the project belongs', ['run', 'pipeline.mjs', '--directory', 'state'], {
      files: {
        state: '',
        'pipeline.mjs': `import { definePipeline } from '${pipelineUrl}';\nexport default definePipeline('flights', () => undefined);\n`,
      },
      code: 'METADATA_NOT_A_STORE',
      says: 'metadata.db cannot be opened',
      cure: 'A file stands where the folder of the store belongs',
    }),
    {
      mistake: 'A state directory that may not be written to',
      kind: 'command',
      files: {
        'pipeline.mjs': `import { definePipeline } from '${pipelineUrl}';\nexport default definePipeline('flights', () => undefined);\n`,
      },
      arrange: (place) => {
        chmodSync(path.dirname(place), 0o755);
        chmodSync(place, 0o555);
        return { [Symbol.asyncDispose]: async () => Promise.resolve(chmodSync(place, 0o755)) };
      },
      // Root may do everything; nobody may not.
      run: (place) =>
        runCommand(place, ['run', 'pipeline.mjs'], { uid: process.getuid?.() === 0 ? 65_534 : undefined }),
      code: 'METADATA_NOT_A_STORE',
      says: ['.millrace/metadata.db cannot be opened', 'permission denied'],
      cure: 'Give this user the right',
    },
    command('Data that is not there', ['stats', 'flihgts.csv'], {
      files: flights,
      code: 'DATA_FILE_NOT_FOUND',
      says: 'flihgts.csv',
      cure: 'flights.csv',
    }),
    command('A report with an ending that is not known', ['stats', 'flights.csv', '--output', 'report.pdf'], {
      files: flights,
      code: 'CLI_INVALID_OPTION',
      says: '"report.pdf" is not a value of --output',
      cure: '.json or .html',
    }),
    command('A report in a directory that is not there', ['stats', 'flights.csv', '--output', 'reports/a.html'], {
      files: flights,
      code: 'CLI_CANNOT_WRITE',
      says: 'reports/a.html cannot be written',
      cure: 'a directory that exists',
    }),
    command('A schema that is no JSON', ['validate', 'flights.csv', '--schema', 'schema.json'], {
      files: { ...flights, 'schema.json': '{"features": ' },
      code: 'DATA_VALIDATION_SCHEMA_NOT_JSON',
      says: 'schema.json',
      cure: /\w/,
    }),
    command('A schema with an unknown key', ['validate', 'flights.csv', '--schema', 'schema.json'], {
      files: { ...flights, 'schema.json': '{"specVersion": 1, "features": {"delay": {"typ": "integer"}}}' },
      code: 'CORE_INVALID_PAYLOAD',
      says: 'typ',
      cure: 'JSON Schema',
    }),
    command('A model directory that is not there', ['predict', 'models/churn', 'flights.csv'], {
      files: flights,
      code: 'MODEL_NOT_A_MODEL',
      says: 'there is no such directory',
      cure: 'model.json',
    }),
    command('A model directory that is empty', ['predict', 'models', 'flights.csv'], {
      files: flights,
      arrange: (place) => mkdirSync(path.join(place, 'models')),
      code: 'MODEL_NOT_A_MODEL',
      says: 'it has no model.json',
      cure: 'Trainer',
    }),
    command('A server of a directory that is not there', ['serve', 'churn=models/churn', '--port', '0'], {
      code: 'SERVING_MODEL_PATH_MISSING',
      says: 'models/churn of the model "churn" does not exist',
      cure: 'Pusher',
    }),
    command('A port that is none', ['serve', 'churn=models', '--port', '99999'], {
      arrange: (place) => mkdirSync(path.join(place, 'models')),
      code: 'SERVING_INVALID_OPTION',
      says: '`port` is 99999',
      cure: 'from 0 to 65535',
    }),
    command('Requests to watch that are not there', ['monitor', 'reqests', '--reference', 'flights.csv'], {
      files: flights,
      code: 'CLI_NO_REQUESTS',
      says: 'reqests',
      cure: 'millrace serve --request-log',
    }),
    {
      mistake: 'A Node that is too old',
      kind: 'command',
      files: {
        'old.cjs': "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.0' } });\n",
      },
      run: (place) => runCommand(place, ['runs'], { node: ['--require', './old.cjs'] }),
      code: 'CLI_NODE_TOO_OLD',
      says: ['This is Node 18.20.0; Millrace needs 20.19 or newer'],
      cure: 'Install a newer Node',
    },
  ],
};
