export { createSqliteMetadataStore } from './create-sqlite-metadata-store.ts';

export type { SqliteMetadataStoreOptions } from './create-sqlite-metadata-store.ts';
