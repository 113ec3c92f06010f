import { duplicateFeature, unknownFeature, unknownView } from '../errors.ts';
import type { FeatureView } from './feature-view.ts';
import { listFeatures, type ViewFeature } from './list-features.ts';

/**
 * The features of the views, in the order of the views. `names` chooses among them, written `view:value_window`
 * (`view:value` for a last known value); they then come in the order of `names`.
 * Throws `FEATURE_STORE_UNKNOWN_VIEW`, `FEATURE_STORE_UNKNOWN_FEATURE`, `FEATURE_STORE_DUPLICATE_FEATURE`.
 */
export function chooseFeatures(views: readonly FeatureView[], names?: readonly string[]): readonly ViewFeature[] {
  const features = views.flatMap(listFeatures);
  for (const [index, { name, view }] of features.entries()) {
    const other = features.findIndex((feature) => feature.name === name);
    if (other < index) throw duplicateFeature({ name, place: `of the views "${features[other]!.view}" and "${view}"` });
  }
  if (names === undefined) return features;
  const known = new Map(features.map((feature) => [referenceOf(feature), feature]));
  return names.map((name) => {
    const feature = known.get(name);
    if (feature !== undefined) return feature;
    const view = name.split(':')[0]!;
    const knownViews = views.map((each) => each.name);
    if (name.includes(':') && !knownViews.includes(view)) throw unknownView({ view, known: knownViews });
    throw unknownFeature({ feature: name, known: [...known.keys()] });
  });
}

/** How a feature is asked for: `from_origin:flights_1h`. */
function referenceOf({ view, name }: ViewFeature): string {
  return `${view}:${name.slice(view.length + 1)}`;
}
