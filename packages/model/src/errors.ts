import { MillraceError } from '@millrace/core';

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

export function invalidTfjs({ reason }: { reason: string }): MillraceError<'MODEL_INVALID_TFJS'> {
  return new MillraceError({
    code: 'MODEL_INVALID_TFJS',
    message: `The tfjs-layers model is not sound: ${reason}.`,
    cure: 'Compare its parts with the description of `TfjsLayersModel`.',
    details: { reason },
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
