// What tests of online stores and of code over them share.
export { describeOnlineStore, type OnlineStorePlace, type TestRunner } from './testing/describe-online-store.ts';
export { createInMemoryOnlineStore } from './testing/in-memory-online-store.ts';
