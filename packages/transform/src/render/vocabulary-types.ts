import type { Engine } from '@millrace/core';
import type { GraphProgram } from '@millrace/features';
import type { KnownVocabulary } from './render-node.ts';

export interface VocabularyTypes extends AsyncDisposable {
  readonly types: ReadonlyMap<string, KnownVocabulary>;
}

/**
 * Tells the engine the vocabularies as enumeration types. A look-up is then a cast, one hash probe a row; it costs what a join
 * costs, and unlike a join it cannot change the order of rows. Dispose drops the types.
 */
export async function createVocabularyTypes(
  engine: Engine,
  vocabularies: GraphProgram['vocabularies'],
): Promise<VocabularyTypes> {
  const types = new Map<string, KnownVocabulary>();
  const dispose = async (): Promise<void> => {
    for (const { type } of types.values()) await engine.execute(`drop type if exists ${type}`);
  };
  try {
    for (const [name, entries] of Object.entries(vocabularies)) {
      const codes = Float64Array.from(entries, (_, code) => code);
      const table = await engine.registerTable({
        rowCount: entries.length,
        columns: {
          entry: { type: 'string', values: entries },
          code: { type: 'integer', values: codes, validity: undefined },
        },
      });
      try {
        // The relation's name is the engine's own, so a name made from it is free.
        const type = `${table.relation.replaceAll('"', '')}_entries`;
        await engine.execute(`create type ${type} as enum (select entry from ${table.relation} order by code)`);
        types.set(name, { type, size: entries.length });
      } finally {
        await table[Symbol.asyncDispose]();
      }
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  return { types, [Symbol.asyncDispose]: dispose };
}
