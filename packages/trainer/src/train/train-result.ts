import type { ModelRunPayload } from '@millrace/core';
import type { OpenedModel } from '@millrace/model';

export interface TrainResult {
  /** Predicts on raw rows, as the table had them. */
  readonly model: OpenedModel;
  /** Curves and facts of the training. */
  readonly run: ModelRunPayload;
  /** Writes the model directory that `openModel` and the model server read. */
  save(directory: string): Promise<void>;
}
