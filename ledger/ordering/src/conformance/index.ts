/** The suite that every ordering driver passes. */

export { testOrderingDriver } from './suite.ts';
export type { EngineUnderTest, OrderingSuite } from './engine-under-test.ts';
