// What tests of any package share: contexts with fixed clocks, and tables as literals.
export { createTestContext, type TestContext, type TestContextOptions } from './testing/test-context.ts';
export { expectTable } from './testing/expect-table.ts';
