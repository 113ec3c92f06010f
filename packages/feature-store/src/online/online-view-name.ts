import { canonicalJson } from '@millrace/core';
import { sha256 } from '@millrace/core/artifacts';
import type { FeatureView } from '../define/feature-view.ts';

/**
 * The name under which a view is stored online: its own, and a digest of all that its values depend on. A changed
 * definition is another view: it starts from nothing, and servers with the old one go on reading the old one.
 */
export function onlineViewName(view: FeatureView): string {
  const { name, entity, eventTime, availableTime, windows, values, ttl } = view;
  const meaning = { keys: entity?.keys ?? [], eventTime, availableTime, windows, values, ttl };
  return `${name}@${sha256(canonicalJson(meaning)).slice(0, 16)}`;
}

/** Where the event time of a last known value is stored, beside it. */
export function eventTimeName(feature: string): string {
  return `${feature}@time`;
}
