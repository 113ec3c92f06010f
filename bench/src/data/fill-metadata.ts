import type { ExecutionPublication } from '@millrace/core';
import { createArtifactRecord, createExecutionRecord } from '@millrace/metadata/testing';

/** Executions in rows of `hops`, each of which takes what the one before it gave; named `<row>.<hop>`. */
export function chainExecutions(count: number, hops: number): readonly ExecutionPublication[] {
  return Array.from({ length: count }, (_, index) => {
    const [row, hop] = [Math.floor(index / hops), index % hops];
    const take = { port: 'before', artifact: createArtifactRecord(`${row}.${hop - 1}`) };
    return {
      execution: createExecutionRecord({
        id: `${row}.${hop}`,
        step: `Step.${hop}`,
        startedAt: index,
        endedAt: index + 1,
      }),
      inputs: hop === 0 ? [] : [take],
      outputs: [{ port: 'after', artifact: createArtifactRecord(`${row}.${hop}`) }],
    };
  });
}
