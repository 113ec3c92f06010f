import { Ajv, type ValidateFunction } from 'ajv';
import type { ArtifactKind, PayloadOf } from '../artifact/artifact.ts';
import { invalidPayload, unknownKind } from '../errors.ts';
import { payloadSchemas, type PayloadSchema } from './payload-schemas.ts';

const compiled = new WeakMap<object, ValidateFunction>();

function compile(schema: object): ValidateFunction {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    validate = new Ajv({ allErrors: true, strict: false, allowUnionTypes: true }).compile(schema);
    compiled.set(schema, validate);
  }
  return validate;
}

/** What a value violates of a JSON Schema, as readable lines with JSON pointers; empty when it is valid. */
export function findSchemaProblems(schema: object, value: unknown): readonly string[] {
  const validate = compile(schema);
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => {
    const extra = 'additionalProperty' in error.params ? ` ("${String(error.params['additionalProperty'])}")` : '';
    const allowed = 'allowedValues' in error.params ? ` (${JSON.stringify(error.params['allowedValues'])})` : '';
    return `${error.instancePath === '' ? 'the value' : error.instancePath} ${error.message ?? 'is wrong'}${extra}${allowed}`;
  });
}

/** The document file and schema of a kind, or `CORE_UNKNOWN_KIND`. */
export function getPayloadSchema(kind: string): PayloadSchema {
  if (!Object.hasOwn(payloadSchemas, kind)) throw unknownKind({ kind, known: Object.keys(payloadSchemas) });
  return payloadSchemas[kind as ArtifactKind];
}

/** Checks a document against its kind's JSON Schema and gives it its type. `place` (a file name) is named in the error. */
export function parsePayload<TKind extends ArtifactKind>(kind: TKind, value: unknown, place: string): PayloadOf<TKind> {
  const problems = findSchemaProblems(getPayloadSchema(kind).schema, value);
  if (problems.length > 0) throw invalidPayload({ kind, place, problems });
  return value as PayloadOf<TKind>;
}
