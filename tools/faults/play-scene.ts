import { pathToFileURL } from 'node:url';

/** What happens in a process of its own, under a fault of its environment. What it returns is told as JSON. */
export type Scene = (place: string) => Promise<unknown>;

const [module = '', name = '', place = ''] = process.argv.slice(2);
const scenes = (await import(pathToFileURL(module).href)) as Readonly<Record<string, Scene>>;
const outcome = await scenes[name]!(place);
process.stdout.write(`\noutcome ${JSON.stringify(outcome ?? null)}\n`);
