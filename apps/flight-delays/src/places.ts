import path from 'node:path';

const app = path.resolve(import.meta.dirname, '..');

/** Where a run of the app keeps its things; all but the schema can be deleted and comes back with the next run. */
export interface Places {
  readonly output: string;
  readonly landing: string;
  readonly serving: string;
  readonly state: string;
  readonly schemaFile: string;
}

/** The app's own places, or for fewer flights than all a folder beside them: what is learned from few must not replace what is served. */
export function placesOf(rows?: number): Places {
  const output = path.join(app, 'out');
  return rows === undefined
    ? { ...placesIn(output), state: path.join(app, '.millrace') }
    : placesIn(path.join(output, `rows-${rows}`));
}

/** Everything in one folder. */
export function placesIn(output: string): Places {
  return {
    output,
    landing: path.join(output, 'landing'),
    serving: path.join(output, 'serving'),
    state: path.join(output, 'state'),
    schemaFile: path.join(app, 'schema.json'),
  };
}
