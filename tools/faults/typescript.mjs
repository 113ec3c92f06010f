// `node --import` of this file reads the scenes, which are TypeScript; packages come from dist, as they are installed.
import { registerTypeScript } from '../../packages/cli/dist/load/register-typescript.js';

registerTypeScript();
