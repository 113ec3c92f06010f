import {
  findSchemaProblems,
  payloadSchemas,
  type FitOptions,
  type FittedModel,
  type Learner,
  type LearnerData,
  type LearnerFeature,
  type LearnerRows,
  type ModelRunPayload,
} from '@millrace/core';
import { wrongFit } from '../errors.ts';
import type { ResolvedLabel } from './resolve-label.ts';

export interface ModelToFit {
  readonly learner: Learner;
  readonly features: readonly LearnerFeature[];
  readonly label: ResolvedLabel;
  readonly train: LearnerRows;
  readonly validation: LearnerRows | undefined;
}

/** Lets a learner fit, and writes down how it went. Throws `TRAINER_WRONG_FIT` when a learner returns no sound curves. */
export async function fitModel(
  { learner, features, label, train, validation }: ModelToFit,
  options: FitOptions,
): Promise<{ readonly fitted: FittedModel; readonly run: ModelRunPayload }> {
  const { task, classes } = label;
  const data: LearnerData = { task, features, classCount: classes.length, train, validation };
  const fitted = await learner.fit(data, options);
  const run: ModelRunPayload = {
    specVersion: 1,
    learner: learner.name,
    settings: learner.settings,
    seed: options.seed,
    task,
    rowCount: train.rowCount,
    validationRowCount: validation?.rowCount ?? 0,
    curves: fitted.curves,
    summary: fitted.summary,
  };
  const problems = findSchemaProblems(payloadSchemas.modelRun.schema, run);
  if (problems.length > 0) throw wrongFit({ learner: learner.name, problems });
  return { fitted, run };
}
