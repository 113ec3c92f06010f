import { checkOptions, optionForms, requiredOption, type OptionNames } from '@millrace/core';
import type { TimestampExpression } from '@millrace/features';
import { invalidView } from '../errors.ts';
import { valueTypes, type Aggregation } from './aggregation.ts';
import { parseDuration, type Duration } from './duration.ts';
import type { Entity } from './entity.ts';
import { listFeatures } from './list-features.ts';

/**
 * Features of an entity at a moment, declared: plain data that survives JSON. When its events become known must be said:
 * `availableTime`, or `availableAtEvent`.
 */
export interface FeatureView {
  /** Starts the names of its features. */
  readonly name: string;
  /** Whom the features describe. Left out: everything together, one answer a moment. */
  readonly entity?: Entity | undefined;
  /** Key column of the history -> column of the asking row that it is matched with. @defaultValue the same name */
  readonly joinOn?: Readonly<Record<string, string>> | undefined;
  /** Name of its source where `sources` are given. @defaultValue the name of the view */
  readonly source?: string | undefined;
  /** Column of the history: when it happened. */
  readonly eventTime: string;
  /** When the values of an event became known: an expression over its columns, or the name of a column. */
  readonly availableTime?: TimestampExpression | string | undefined;
  /** Instead of `availableTime`: all values are known at the event time. True of a reading or a click, not of an outcome. */
  readonly availableAtEvent?: true | undefined;
  /** Windows that end at the asking moment and look back over availability time. Needed unless all values are `latest`. */
  readonly windows?: readonly Duration[] | undefined;
  /** By name, what is made of the events. */
  readonly values: Readonly<Record<string, Aggregation>>;
  /** How long a `latest` value counts after its event, and how old what an online store holds may be. @defaultValue no limit */
  readonly ttl?: Duration | undefined;
  /**
   * True: a row may see its own event when that is known at the row's moment. Else that is taken for a leak and refused.
   * @defaultValue false
   */
  readonly allowOwnEvent?: boolean | undefined;
}

const { text, object, list, flag } = optionForms;
const viewForms: OptionNames<FeatureView> = {
  name: requiredOption(text),
  entity: {
    expected: 'what `defineEntity` gave',
    admits: (value) => Array.isArray((value as Partial<Entity> | null)?.keys),
  },
  joinOn: object,
  source: text,
  eventTime: requiredOption({ expected: 'the name of a column', admits: (value) => typeof value === 'string' }),
  availableTime: {
    expected: 'the name of a column, or an expression that gives a timestamp',
    admits: (value) => text.admits(value) || object.admits(value),
  },
  availableAtEvent: flag,
  windows: list,
  values: requiredOption(object),
  ttl: text,
  allowOwnEvent: flag,
};

const nameForm = /^[A-Za-z][A-Za-z0-9_]*$/;

/**
 * Declares a feature view. An event counts for the moment t in a window w when its availability time is in (t - w, t]:
 * what becomes known exactly at t counts, and nothing counts before it is known.
 * Throws `FEATURE_STORE_INVALID_VIEW`, `FEATURE_STORE_INVALID_DURATION`.
 */
export function defineFeatureView(view: FeatureView): FeatureView {
  checkFeatureView(view);
  return view;
}

/** Throws `FEATURE_STORE_INVALID_VIEW` or `FEATURE_STORE_INVALID_DURATION` for a declaration that cannot be meant. */
export function checkFeatureView(view: FeatureView): void {
  checkOptions<FeatureView>(view, 'defineFeatureView', viewForms);
  const fail = (reason: string): never => {
    throw invalidView({ view: view.name, reason });
  };
  if (!nameForm.test(view.name)) fail('its name is not a letter followed by letters, digits and _');
  if (view.eventTime === '') fail('`eventTime` names no column');
  if ((view.availableTime === undefined) === (view.availableAtEvent !== true)) {
    fail(
      'it needs either `availableTime`, or `availableAtEvent: true` when its values are known as soon as it happens',
    );
  }
  if (typeof view.availableTime === 'object' && view.availableTime.type !== 'timestamp')
    fail(`\`availableTime\` gives ${String(view.availableTime.type)}, not a timestamp`);
  for (const key of Object.keys(view.joinOn ?? {})) {
    if (view.entity?.keys.includes(key) !== true) fail(`\`joinOn\` names "${key}", which is no key of its entity`);
  }
  const values = Object.entries(view.values);
  if (values.length === 0) fail('it has no values');
  for (const [name, aggregation] of values) {
    const { aggregate, value } = (aggregation ?? {}) as Partial<Aggregation>;
    if (!nameForm.test(name)) fail(`the value name "${name}" is not a letter followed by letters, digits and _`);
    const types = valueTypes[aggregate!] as readonly string[] | undefined;
    if (types === undefined) fail(`the value "${name}" asks for "${aggregate}", which is no aggregation`);
    else if (!types.includes(value?.type ?? 'nothing'))
      fail(`the value "${name}" is the ${aggregate} of ${value?.type ?? 'nothing'}, which takes ${types.join(' or ')}`);
  }
  const windows = view.windows ?? [];
  if (windows.length === 0 && values.some(([, { aggregate }]) => aggregate !== 'latest')) fail('it has no `windows`');
  if (windows.length > 0 && values.every(([, { aggregate }]) => aggregate === 'latest'))
    fail('its values are all `latest` and need no `windows`');
  for (const window of windows) parseDuration(window, `a window of the view "${view.name}"`);
  if (view.ttl !== undefined) parseDuration(view.ttl, `the ttl of the view "${view.name}"`);
  const names = listFeatures(view).map((feature) => feature.name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) fail(`the feature "${twice}" would stand twice`);
}

/** Column of the asking row for each key of the view, in the order of the keys. */
export function askingColumns(view: FeatureView): readonly string[] {
  return (view.entity?.keys ?? []).map((key) => view.joinOn?.[key] ?? key);
}
