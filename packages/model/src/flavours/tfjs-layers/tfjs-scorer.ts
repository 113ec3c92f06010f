import type { LearnerFeature, NumericArray } from '@millrace/core';
import type * as Core from '@tensorflow/tfjs-core';
import type * as Layers from '@tensorflow/tfjs-layers';
import { invalidTfjs, wrongScores } from '../../errors.ts';
import type { Flavour, Scorer } from '../flavour.ts';
import { applyLink, outputsOf } from '../link.ts';
import { loadTfjs, type Tfjs } from './load-tfjs.ts';
import { decodeTfjsLayers, findBin, widthOf, type TfjsInput, type TfjsLayersModel } from './tfjs-codec.ts';

/** Rows that go through the net at once: bounds the memory of its layers. */
const rowsPerBatch = 4096;

/** A net of TensorFlow.js layers. Tensors live inside one call. */
export const tfjsLayers: Flavour = {
  name: 'tfjs-layers',
  // Nets compute in 32 bits, and back ends sum in different orders.
  goldenTolerance: 1e-4,
  async open({ files, featureOrder }) {
    const model = decodeTfjsLayers(files);
    const inputs = model.inputs.map((input) => bindInput(input, featureOrder));
    const tfjs = await loadTfjs();
    const net = await loadNet(tfjs, model);
    if (net.inputs.length !== inputs.length) {
      net.dispose();
      throw invalidTfjs({ reason: `the net has ${net.inputs.length} inputs, ${inputs.length} are described` });
    }
    return createTfjsScorer({ core: tfjs.core, net, model, inputs });
  },
};

async function loadNet({ layers }: Tfjs, model: TfjsLayersModel): Promise<Layers.LayersModel> {
  const artifacts = {
    modelTopology: model.topology,
    weightSpecs: model.weightSpecs as unknown as Core.io.WeightsManifestEntry[],
    weightData: model.weightData.slice().buffer,
  };
  try {
    return await layers.loadLayersModel({ load: async () => Promise.resolve(artifacts) });
  } catch (cause) {
    throw invalidTfjs({ reason: cause instanceof Error ? cause.message : String(cause), cause });
  }
}

/** Writes rows of features into the array of one input. */
type Fill = (columns: readonly NumericArray[], first: number, into: Float32Array | Int32Array) => void;

interface BoundInput {
  readonly dtype: 'float32' | 'int32';
  readonly width: number;
  readonly fills: readonly Fill[];
}

function bindInput({ dtype, columns }: TfjsInput, featureOrder: readonly LearnerFeature[]): BoundInput {
  const width = columns.reduce((sum, column) => sum + widthOf(column), 0);
  let offset = 0;
  const fills = columns.map((column) => {
    const feature = featureOrder.findIndex(({ name }) => name === column.feature);
    if (feature < 0) throw invalidTfjs({ reason: `it reads "${column.feature}", which is not a feature of the model` });
    const at = offset;
    offset += widthOf(column);
    const write = cellWriter(column);
    const fill: Fill = (all, first, into) => {
      const values = all[feature]!;
      for (let i = at, row = first; i < into.length; i += width, row++) write(values[row]!, into, i);
    };
    return fill;
  });
  return { dtype, width, fills };
}

function cellWriter(
  column: TfjsInput['columns'][number],
): (value: number, into: Float32Array | Int32Array, at: number) => void {
  switch (column.encode) {
    case 'value': {
      const { fill, offset, scale, limit = Infinity } = column;
      return (value, into, at) => {
        const scaled = ((Number.isNaN(value) ? fill : value) - offset) * scale;
        into[at] = Math.min(limit, Math.max(-limit, scaled));
      };
    }
    case 'missing':
      return (value, into, at) => {
        into[at] = Number.isNaN(value) ? 1 : 0;
      };
    case 'code':
      return (value, into, at) => {
        into[at] = Number.isNaN(value) ? column.fill : value;
      };
    case 'bin':
      return (value, into, at) => {
        into[at] = findBin(column.bounds, value);
      };
    case 'one-hot':
      return (value, into, at) => {
        if (value >= 0 && value < column.categories) into[at + Math.trunc(value)] = 1;
      };
  }
}

interface BoundNet {
  readonly core: typeof Core;
  readonly net: Layers.LayersModel;
  readonly model: TfjsLayersModel;
  readonly inputs: readonly BoundInput[];
}

function createTfjsScorer({ core, net, model, inputs }: BoundNet): Scorer {
  const { task, outputActivation } = model;
  const outputs = outputsOf(task, model.classCount);

  const predict = (columns: readonly NumericArray[], first: number, count: number): ArrayLike<number> =>
    core.tidy(() => {
      const tensors = inputs.map(({ dtype, width, fills }) => {
        const values = dtype === 'int32' ? new Int32Array(count * width) : new Float32Array(count * width);
        for (const fill of fills) fill(columns, first, values);
        return core.tensor2d(values, [count, width], dtype);
      });
      const output = net.predictOnBatch(tensors.length === 1 ? tensors[0]! : tensors);
      const tensor = Array.isArray(output) ? output[0]! : output;
      return tensor.dataSync();
    });

  const score = (columns: readonly NumericArray[], rowCount: number): Float64Array => {
    const scores = new Float64Array(rowCount * outputs);
    for (let first = 0; first < rowCount; first += rowsPerBatch) {
      const count = Math.min(rowsPerBatch, rowCount - first);
      const values = predict(columns, first, count);
      if (values.length !== count * outputs)
        throw wrongScores({ flavour: 'tfjs-layers', expected: count * outputs, actual: `${values.length} numbers` });
      scores.set(values, first * outputs);
    }
    return outputActivation === 'identity' ? scores : applyLink(task, scores, outputs);
  };

  return {
    score,
    scoreRow: (features) =>
      score(
        Array.from(features, (value) => Float64Array.of(value)),
        1,
      ),
    close: () => {
      net.dispose();
    },
  };
}
