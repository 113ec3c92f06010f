/** The names of the parameters that a build was given, and of those that were looked at so far. */
export interface WatchedNames {
  readonly given: readonly string[];
  readonly read: ReadonlySet<string>;
}

/**
 * The parameters of a build, as an object that notes which of them are looked at. Whoever lists its keys, copies it or
 * writes it as JSON has looked at all.
 */
export function watchParameters<TParameters>(parameters: TParameters): {
  readonly parameters: TParameters;
  readonly names: WatchedNames;
} {
  const read = new Set<string>();
  if (typeof parameters !== 'object' || parameters === null) return { parameters, names: { given: [], read } };
  const given = Object.keys(parameters).filter((name) => Reflect.get(parameters, name) !== undefined);
  const note = (name: string | symbol): void => {
    if (typeof name === 'string' && name !== 'toJSON' && !(name in Object.prototype)) read.add(name);
  };
  const watched = new Proxy(parameters, {
    get(target, name, receiver) {
      note(name);
      return Reflect.get(target, name, receiver) as unknown;
    },
    has(target, name) {
      note(name);
      return Reflect.has(target, name);
    },
    getOwnPropertyDescriptor(target, name) {
      note(name);
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    ownKeys(target) {
      given.forEach(note);
      return Reflect.ownKeys(target);
    },
  });
  return { parameters: watched, names: { given, read } };
}
