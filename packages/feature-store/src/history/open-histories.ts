import type { Dataset, Engine } from '@millrace/core';
import { openDataset, type DatasetInput, type OpenedDataset } from '@millrace/data';
import type { FeatureView } from '../define/feature-view.ts';
import { unknownSource } from '../errors.ts';

/** Where the events of the views are: one history for all of them, or a source each. */
export interface HistoryInput {
  /** The events of every view. */
  readonly history?: DatasetInput | undefined;
  /** The events by name of the source, which is the view's own name unless it says `source`. Comes before `history`. */
  readonly sources?: Readonly<Record<string, DatasetInput>> | undefined;
}

/** Views and the datasets that hold their events, one below the other. */
export interface ViewHistory {
  readonly views: readonly FeatureView[];
  readonly datasets: readonly Dataset[];
}

export interface OpenedHistories extends AsyncDisposable {
  readonly histories: readonly ViewHistory[];
}

/** Opens each source once, however many views read it. Throws `FEATURE_STORE_UNKNOWN_SOURCE`. */
export async function openHistories(
  views: readonly FeatureView[],
  { history, sources = {} }: HistoryInput,
  engine: Engine,
): Promise<OpenedHistories> {
  const byInput = new Map<DatasetInput, FeatureView[]>();
  for (const view of views) {
    const source = view.source ?? view.name;
    const input = Object.hasOwn(sources, source) ? sources[source] : history;
    if (input === undefined) throw unknownSource({ view: view.name, source, known: Object.keys(sources) });
    byInput.set(input, [...(byInput.get(input) ?? []), view]);
  }
  const opened: OpenedDataset[] = [];
  const close = async (): Promise<void> => {
    for (const dataset of opened) await dataset[Symbol.asyncDispose]();
  };
  try {
    const histories: ViewHistory[] = [];
    for (const [input, group] of byInput) {
      const dataset = await openDataset(input, { engine });
      opened.push(dataset);
      histories.push({ views: group, datasets: [dataset] });
    }
    return { histories, [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}
