import { isMillraceError, type ColumnType, type JsonObject } from '@millrace/core';
import type { OpenedModel } from '@millrace/model';
import type { VersionStatus } from '../models/served-model.ts';

/** `GetModelStatusResponse` of TensorFlow Serving. */
export function describeStatuses(statuses: readonly VersionStatus[]): JsonObject {
  return {
    model_version_status: statuses.map(({ version, state, error }) => ({
      version: String(version),
      state,
      status: {
        error_code: error === undefined ? 'OK' : isMillraceError(error) ? error.code : 'UNKNOWN',
        error_message:
          error === undefined ? '' : isMillraceError(error) ? withoutPlace(error) : 'The version could not be loaded.',
      },
    })),
  };
}

/** What went wrong, without telling clients where on the disk. */
function withoutPlace({
  message,
  details,
}: {
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}): string {
  const { place } = details;
  return typeof place === 'string' ? message.replaceAll(place, 'the version') : message;
}

const dtypes: Readonly<Record<ColumnType, string>> = {
  float: 'DT_DOUBLE',
  integer: 'DT_INT64',
  boolean: 'DT_BOOL',
  string: 'DT_STRING',
  timestamp: 'DT_STRING',
  list: 'DT_VARIANT',
};

/** `GetModelMetadataResponse` of TensorFlow Serving; `millrace` holds what its form has no room for. */
export function describeMetadata(name: string, version: number, { signature, manifest }: OpenedModel): JsonObject {
  const { task, inputs, label, classes } = signature;
  const rows = { size: '-1', name: '' };
  const tensor = (tensorName: string, dtype: string, dimensions: readonly JsonObject[]): JsonObject => ({
    dtype,
    tensor_shape: { dim: dimensions, unknown_rank: false },
    name: tensorName,
  });
  const outputShape = task === 'multi-class' ? [rows, { size: String(classes.length), name: '' }] : [rows];
  return {
    model_spec: { name, signature_name: '', version: String(version) },
    metadata: {
      signature_def: {
        signature_def: {
          serving_default: {
            inputs: Object.fromEntries(
              inputs.map((input) => [input.name, tensor(input.name, dtypes[input.type], [rows])]),
            ),
            outputs: { [label]: tensor(label, 'DT_DOUBLE', outputShape) },
            method_name: 'tensorflow/serving/predict',
          },
        },
      },
    },
    millrace: {
      task,
      label,
      classes,
      inputs: inputs.map(({ name: input, type }) => ({ name: input, type })),
      flavour: manifest.flavour,
      digest: manifest.digest,
    },
  };
}
