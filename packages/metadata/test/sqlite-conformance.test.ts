import { describe, it } from 'vitest';
import { createSqliteMetadataStore } from '../src/create-sqlite-metadata-store.ts';
import { describeMetadataStore } from '../src/testing/describe-metadata-store.ts';

describeMetadataStore('SQLite in memory', () => createSqliteMetadataStore(':memory:'), { describe, it });
