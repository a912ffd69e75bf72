/**
 * @stele/kernel/contract: what a contract is written with, and how its schemas are read. Runs in Node.js, browsers and QuickJS.
 */

export type { CallContext } from './context.ts';
export {
  type Contract,
  type ContractDefinition,
  defineContract,
  type EventType,
  type Method,
  type MethodDefinition,
  type Summary,
} from './define.ts';
export { refuse } from './refuse.ts';
export { type Rules, RULES, RULES_NEWEST, type RulesTable } from './rules.ts';
export {
  decodeRow,
  deleteFiledRow,
  deleteRow,
  encodeRow,
  getRow,
  hasRow,
  putFiledRow,
  putRow,
  rowFromJson,
  rowToJson,
  type Table,
  table,
  type TableOptions,
} from './table.ts';
export {
  type AccountRow,
  ACCOUNTS_CONTRACT,
  accountsTable,
  quotasTable,
} from './account-tables.ts';
export {
  type Arguments,
  argumentsFromJson,
  argumentsJsonSchema,
  argumentsToJson,
  formatArguments,
  parseArguments,
  summarize,
} from './call-arguments.ts';
export type { Json, JsonObject } from './schema/kind.ts';
export { isJsonObject } from './schema/ledger-kinds.ts';
export {
  account,
  amount,
  bool,
  boolOrFalse,
  bytes,
  choice,
  type Chosen,
  type Count,
  digests,
  enclosed,
  type Fields,
  identifier,
  identifierOrEmpty,
  judged,
  list,
  optional,
  principal,
  type Scalar,
  scalar,
  type Schema,
  tuple,
  type Typed,
  type TypeOf,
  type TypesOf,
  uint,
} from './schema/schema.ts';
