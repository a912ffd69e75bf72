/** @stele/kernel/test: a chain in memory and customers, for the tests of whatever runs on the kernel. */

export { FORBIDDEN_IN_HOOKS, guard } from './guard-contract.ts';
export { numbered, type Person, person, suite } from './person.ts';
export { BUILTIN_TABLES, LedgerTwin, outcomesOf, storedRows, type TwinRow } from './ledger-twin.ts';
export { anyBlocks, anyDraft, anyRules, openings } from './random-drafts.ts';
export {
  charterFor,
  type Draft,
  MADE_MS,
  openCall,
  type Opening,
  stored,
  TestChain,
  type TestChainOptions,
} from './test-chain.ts';
export { TIMER_REFUSES, TIMER_REPEATS, TIMER_REPEATS_AFTER_MS, toy } from './toy-contract.ts';
