import type { Artifact, RunArguments } from '@millrace/core';
import { ExampleGen, TrainingWindow, csv, inMemory } from '@millrace/data';

declare const context: Omit<RunArguments<Record<never, never>, never>, 'inputs' | 'parameters'>;
declare const examples: Artifact<'examples'>;
declare const model: Artifact<'model'>;

export async function infersPortsAndParameters(): Promise<Artifact<'examples'>> {
  const source = csv('flights-{SPAN}.csv', { types: { flight: 'string' } });
  await ExampleGen.run({ ...context, inputs: {}, parameters: { source, span: { last: 2 }, split: { all: 1 } } });
  await ExampleGen.run({
    ...context,
    inputs: {},
    parameters: { source: { train: source, eval: inMemory([{ a: 1 }]) } },
  });
  const known = { column: 'outcome_time', atMost: 0 };
  const window = await TrainingWindow.run({
    ...context,
    inputs: { train: [examples], eval: [] },
    parameters: { known },
  });
  return window.examples;
}

export async function refusesWhatDoesNotFit(): Promise<void> {
  // @ts-expect-error a source is needed
  await ExampleGen.run({ ...context, inputs: {}, parameters: {} });
  // @ts-expect-error "int" is not a type of a column
  csv('flights.csv', { types: { flight: 'int' } });
  // @ts-expect-error a model is not a set of examples
  await TrainingWindow.run({ ...context, inputs: { train: [model], eval: [] }, parameters: {} });
  // @ts-expect-error a list is needed
  await TrainingWindow.run({ ...context, inputs: { train: examples, eval: [] }, parameters: {} });
}
