import { loadAjv } from '#load-ajv';
import type { Ajv, ValidateFunction } from 'ajv';
import type { ArtifactKind, PayloadOf } from '../artifact/artifact.ts';
import { invalidPayload, unknownKind } from '../errors.ts';
import { payloadSchemas, type PayloadSchema } from './payload-schemas.ts';

const compiled = new WeakMap<object, ValidateFunction>();
const ajvOptions = { allErrors: true, strict: false, allowUnionTypes: true };
let schemaChecker: Ajv | undefined;

function compile(schema: object): ValidateFunction {
  let validate = compiled.get(schema);
  if (validate === undefined) {
    const AjvClass = loadAjv();
    // One instance checks all schemas, since compiling the schema of schemas takes longer than most of them; each is compiled by
    // an instance of its own, since two may have the same `$id`.
    schemaChecker ??= new AjvClass(ajvOptions);
    void schemaChecker.validateSchema(schema, true);
    validate = new AjvClass({ ...ajvOptions, validateSchema: false }).compile(schema);
    compiled.set(schema, validate);
  }
  return validate;
}

/** One rule of a JSON Schema that a value breaks. */
export interface SchemaProblem {
  /** JSON pointer into the value; empty for the value itself. */
  readonly pointer: string;
  /** The rule: `type`, `required`, `maximum` and so on. */
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** Compiles a JSON Schema once into a check of many values. No problems is an empty list. */
export function compileSchema(schema: object): (value: unknown) => readonly SchemaProblem[] {
  const validate = compile(schema);
  return (value) => {
    if (validate(value)) return [];
    // A failed `then` is reported by what failed in it.
    const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== 'if');
    return errors.map(({ instancePath, keyword, params, message }) => {
      return { pointer: instancePath, keyword, params, message: message ?? 'is wrong' };
    });
  };
}

/** What a value violates of a JSON Schema, as readable lines with JSON pointers; empty when it is valid. */
export function findSchemaProblems(schema: object, value: unknown): readonly string[] {
  return compileSchema(schema)(value).map(({ pointer, params, message }) => {
    const extra = 'additionalProperty' in params ? ` ("${String(params['additionalProperty'])}")` : '';
    const allowed = 'allowedValues' in params ? ` (${JSON.stringify(params['allowedValues'])})` : '';
    return `${pointer === '' ? 'the value' : pointer} ${message}${extra}${allowed}`;
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
