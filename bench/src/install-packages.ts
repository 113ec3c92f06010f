import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { processFailed } from './errors.ts';
import { packagesDirectory, repositoryDirectory } from './places.ts';

interface Manifest {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const scope = '@millrace/';
const packing = ['pack', '--json', '--ignore-scripts', '--loglevel=error'];
const installing = 'install --ignore-scripts --omit=dev --prefer-offline --no-audit --no-fund --loglevel=error';

function runNpm(parameters: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync('npm', parameters, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw processFailed({ command: `npm ${parameters.join(' ')}`, output: stderr });
  return stdout;
}

/** Folder names of packages and of all of ours that they depend on. */
function withOurs(names: readonly string[]): readonly string[] {
  const reached = new Set<string>();
  const add = (name: string): void => {
    if (reached.has(name)) return;
    reached.add(name);
    const manifest = readFileSync(path.join(packagesDirectory, name, 'package.json'), 'utf8');
    for (const dependency of Object.keys((JSON.parse(manifest) as Manifest).dependencies ?? {}))
      if (dependency.startsWith(scope)) add(dependency.slice(scope.length));
  };
  names.forEach(add);
  return [...reached];
}

/**
 * Packs packages as they would be published and installs them with all that they need into an empty folder, as a user does:
 * no scripts, nothing for development. Gives the `node_modules`.
 */
export function installPackages(names: readonly string[], root: string): string {
  const [tarballs, folder] = [path.join(root, 'tarballs'), path.join(root, 'project')];
  for (const directory of [tarballs, folder]) mkdirSync(directory, { recursive: true });
  const workspaces = withOurs(names).map((name) => `--workspace=packages/${name}`);
  const packed = runNpm([...packing, '--pack-destination', tarballs, ...workspaces], repositoryDirectory);
  const dependencies = (JSON.parse(packed) as { readonly name: string; readonly filename: string }[]).map(
    ({ name, filename }) => [name, `file:${path.join(tarballs, path.basename(filename))}`],
  );
  const project = { name: 'project', private: true, dependencies: Object.fromEntries(dependencies) as object };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(project));
  copyFileSync(path.join(repositoryDirectory, '.npmrc'), path.join(folder, '.npmrc'));
  runNpm(installing.split(' '), folder);
  return path.join(folder, 'node_modules');
}
