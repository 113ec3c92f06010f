import type { OpenedModel } from '@millrace/model';

/** A loaded version. Requests hold it while they use it, so that a swap closes the model after the last of them. */
export interface ServedVersion {
  readonly version: number;
  readonly model: OpenedModel;
  hold(): void;
  release(): void;
  /** Closes the model once nobody holds it. Resolves when it is closed. */
  retire(): Promise<void>;
}

export function createServedVersion(version: number, model: OpenedModel): ServedVersion {
  let holders = 0;
  let onIdle: (() => void) | undefined;
  return {
    version,
    model,
    hold() {
      holders += 1;
    },
    release() {
      holders -= 1;
      if (holders === 0) onIdle?.();
    },
    async retire() {
      if (holders > 0) await new Promise<void>((resolve) => (onIdle = resolve));
      await model[Symbol.asyncDispose]();
    },
  };
}
