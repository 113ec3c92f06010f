import type * as Core from '@tensorflow/tfjs-core';
import { addRows, lookUp, scatter } from './embed.ts';
import type { Matrix, NetWeights } from './net-weights.ts';

export interface EncodedBatch {
  readonly rowCount: number;
  readonly numbers: Float32Array;
  readonly codes: readonly Int32Array[];
}

export interface PassOptions {
  /** What each hidden layer is multiplied with, for dropout: arrays of [rows, units]. @defaultValue nothing is dropped */
  readonly masks?: readonly Float32Array[] | undefined;
}

/** Raw scores of a batch, row after row. */
export function computeNetScores(core: typeof Core, weights: NetWeights, batch: EncodedBatch): Float32Array {
  let scores: Float32Array = new Float32Array(0);
  core.tidy(() => {
    scores = runForward(core, { weights, batch, masks: undefined }).scores;
  });
  return scores;
}

/**
 * Gradients of a batch by back-propagation, one array for each of `listMatrices`. Products with a transposed matrix are
 * made of a transposition and a plain product: 10 to 20 times as fast in WebAssembly as the product that transposes.
 */
export function computeGradients(
  core: typeof Core,
  { weights, batch }: { readonly weights: NetWeights; readonly batch: EncodedBatch },
  { slopesOf, masks }: PassOptions & { readonly slopesOf: (scores: Float32Array) => Float32Array },
): readonly Float32Array[] {
  // What `tidy` returns is searched for tensors, every number of an array: so it returns nothing.
  let gradients: readonly Float32Array[] = [];
  core.tidy(() => {
    const { dense, tables, wide } = weights;
    const { layers, kernels, scores, numbers } = runForward(core, { weights, batch, masks });
    const { rowCount, codes } = batch;
    const scoreSlopes = slopesOf(scores);
    const read = (tensor: Core.Tensor): Float32Array => tensor.dataSync<'float32'>();
    const ones = core.ones([1, rowCount]) as Core.Tensor2D;
    const output = core.tensor2d(scoreSlopes, [rowCount, scores.length / rowCount]);
    const denseGradients: Float32Array[][] = [];
    let slopes: Core.Tensor2D = output;
    let embedded: Float32Array = new Float32Array(0);
    for (let layer = dense.length - 1; layer >= 0; layer--) {
      const { input, mask } = layers[layer]!;
      denseGradients[layer] = [read(core.matMul(core.transpose(input), slopes)), read(core.matMul(ones, slopes))];
      const kernel = kernels[layer]!;
      if (layer > 0) {
        const back = core.mul(core.matMul(slopes, core.transpose(kernel)), core.step(input));
        slopes = (mask === undefined ? back : core.mul(back, mask)) as Core.Tensor2D;
      } else if (tables.length > 0) {
        const first = numbers?.shape[1] ?? 0;
        const below = core.slice(kernel, [first, 0], [kernel.shape[0] - first, kernel.shape[1]]);
        embedded = read(core.matMul(slopes, core.transpose(below)));
      }
    }
    const wideNumbers =
      numbers === undefined ? new Float32Array(0) : read(core.matMul(core.transpose(numbers), output));
    gradients = [
      ...scatter(tables, codes, embedded),
      ...denseGradients.flat(),
      ...(wide === undefined
        ? []
        : [
            wideNumbers,
            ...wide.tables.map((table) => scatter([table], [codes[wide.tables.indexOf(table)]!], scoreSlopes)[0]!),
          ]),
    ];
  });
  return gradients;
}

interface ForwardPass {
  readonly numbers: Core.Tensor2D | undefined;
  readonly kernels: readonly Core.Tensor2D[];
  /** For each dense layer what it read, and the mask that this had been multiplied with. */
  readonly layers: readonly { readonly input: Core.Tensor2D; readonly mask: Core.Tensor2D | undefined }[];
  readonly scores: Float32Array;
}

function runForward(
  core: typeof Core,
  {
    weights,
    batch,
    masks,
  }: {
    readonly weights: NetWeights;
    readonly batch: EncodedBatch;
    readonly masks: readonly Float32Array[] | undefined;
  },
): ForwardPass {
  const { tables, dense, wide } = weights;
  const { rowCount, codes } = batch;
  const toTensor = ({ values, rows, columns }: Matrix): Core.Tensor2D => core.tensor2d(values, [rows, columns]);
  const numbers =
    batch.numbers.length === 0 ? undefined : core.tensor2d(batch.numbers, [rowCount, batch.numbers.length / rowCount]);
  const embedded = lookUp(tables, codes, rowCount);
  const parts = embedded.length === 0 ? [] : [core.tensor2d(embedded, [rowCount, embedded.length / rowCount])];
  if (numbers !== undefined) parts.unshift(numbers);
  let input = parts.length === 1 ? parts[0]! : core.concat2d(parts, 1);
  const layers: ForwardPass['layers'][number][] = [];
  const kernels: Core.Tensor2D[] = [];
  let mask: Core.Tensor2D | undefined;
  dense.forEach(({ kernel, bias }, layer) => {
    layers.push({ input, mask });
    kernels.push(toTensor(kernel));
    const isLast = layer === dense.length - 1;
    const activation = isLast ? 'linear' : 'relu';
    const output = core.fused.matMul({ a: input, b: kernels[layer]!, bias: core.tensor1d(bias.values), activation });
    const values = isLast ? undefined : masks?.[layer];
    mask = values === undefined ? undefined : core.tensor2d(values, output.shape as [number, number]);
    input = (mask === undefined ? output : core.mul(output, mask)) as Core.Tensor2D;
  });
  if (wide !== undefined && numbers !== undefined) {
    input = core.add(input, core.matMul(numbers, toTensor(wide.kernel)));
  }
  const scores = input.dataSync<'float32'>().slice();
  if (wide !== undefined) addRows(wide.tables, codes, scores);
  return { numbers, kernels, layers, scores };
}
