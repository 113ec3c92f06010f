import type { JsonPrimitive, JsonValue } from '@millrace/core';
import type { KeyChange } from './compare-keys.ts';
import { listDifferences } from './list-differences.ts';

/** Why a step ran, was taken from the cache, or did neither. Plain JSON; `describeReason` puts it in words. */
export type StepReason =
  | { readonly type: 'cached'; readonly executionId: string }
  | { readonly type: 'never-ran' }
  | { readonly type: 'changed'; readonly changes: readonly KeyChange[] }
  | { readonly type: 'failed-before'; readonly executionId: string }
  | { readonly type: 'artifact-lost'; readonly port: string; readonly path: string; readonly problem: string }
  | { readonly type: 'forced' }
  /** Partial run: the artifacts of the last execution were taken as they are. */
  | { readonly type: 'reused'; readonly executionId: string }
  | { readonly type: 'not-selected' }
  | { readonly type: 'upstream'; readonly step: string; readonly state: 'failed' | 'skipped' | 'cancelled' }
  | {
      readonly type: 'condition';
      readonly step: string;
      readonly property: string;
      readonly wanted: JsonPrimitive;
      readonly found: JsonPrimitive | undefined;
    }
  | { readonly type: 'cancelled' }
  /** Only when explaining: what these steps will give is not known yet. */
  | { readonly type: 'waits'; readonly steps: readonly string[]; readonly changes: readonly KeyChange[] };

/** One sentence for people. */
export function describeReason(reason: StepReason): string {
  switch (reason.type) {
    case 'cached':
      return 'Nothing that it depends on changed.';
    case 'never-ran':
      return 'It never ran before.';
    case 'changed':
      return reason.changes.length === 0 ? 'Its cache entry is gone.' : describeChanges(reason.changes);
    case 'failed-before':
      return 'It failed when it ran last.';
    case 'artifact-lost':
      return `Its output "${reason.port}" is not on disk any more as it was published: ${reason.problem}`;
    case 'forced':
      return 'It was forced.';
    case 'reused':
      return 'It is not part of this run; its last artifacts are used.';
    case 'not-selected':
      return 'It is not part of this run.';
    case 'upstream':
      return `Step "${reason.step}" before it ${reason.state === 'failed' ? 'failed' : `was ${reason.state}`}.`;
    case 'condition':
      return `Property "${reason.property}" of "${reason.step}" is ${String(reason.found)}, not ${String(reason.wanted)}.`;
    case 'cancelled':
      return 'The run was cancelled.';
    case 'waits':
      return [
        ...(reason.changes.length === 0 ? [] : [describeChanges(reason.changes)]),
        `It depends on what ${quoteAll(reason.steps)} will give: the same content leaves it cached.`,
      ].join(' ');
  }
}

/** The reason as lines, one for each part that changed. */
export function listReasons(reason: StepReason): readonly string[] {
  if (reason.type === 'changed' && reason.changes.length > 0) return reason.changes.map(describeChange);
  if (reason.type === 'waits') {
    return [...reason.changes.map(describeChange), describeReason({ ...reason, changes: [] })];
  }
  return [describeReason(reason)];
}

function describeChanges(changes: readonly KeyChange[]): string {
  const shown = changes.slice(0, 5).map(describeChange);
  const more = changes.length > shown.length ? `; and ${changes.length - shown.length} more` : '';
  return `Changed: ${shown.join('; ')}${more}.`;
}

/** Half a sentence about one changed part: `parameter "trees" from 100 to 200`. */
function describeChange(change: KeyChange): string {
  switch (change.part) {
    case 'code':
      return change.files.length === 0 ? 'code' : `code (${shorten(change.files)})`;
    case 'parameter':
      return `parameter ${describeParameter(change)}`;
    case 'input':
      return `input "${change.port}"${change.index > 0 ? ` at ${change.index}` : ''}${
        change.step === undefined ? '' : ` from "${change.step}"`
      }${change.after === undefined ? ' (gone)' : change.before === undefined ? ' (new)' : ''}`;
    case 'fingerprint':
      return `"${change.name}" that it reads${change.after === undefined ? ' (gone)' : change.before === undefined ? ' (new)' : ''}`;
    case 'component':
    case 'version':
    case 'seed':
      return `${change.part} from ${change.before} to ${change.after}`;
  }
}

function describeParameter({ name, before, after }: Extract<KeyChange, { readonly part: 'parameter' }>): string {
  const differences = listDifferences({ path: name, before, after }).map(
    ({ path, before: from, after: to }) => `"${path}" from ${show(from)} to ${show(to)}`,
  );
  const more = differences.length > 3 ? ` and ${differences.length - 3} more` : '';
  return `${differences.slice(0, 3).join(', ')}${more}`;
}

function show(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function shorten(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}

function quoteAll(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
