import { describeKnownNames, isMillraceError, MillraceError } from '@millrace/core';

export function invalidTrees({
  reason,
  tree,
  node,
}: {
  reason: string;
  tree?: number;
  node?: number;
}): MillraceError<'MODEL_INVALID_TREES'> {
  const place = tree === undefined ? '' : node === undefined ? ` at tree ${tree}` : ` at node ${node} of tree ${tree}`;
  return new MillraceError({
    code: 'MODEL_INVALID_TREES',
    message: `The tree ensemble is not sound${place}: ${reason}.`,
    cure: 'Compare the arrays with the description of `TreeEnsemble`; children stand after their parent, in the same tree.',
    details: { reason, tree, node },
  });
}

export function invalidLinear({ reason }: { reason: string }): MillraceError<'MODEL_INVALID_LINEAR'> {
  return new MillraceError({
    code: 'MODEL_INVALID_LINEAR',
    message: `The linear model is not sound: ${reason}.`,
    cure: 'Compare the arrays with the description of `LinearWeights`.',
    details: { reason },
  });
}

export function invalidTfjs({
  reason,
  cause,
}: {
  reason: string;
  cause?: unknown;
}): MillraceError<'MODEL_INVALID_TFJS'> {
  return new MillraceError({
    code: 'MODEL_INVALID_TFJS',
    message: `The tfjs-layers model is not sound: ${reason}.`,
    cure: 'Compare its parts with the description of `TfjsLayersModel`.',
    details: { reason },
    cause,
  });
}

export function flavourFileInvalid({
  file,
  reason,
  cause,
}: {
  file: string;
  reason: string;
  cause?: unknown;
}): MillraceError<'MODEL_FLAVOUR_FILE_INVALID'> {
  return new MillraceError({
    code: 'MODEL_FLAVOUR_FILE_INVALID',
    message: `The model file ${file} cannot be read: ${reason}.`,
    cure: 'Train or import the model again, or copy its directory again as a whole.',
    details: { file, reason },
    cause,
  });
}

export function notModel({ place, reason }: { place: string; reason: string }): MillraceError<'MODEL_NOT_A_MODEL'> {
  return new MillraceError({
    code: 'MODEL_NOT_A_MODEL',
    message: `${place} is not a model: ${reason}.`,
    cure: 'Pass the directory that the Trainer or `writeModel` wrote (it holds a model.json), or one version of a pushed model.',
    details: { place, reason },
  });
}

export function missingFile({ place, file }: { place: string; file: string }): MillraceError<'MODEL_FILE_MISSING'> {
  return new MillraceError({
    code: 'MODEL_FILE_MISSING',
    message: `The model ${place} has lost its file ${file}.`,
    cure: 'Copy the model directory again as a whole, or train the model again.',
    details: { place, file },
  });
}

export function corruptFile({
  place,
  file,
  reason,
  cause,
}: {
  place: string;
  file: string;
  reason: string;
  cause?: unknown;
}): MillraceError<'MODEL_FILE_CORRUPT'> {
  return new MillraceError({
    code: 'MODEL_FILE_CORRUPT',
    message: `The file ${file} of the model ${place} is not what was written: ${reason}.`,
    cure: 'Copy the model directory again as a whole, or train the model again. Model files are not edited by hand.',
    details: { place, file, reason },
    cause,
  });
}

export function unreadableFile({
  place,
  file,
  cause,
}: {
  place: string;
  file: string;
  cause: unknown;
}): MillraceError<'MODEL_FILE_UNREADABLE'> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MillraceError({
    code: 'MODEL_FILE_UNREADABLE',
    message: `The file ${file} of the model ${place} cannot be read: ${reason}.`,
    cure: 'Check the permissions of the directory and that the disk is mounted.',
    details: { place, file, reason },
    retryable: true,
    cause,
  });
}

export function unknownFlavour({
  flavour,
  known,
}: {
  flavour: string;
  known: readonly string[];
}): MillraceError<'MODEL_UNKNOWN_FLAVOUR'> {
  return new MillraceError({
    code: 'MODEL_UNKNOWN_FLAVOUR',
    message: `There is no model flavour "${flavour}".`,
    cure: describeKnownNames(flavour, known),
    details: { flavour, known },
  });
}

