/** @stele/sdk: the typed client of a ledger, over HTTP or within a process; runs in a browser. */

export { connect } from './ledger.ts';
export type { CommonOptions, ConnectOptions, Ledger, PreparedDraft } from './ledger.ts';
export { httpTransport } from './http/http-transport.ts';
export type { HttpOptions } from './http/http-transport.ts';
export { exchange, jsonOf } from './http/exchange.ts';
export type { Answer, Exchange, HttpAddress } from './http/exchange.ts';
export { RequestError } from './request-error.ts';
export type { RequestFault } from './request-error.ts';
export { DEFAULT_RETRY } from './retry.ts';
export type { RetryPolicy } from './retry.ts';
export { hostWorld } from './world.ts';
export type { World } from './world.ts';
export { accountPrincipal, plannedCall } from './calls/planned-call.ts';
export type { PlannedCall } from './calls/planned-call.ts';
export { addQuota, openAccount, setKeys, setQuota } from './calls/accounts.ts';
export type { AccountOpening } from './calls/accounts.ts';
export { recordBatch, recordItem } from './calls/evidence.ts';
export { CLOCK_TOLERANCE_MS } from './transaction/check-prepared.ts';
export { VALID_FOR_MS } from './transaction/draft.ts';
export type { Draft, Plan } from './transaction/draft.ts';
export { sign } from './transaction/sign.ts';
export type { SignedTransaction } from './transaction/sign.ts';
export type { Submitted, WaitOptions } from './transaction/submit.ts';
export type { EventOptions } from './events.ts';
export { record, recordMany } from './evidence/evidence-client.ts';
export type { Owner, Recorded } from './evidence/evidence-client.ts';
export { buildItem } from './evidence/record-plan.ts';
export type { Digests, RecordInput, RecordPlan } from './evidence/record-plan.ts';
export { completeReceipt, rememberingCrypto } from './evidence/receipts.ts';
export type { RecordPlace, VerifiedReceipt } from './evidence/receipts.ts';
export type {
  BlockView,
  CallView,
  ChainView,
  CloudEvent,
  EffectView,
  EventPage,
  EventQuery,
  FindQuery,
  FoundRow,
  ItemSelection,
  JsonObject,
  JsonValue,
  PayloadQuery,
  PayloadRootView,
  PreparedCall,
  Prepared,
  PrepareRequest,
  ReceiptOptions,
  RowQuery,
  RowView,
  Status,
  SubmitOptions,
  SubmitRejected,
  SubmitResult,
  TransactionView,
  LedgerApi,
} from '@stele/protocol';
export { accountToText, principalToText } from '@stele/protocol';
