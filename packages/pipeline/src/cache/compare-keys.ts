import { canonicalJson, type JsonValue } from '@millrace/core';
import type { KeyParts } from './key-parts.ts';

/** One part of a cache key that differs from the execution before. */
export type KeyChange =
  | { readonly part: 'component' | 'version'; readonly before: string; readonly after: string }
  | {
      readonly part: 'code';
      /** Files and packages that were changed, added or removed; empty when the earlier files are not known. */
      readonly files: readonly string[];
    }
  | {
      readonly part: 'parameter';
      readonly name: string;
      /** undefined: it was not given. */
      readonly before?: JsonValue | undefined;
      readonly after?: JsonValue | undefined;
    }
  | {
      readonly part: 'input';
      readonly port: string;
      readonly index: number;
      /** The step that gives it now. */
      readonly step?: string | undefined;
      readonly before?: string | undefined;
      readonly after?: string | undefined;
    }
  | {
      readonly part: 'fingerprint';
      readonly name: string;
      readonly before?: string | undefined;
      readonly after?: string | undefined;
    }
  | { readonly part: 'seed'; readonly before: number; readonly after: number };

export interface KeyComparison {
  readonly before: KeyParts;
  readonly after: KeyParts;
  /** Files of both codes, where they are known. */
  readonly files?: {
    readonly before: Readonly<Record<string, string>>;
    readonly after: Readonly<Record<string, string>>;
  };
  /** The step behind an input port, where the pipeline knows it. */
  readonly originOf?: (port: string, index: number) => string | undefined;
  /** Ports whose artifacts are not known yet; they are left out. */
  readonly openPorts?: ReadonlySet<string>;
}

/** What differs between two keys, in the order: component, version, code, parameters, fingerprint, inputs, seed. */
export function compareKeys({ before, after, files, originOf, openPorts }: KeyComparison): readonly KeyChange[] {
  const changes: KeyChange[] = [];
  for (const part of ['component', 'version'] as const) {
    if (before[part] !== after[part]) changes.push({ part, before: before[part], after: after[part] });
  }
  if (before.code !== after.code) {
    const changed = files === undefined ? [] : changedKeys(files.before, files.after);
    changes.push({ part: 'code', files: changed });
  }
  for (const name of changedKeys(before.parameters, after.parameters)) {
    changes.push({ part: 'parameter', name, before: before.parameters[name], after: after.parameters[name] });
  }
  for (const name of changedKeys(before.fingerprint, after.fingerprint)) {
    changes.push({ part: 'fingerprint', name, before: before.fingerprint[name], after: after.fingerprint[name] });
  }
  for (const port of changedKeys(before.inputs, after.inputs)) {
    if (openPorts?.has(port)) continue;
    const [old, current] = [before.inputs[port] ?? [], after.inputs[port] ?? []];
    for (let index = 0; index < Math.max(old.length, current.length); index++) {
      if (old[index] === current[index]) continue;
      const step = originOf?.(port, index);
      changes.push({ part: 'input', port, index, step, before: old[index], after: current[index] });
    }
  }
  if (before.seed !== after.seed) changes.push({ part: 'seed', before: before.seed, after: after.seed });
  return changes;
}

function changedKeys(before: Readonly<Record<string, unknown>>, after: Readonly<Record<string, unknown>>): string[] {
  const text = (value: unknown): string => (value === undefined ? '' : canonicalJson(value));
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => text(before[key]) !== text(after[key]))
    .sort();
}