export function graphMismatch({
  place,
  reason,
}: {
  place: string;
  reason: string;
}): MillraceError<'MODEL_GRAPH_MISMATCH'> {
  return new MillraceError({
    code: 'MODEL_GRAPH_MISMATCH',
    message: `The feature graph does not fit the model ${place}: ${reason}.`,
    cure: 'Use the graph that the model was trained with; train again after a change of the features.',
    details: { place, reason },
  });
}

export function goldenRowsDiffer({
  place,
  row,
  path,
  expected,
  actual,
  tolerance,
}: {
  place: string;
  row: number;
  path: string;
  expected: number;
  actual: number;
  tolerance: number;
}): MillraceError<'MODEL_GOLDEN_ROWS_DIFFER'> {
  return new MillraceError({
    code: 'MODEL_GOLDEN_ROWS_DIFFER',
    message: `The model ${place} gives ${actual} for golden row ${row} ${path}, where it gave ${expected} when it was written (tolerance ${tolerance}).`,
    cure: 'Open it with the versions that its manifest names, or train it again with the installed ones. Do not serve it.',
    details: { place, row, path, expected, actual, tolerance },
  });
}

export function invalidModel({ reason }: { reason: string }): MillraceError<'MODEL_INVALID'> {
  return new MillraceError({
    code: 'MODEL_INVALID',
    message: `The model cannot be written: ${reason}.`,
    cure: 'Correct what is passed to `writeModel`.',
    details: { reason },
  });
}

export function wrongScores({
  flavour,
  expected,
  actual,
}: {
  flavour: string;
  expected: number;
  actual: string;
}): MillraceError<'MODEL_WRONG_SCORES'> {
  return new MillraceError({
    code: 'MODEL_WRONG_SCORES',
    message: `The ${flavour} model gave ${actual} where ${expected} scores are needed.`,
    cure: 'Return a Float64Array with one score a row, or one a class for multi-class models, row after row.',
    details: { flavour, expected, actual },
  });
}

export function customModule({
  file,
  reason,
  cause,
}: {
  file: string;
  reason: string;
  cause?: unknown;
}): MillraceError<'MODEL_CUSTOM_MODULE'> {
  return new MillraceError({
    code: 'MODEL_CUSTOM_MODULE',
    message: `The module ${file} of the custom model cannot be used: ${reason}.`,
    cure: 'Export a function `createScorer(context)` that returns `{ score(columns, rowCount) }`, and open the model from a directory.',
    details: { file, reason },
    cause,
  });
}

export function tfjsNotInstalled({ cause }: { cause: unknown }): MillraceError<'MODEL_TFJS_NOT_INSTALLED'> {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new MillraceError({
    code: 'MODEL_TFJS_NOT_INSTALLED',
    message: `A tfjs-layers model needs TensorFlow.js, which cannot be loaded: ${reason.split('\n')[0] ?? reason}`,
    cure: 'Run `npm install @tensorflow/tfjs-core @tensorflow/tfjs-layers @tensorflow/tfjs-backend-wasm @tensorflow/tfjs-backend-cpu`.',
    details: { reason },
    cause,
  });
}

export function noWebCrypto(): MillraceError<'MODEL_NO_WEB_CRYPTO'> {
  return new MillraceError({
    code: 'MODEL_NO_WEB_CRYPTO',
    message: 'The digests of a model cannot be checked: this page has no Web Crypto.',
    cure: 'Serve the page over https or from localhost: browsers give `crypto.subtle` to secure pages only.',
  });
}

export function notColumns({ received }: { received: string }): MillraceError<'MODEL_NOT_COLUMNS'> {
  return new MillraceError({
    code: 'MODEL_NOT_COLUMNS',
    message: `\`predict\` takes a batch of columns, and was given ${received}.`,
    cure: 'Call `predictRows(rows)`, or make columns of them: `predict(toColumnBatch(rows))`.',
    details: { received },
  });
}

export function inInstance({ row, error }: { row: number; error: unknown }): MillraceError {
  const cause = error instanceof Error ? error.message : String(error);
  const details = isMillraceError(error) ? error.details : {};
  return new MillraceError({
    code: 'MODEL_WRONG_INSTANCE',
    message: `Instance ${row} cannot be predicted: ${cause}`,
    cure: isMillraceError(error) ? error.cure : 'Send an object of JSON values by column name.',
    details: { ...details, row },
    cause: error,
  });
}
