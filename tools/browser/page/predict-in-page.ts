// What a page of a user would do: open a model over fetch and predict rows; and compute features without a model.
import { openModel, type ModelFiles } from '@millrace/model';
import { computeFeatures, type PageTask } from './compute-features.ts';

export interface PageAnswer {
  readonly label: string;
  /** Of all rows at once, row after row. */
  readonly scores: readonly number[];
  /** Of one row after the other. */
  readonly rowScores: readonly number[];
  /** Outputs of features that were fitted in the page, row after row; null is missing. */
  readonly features: readonly (number | null)[];
}

declare global {
  // Playwright reads it. It is settled by the page's own code, on which the content security policy applies in full.
  var answer: Promise<PageAnswer | { readonly code: unknown }>;
}

function fetchedFiles(place: string): ModelFiles {
  return {
    place,
    async read(name) {
      const response = await fetch(`${place}/${name}`);
      return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined;
    },
  };
}

async function answerPage(place: string): Promise<PageAnswer> {
  const task = (await (await fetch('/task.json')).json()) as PageTask;
  await using model = await openModel(fetchedFiles(place));
  const { scores } = await model.predictRows(task.rows);
  return {
    label: model.signature.label,
    scores: Array.from(scores),
    rowScores: task.rows.flatMap((row) => Array.from(model.predictRow!(row))),
    features: computeFeatures(task),
  };
}

globalThis.answer = answerPage(`/models/${location.search.slice(1)}`).catch((error: unknown) => ({
  code: (error as { code?: unknown }).code ?? String(error),
}));
