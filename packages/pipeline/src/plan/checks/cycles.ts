import type { GraphStep } from '../../define/build-graph.ts';
import { isOutputReference } from '../../define/output-reference.ts';
import type { LintCheck } from '../lint-pipeline.ts';

/** No step waits for itself. TypeScript rules it out; references built by hand do not. */
export const findCycles: LintCheck = ({ steps }) => {
  const byId = new Map(steps.map((step) => [step.id, step]));
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[][] = [];
  for (const root of steps) {
    // Depth first with an explicit stack: pipelines of thousands of steps in a row are legal.
    const stack = [{ id: root.id, next: upstreamOf(root) }];
    if (state.has(root.id)) continue;
    state.set(root.id, 'open');
    while (stack.length > 0) {
      const top = stack.at(-1)!;
      const id = top.next.pop();
      if (id === undefined) {
        state.set(top.id, 'done');
        stack.pop();
      } else if (state.get(id) === 'open') {
        const path = stack.map((entry) => entry.id);
        cycles.push([...path.slice(path.indexOf(id)), id]);
      } else if (!state.has(id) && byId.has(id)) {
        state.set(id, 'open');
        stack.push({ id, next: upstreamOf(byId.get(id)!) });
      }
    }
  }
  return cycles.map((path) => ({
    code: 'cycle',
    step: path[0]!,
    message: `Steps wait for each other: ${path.map((id) => `"${id}"`).join(' needs ')}.`,
    cure: 'Take one of these inputs away; use `latestArtifact` for what an earlier run gave.',
  }));
};

function upstreamOf({ inputs, options }: GraphStep): string[] {
  return [...Object.values(inputs).flat(), options.when?.output].filter(isOutputReference).map(({ step }) => step);
}
