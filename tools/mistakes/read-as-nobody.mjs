// Reads a file as a user who may not: starts as root, loads what it needs, and becomes nobody. Prints the error as JSON.
import { openDataset, openEngine } from '@millrace/data';

const [path = ''] = process.argv.slice(2);
const engine = await openEngine();
await engine.query('select 1 as one');
process.setgroups?.([]);
process.setgid?.(65534);
process.setuid?.(65534);
try {
  const dataset = await openDataset(path, { engine });
  await dataset.read();
  process.stdout.write('null');
} catch (error) {
  process.stdout.write(JSON.stringify(error));
}
