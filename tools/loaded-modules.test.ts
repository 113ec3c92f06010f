import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { fromRoot, listPackages } from './repository.mjs';

/** What importing a package may load beside Millrace's own modules. Everything else waits until it is needed. */
const allowed: Readonly<Record<string, readonly string[]>> = { cli: ['commander'] };

/** Own modules that an import may load: at about 0.6 ms each, what keeps the slowest package well under its 150 ms. */
const mostModules = 120;

/** Packages that leave their heavier siblings until the call, and how few modules that makes. */
const lateSiblings: Readonly<Record<string, { readonly late: readonly string[]; readonly mostModules: number }>> = {
  transform: { late: ['data', 'features'], mostModules: 45 },
  'data-validation': { late: ['data'], mostModules: 95 },
  evaluator: { late: ['data', 'model'], mostModules: 75 },
  monitor: { late: ['data', 'data-validation'], mostModules: 70 },
};

const hooks = `
  let port;
  export const initialize = (data) => { port = data.port; };
  export async function load(url, context, next) {
    const loaded = await next(url, context);
    port.postMessage(url);
    return loaded;
  }`;
const program = `
  import { createRequire, register } from 'node:module';
  import { pathToFileURL } from 'node:url';
  import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
  const { port1, port2 } = new MessageChannel();
  register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}), {
    data: { port: port2 },
    transferList: [port2],
  });
  await import('@millrace/' + process.argv[1]);
  const urls = Object.keys(createRequire(process.cwd() + '/').cache).map((file) => pathToFileURL(file).href);
  for (let item = receiveMessageOnPort(port1); item !== undefined; item = receiveMessageOnPort(port1))
    urls.push(item.message);
  console.log(JSON.stringify([...new Set(urls)]));
  process.exit();`;

/** URLs of all files that a process loads that imports one built package. */
function listLoaded(name: string): readonly string[] {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program, name], {
    cwd: fromRoot('tools'),
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  return (JSON.parse(stdout) as string[]).filter((url) => url.startsWith('file:'));
}

it.each(listPackages())('importing %s loads little, and of others only what it is allowed', (name) => {
  const urls = listLoaded(name);
  const others = urls.map((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]);
  expect([...new Set(others.filter((other) => other !== undefined))]).toEqual(allowed[name] ?? []);
  const own = urls.filter((url) => url.includes('/packages/'));
  expect(own.some((url) => url.endsWith(`/packages/${name}/dist/index.js`))).toBe(true);
  const { late, mostModules: most } = lateSiblings[name] ?? { late: [], mostModules };
  for (const sibling of late) expect(own.filter((url) => url.includes(`/packages/${sibling}/`))).toEqual([]);
  expect(own.length).toBeLessThanOrEqual(most);
});
