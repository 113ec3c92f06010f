import { unknownEnvironment } from '../errors.ts';
import type { SchemaFeature, SchemaPayload } from '@millrace/core';

/** True when data of this environment should have the feature. Without an environment every feature is expected. */
export function isInEnvironment(
  feature: SchemaFeature,
  schema: SchemaPayload,
  environment: string | undefined,
): boolean {
  if (environment === undefined) return true;
  if (feature.notInEnvironment?.includes(environment) === true) return false;
  if (feature.inEnvironment?.includes(environment) === true) return true;
  const isEverywhere = schema.defaultEnvironments === undefined && feature.inEnvironment === undefined;
  return isEverywhere || schema.defaultEnvironments?.includes(environment) === true;
}

/** True for features in use: without a lifecycle stage, or in `beta` or `production`. */
export function isValidated({ lifecycle }: SchemaFeature): boolean {
  return lifecycle === undefined || lifecycle === 'beta' || lifecycle === 'production';
}

/** Throws `DATA_VALIDATION_UNKNOWN_ENVIRONMENT` for an environment that a schema which names some does not name. */
export function checkEnvironment(schema: SchemaPayload, environment: string | undefined): void {
  const known = listEnvironments(schema);
  if (environment !== undefined && known.length > 0 && !known.includes(environment)) {
    throw unknownEnvironment({ environment, known });
  }
}

function listEnvironments(schema: SchemaPayload): readonly string[] {
  const named = Object.values(schema.features).flatMap(({ inEnvironment = [], notInEnvironment = [] }) => [
    ...inEnvironment,
    ...notInEnvironment,
  ]);
  return [...new Set([...(schema.defaultEnvironments ?? []), ...named])];
}
