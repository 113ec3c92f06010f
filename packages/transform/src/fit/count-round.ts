import type { Dataset } from '@millrace/core';
import { dialectOf } from '@millrace/data';
import type { FitRound, Statistic, StatisticRequest } from '@millrace/features';
import { renderProgram } from '../render/render-program.ts';
import { checkSourceColumns } from '../render/source-columns.ts';
import { createVocabularyTypes } from '../render/vocabulary-types.ts';
import { countFrequencies } from './count-frequencies.ts';
import { countMoments } from './count-moments.ts';
import { countQuantiles } from './count-quantiles.ts';
import { countRanges } from './count-ranges.ts';
import type { RoundSource } from './round-source.ts';

/** Answers the requests of a round, in their order, by as few passes over the dataset as possible. */
export async function countRound(
  { program, requests }: FitRound,
  dataset: Dataset,
  signal: AbortSignal | undefined,
): Promise<readonly Statistic[]> {
  const { engine, relation } = dataset;
  const columns = checkSourceColumns(program, dataset.columns, 'the analysed rows');
  const dialect = dialectOf(engine);
  await using vocabularies = await createVocabularyTypes(engine, program.vocabularies);
  const source: RoundSource = {
    engine,
    dialect,
    signal,
    valuesOf: (inputs) => {
      const targets = inputs.map((node, index) => ({ name: `v${index}`, node }));
      return `(${renderProgram({ program, relation, columns, dialect, vocabularies: vocabularies.types, targets })})`;
    },
  };
  const answers = new Map<StatisticRequest, Statistic>();
  const ofKind = <TKind extends StatisticRequest['kind']>(kind: TKind) =>
    requests.filter((request): request is Extract<StatisticRequest, { kind: TKind }> => request.kind === kind);
  for (const [kind, count] of [
    ['moments', countMoments],
    ['range', countRanges],
  ] as const) {
    const asked = ofKind(kind);
    if (asked.length === 0) continue;
    const found = await count(
      source,
      asked.map(({ input }) => input),
    );
    asked.forEach((request, index) => answers.set(request, found[index]!));
  }
  for (const request of ofKind('quantiles')) answers.set(request, await countQuantiles(source, request));
  for (const request of ofKind('frequencies')) answers.set(request, await countFrequencies(source, request));
  return requests.map((request) => answers.get(request)!);
}
