// Entry of the processes in which `millrace run` runs steps: TypeScript pipelines, with the embedded engine by default.
import { openEngine } from '@millrace/data';
import { serveSteps } from '@millrace/pipeline';
import { registerTypeScript } from './load/register-typescript.ts';

registerTypeScript();
serveSteps({ engine: () => openEngine() });
