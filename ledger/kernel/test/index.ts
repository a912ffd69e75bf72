/** @stele/kernel/test: a chain in memory and customers, for the tests of whatever runs on the kernel. */

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
export { toy } from './toy-contract.ts';
