import path from 'node:path';
import { placesIn, type Places } from '../places.ts';

/** Where the crash suite lets the app work. Everything lies in one folder and is made anew for each round. */
export interface CrashPlaces extends Places {
  readonly root: string;
  /** What servers watch and the pipeline pushes to. */
  readonly destination: string;
  /** What the server beside the pipeline writes its requests to. */
  readonly requests: string;
  /** The system's temporary directory of all processes. */
  readonly temporary: string;
}

export function crashPlacesIn(folder: string): CrashPlaces {
  const root = path.resolve(folder);
  const places = placesIn(path.join(root, 'flights'));
  return {
    ...places,
    root,
    destination: path.join(places.serving, 'few-trees'),
    requests: path.join(root, 'requests'),
    temporary: path.join(root, 'tmp'),
  };
}
