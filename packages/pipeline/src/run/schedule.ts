/** A node of a graph without cycles. */
export interface Scheduled {
  readonly id: string;
  readonly dependsOn: readonly string[];
}

/**
 * Calls `perform` once per node, when all nodes it depends on are done, at most `concurrency` at a time, in the order of
 * the list among those that are ready. `perform` must not reject.
 */
export async function schedule<TNode extends Scheduled>(
  nodes: readonly TNode[],
  { concurrency, perform }: { readonly concurrency: number; readonly perform: (node: TNode) => Promise<void> },
): Promise<void> {
  const order = new Map(nodes.map((node, index) => [node.id, index]));
  const waitingFor = nodes.map(({ dependsOn }) => dependsOn.length);
  const dependents = nodes.map((): number[] => []);
  nodes.forEach(({ dependsOn }, index) => {
    for (const id of dependsOn) dependents[order.get(id)!]!.push(index);
  });
  const ready = waitingFor.flatMap((count, index) => (count === 0 ? [index] : []));
  let running = 0;
  await new Promise<void>((resolve, reject) => {
    const finish = (index: number): void => {
      running -= 1;
      for (const next of dependents[index]!) {
        waitingFor[next]! -= 1;
        if (waitingFor[next] === 0) insert(ready, next);
      }
      start();
    };
    const start = (): void => {
      while (running < concurrency && ready.length > 0) {
        const index = ready.shift()!;
        running += 1;
        perform(nodes[index]!).then(() => finish(index), reject);
      }
      if (running === 0 && ready.length === 0) resolve();
    };
    start();
  });
}

/** Keeps the list in ascending order. */
function insert(sorted: number[], value: number): void {
  const at = sorted.findIndex((item) => item > value);
  if (at < 0) sorted.push(value);
  else sorted.splice(at, 0, value);
}
