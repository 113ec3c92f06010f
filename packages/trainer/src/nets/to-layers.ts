import type { JsonObject, Task } from '@millrace/core';
import { encodeTfjsLayers, type TfjsInput } from '@millrace/model';
import type { Tfjs } from '@millrace/model/tfjs';
import type { io } from '@tensorflow/tfjs-core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { NetInputs } from './net-inputs.ts';
import type { Matrix, NetWeights } from './net-weights.ts';

export interface NetToEncode {
  readonly task: Task;
  readonly classCount: number;
  readonly inputs: NetInputs;
  readonly weights: NetWeights;
}

/** Writes a net as a layers model of TensorFlow.js that computes the same scores, in the files of the flavour. */
export async function encodeNet({ core, layers: tfl }: Tfjs, net: NetToEncode): Promise<Record<string, Uint8Array>> {
  const { task, classCount, inputs, weights } = net;
  const { numeric, coded } = inputs;
  const { layers } = tfl;
  const kernelInitializer = 'zeros';
  const held: { readonly name: string; readonly matrices: readonly Matrix[] }[] = [];
  const described: TfjsInput[] = [];
  const symbols: SymbolicTensor[] = [];
  const numbers = numeric.length === 0 ? undefined : tfl.input({ name: 'numbers', shape: [numeric.length] });
  if (numbers !== undefined) {
    symbols.push(numbers);
    described.push({ dtype: 'float32', columns: numeric.map(({ column }) => column) });
  }
  const codes = coded.map(({ name: feature, categories, bounds }, index) => {
    const symbol = tfl.input({ name: `codes_${index}`, shape: [1], dtype: 'int32' });
    symbols.push(symbol);
    described.push({
      dtype: 'int32',
      columns: [
        bounds === undefined ? { encode: 'code', feature, fill: categories } : { encode: 'bin', feature, bounds },
      ],
    });
    return symbol;
  });
  const embed = (part: string, table: Matrix, index: number): SymbolicTensor => {
    const name = `${part}_embedding_${index}`;
    held.push({ name, matrices: [table] });
    const { rows: inputDim, columns: outputDim } = table;
    const layer = layers.embedding({ name, inputDim, outputDim, embeddingsInitializer: kernelInitializer });
    return layers.flatten({ name: `${part}_flat_${index}` }).apply(layer.apply(codes[index]!)) as SymbolicTensor;
  };
  const parts = weights.tables.map((table, index) => embed('deep', table, index));
  if (numbers !== undefined) parts.unshift(numbers);
  let deep = parts.length === 1 ? parts[0]! : (layers.concatenate({ name: 'joined' }).apply(parts) as SymbolicTensor);
  weights.dense.forEach(({ kernel, bias }, index) => {
    const isLast = index === weights.dense.length - 1;
    const name = isLast ? 'deep_scores' : `deep_${index}`;
    held.push({ name, matrices: [kernel, bias] });
    const activation = isLast ? 'linear' : 'relu';
    deep = layers.dense({ name, units: kernel.columns, activation, kernelInitializer }).apply(deep) as SymbolicTensor;
  });
  const sums = [deep];
  if (weights.wide !== undefined) {
    const { kernel, tables } = weights.wide;
    if (numbers !== undefined) {
      held.push({ name: 'wide_scores', matrices: [kernel] });
      const layer = layers.dense({ name: 'wide_scores', units: kernel.columns, useBias: false, kernelInitializer });
      sums.push(layer.apply(numbers) as SymbolicTensor);
    }
    tables.forEach((table, index) => sums.push(embed('wide', table, index)));
  }
  const outputs = sums.length === 1 ? deep : (layers.add({ name: 'scores' }).apply(sums) as SymbolicTensor);
  const model = tfl.model({ name: 'net', inputs: symbols, outputs });
  try {
    core.tidy(() => {
      for (const { name, matrices } of held) {
        const layer = model.getLayer(name);
        layer.setWeights(
          matrices.map(({ values }, index) => core.tensor(values, layer.weights[index]!.shape as number[])),
        );
      }
    });
    const saved = await save(model);
    return encodeTfjsLayers({
      task,
      classCount,
      topology: saved.modelTopology as JsonObject,
      weightSpecs: saved.weightSpecs as unknown as readonly JsonObject[],
      weightData: new Uint8Array(core.io.CompositeArrayBuffer.join(saved.weightData)),
      inputs: described,
      outputActivation: task === 'regression' ? 'identity' : task === 'binary' ? 'sigmoid' : 'softmax',
    });
  } finally {
    model.dispose();
  }
}

async function save(model: { save(handler: io.IOHandler): Promise<io.SaveResult> }): Promise<io.ModelArtifacts> {
  let saved: io.ModelArtifacts = {};
  await model.save({
    save: async (artifacts) => {
      saved = artifacts;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } });
    },
  });
  return saved;
}
