import { checkOptions, optionForms, type Engine } from '@millrace/core';
import { openEngine } from '../engine/open-engine.ts';
import { spanForm } from '../source/spans.ts';
import { createDataset, type OpenedDataset } from './create-dataset.ts';
import { isDataset, relateInput, type DatasetInput, type RelateOptions } from './relate-input.ts';

export interface OpenDatasetOptions extends RelateOptions {
  /** Used, and not closed, by the dataset. A dataset that is given keeps its own. @defaultValue an engine of its own, closed with the dataset */
  readonly engine?: Engine | undefined;
}

/**
 * Makes rows readable on an engine without reading them into memory. Throws `DATA_FILE_NOT_FOUND`, `DATA_UNKNOWN_SPLIT`
 * and whatever is wrong with the files.
 */
export async function openDataset(input: DatasetInput, options: OpenDatasetOptions = {}): Promise<OpenedDataset> {
  checkOptions<OpenDatasetOptions>(options, 'openDataset', {
    engine: optionForms.engine,
    split: optionForms.text,
    span: spanForm,
    version: optionForms.natural,
    signal: optionForms.signal,
  });
  const given = isDataset(input) ? input.engine : options.engine;
  const engine = given ?? (await openEngine());
  const closeEngine = async (): Promise<void> => {
    if (given === undefined) await engine[Symbol.asyncDispose]();
  };
  try {
    const { release, ...related } = await relateInput(input, engine, options);
    return createDataset({
      engine,
      ...related,
      dispose: async () => {
        await release();
        await closeEngine();
      },
    });
  } catch (error) {
    await closeEngine();
    throw error;
  }
}
