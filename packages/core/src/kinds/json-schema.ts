// Shorthands for the JSON Schemas of payloads.

export const text = { type: 'string' } as const;
export const textOrNull = { type: ['string', 'null'] } as const;
export const number = { type: 'number' } as const;
export const numberOrNull = { type: ['number', 'null'] } as const;
export const count = { type: 'integer', minimum: 0 } as const;

/** All properties are required, and no others allowed. */
export function object(properties: Readonly<Record<string, object>>): object {
  return { type: 'object', required: Object.keys(properties), additionalProperties: false, properties };
}

export function list(items: object): object {
  return { type: 'array', items };
}

export function orNull(schema: object): object {
  return { anyOf: [{ type: 'null' }, schema] };
}
