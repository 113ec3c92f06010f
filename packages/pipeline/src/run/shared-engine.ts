import type { Engine } from '@millrace/core';
import { noEngine } from '../errors.ts';

/** An engine that is opened at the first call and closed at the end. */
export interface SharedEngine {
  readonly engine: () => Promise<Engine>;
  readonly close: () => Promise<void>;
}

/** One engine for all steps of a process. Without `open`, asking for it throws `PIPELINE_NO_ENGINE`. */
export function createSharedEngine(open: (() => Promise<Engine>) | undefined): SharedEngine {
  let opened: Promise<Engine> | undefined;
  return {
    engine: () => {
      if (open === undefined) return Promise.reject(noEngine());
      if (opened === undefined) {
        const opening = open();
        // A failed start is tried again by the next step.
        opening.catch(() => (opened = undefined));
        opened = opening;
      }
      return opened;
    },
    close: async () => {
      const engine = await opened?.catch(() => undefined);
      opened = undefined;
      await engine?.[Symbol.asyncDispose]();
    },
  };
}
