import type { Engine } from '@millrace/core';

/** What reading a source needs of an engine. */
export type SourceEngine = Pick<Engine, 'dialect' | 'query' | 'parquetRelation'>;
