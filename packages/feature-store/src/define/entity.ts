import { checkOptions, requiredOption, type OptionForm } from '@millrace/core';
import { invalidEntity } from '../errors.ts';

/** What features describe, named by its join keys: an airport by `origin`, a basket by `customer` and `shop`. */
export interface Entity {
  readonly name: string;
  /** The columns that name one of them in the history, in order. */
  readonly keys: readonly string[];
}

const nameForm: OptionForm = { expected: 'a text', admits: (value) => typeof value === 'string' };

/** Declares an entity. Throws `FEATURE_STORE_INVALID_ENTITY` when a name is empty or a key stands twice. */
export function defineEntity(entity: Entity): Entity {
  checkOptions<Entity>(entity, 'defineEntity', { name: requiredOption(nameForm), keys: true });
  const { name, keys } = entity;
  if (name === '') throw invalidEntity({ name, reason: 'its name is empty' });
  if (!Array.isArray(keys) || keys.length === 0)
    throw invalidEntity({ name, reason: 'it has no key; a view of everything needs no entity' });
  for (const [index, key] of keys.entries()) {
    if (typeof key !== 'string' || key === '') throw invalidEntity({ name, reason: 'a key has no name' });
    if (keys.indexOf(key) < index) throw invalidEntity({ name, reason: `the key "${key}" stands twice` });
  }
  return { name, keys: [...keys] };
}
