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
export { accountPrincipal, callFromJson, plannedCall } from './calls/planned-call.ts';
export type { PlannedCall } from './calls/planned-call.ts';
export { accountOfKey, addQuota, openAccount, setKeys, setQuota } from './calls/accounts.ts';
export type { AccountOpening } from './calls/accounts.ts';
export { activateRules } from './calls/chain.ts';
export { recordBatch, recordItem } from './calls/evidence.ts';
export { CLOCK_TOLERANCE_MS } from './transaction/check-prepared.ts';
export { draftLocally, OTHERS_SIGN_WITHIN_MS, VALID_FOR_MS } from './transaction/draft.ts';
export type { Draft, Plan } from './transaction/draft.ts';
export { sign, signaturesOf } from './transaction/sign.ts';
export type { SignedTransaction } from './transaction/sign.ts';
export type { Submitted, WaitOptions } from './transaction/submit.ts';
export type { EventOptions } from './events.ts';
export { record, recordMany } from './evidence/evidence-client.ts';
export type { Owner, Recorded } from './evidence/evidence-client.ts';
export { buildItem } from './evidence/record-plan.ts';
export type { Digests, RecordInput, RecordPlan } from './evidence/record-plan.ts';
export { completeReceipt, rememberingCrypto } from './evidence/receipts.ts';
export type { RecordPlace, VerifiedReceipt } from './evidence/receipts.ts';
export type { RequestedCall, RequestedPlan } from './transaction/requested-call.ts';
export { amountFromText, amountToText } from './assets/amount.ts';
export type { Scale } from './assets/amount.ts';
export { assetsClient, everyItem } from './assets/assets-client.ts';
export type { AssetsClient, OutputFilter } from './assets/assets-client.ts';
export { assetCall, assetCallFromJson, inputOf } from './assets/calls.ts';
export { classIdOf, classNameFromText, classNameText } from './assets/class-name.ts';
export type { ClassName } from './assets/class-name.ts';
export type {
  AmountText,
  AssetArguments,
  AssetMethod,
  AttributeForm,
  ClassForm,
  ClassId,
  ExitForm,
  HandleForm,
  HoldForm,
  InputForm,
  IssuedForm,
  LimitsForm,
  MarkForm,
  NewOutputForm,
  OwnerForm,
  PriceForm,
  PrincipalText,
  StepForm,
} from './assets/forms.ts';
export { classForm, ownerForm, paymentForm, wholeClass } from './assets/json-forms.ts';
export { selectOutputs } from './assets/select-outputs.ts';
export { learn, NO_KNOWLEDGE } from './assets/knowledge.ts';
export type { Knowledge } from './assets/knowledge.ts';
export { pay } from './assets/payment.ts';
export type { Payment } from './assets/payment.ts';
export { checkComplete } from './assets/pending.ts';
export type { Pending } from './assets/pending.ts';
export { classInWords, limitsInWords, movesInWords } from './assets/summary/describe-class.ts';
export type { MoveInWords } from './assets/summary/describe-class.ts';
export { timeText } from './assets/summary/naming.ts';
export { summarise } from './assets/summary/summarise.ts';
export type { Change, Made, Summary } from './assets/summary/summarise.ts';
export type { Sentence, Statement } from './assets/summary/statement.ts';
