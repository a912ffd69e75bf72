/**
 * @stele/protocol: what a chain hashes, signs and proves (spec/), and the verification of it. Pure: runs in Node, browsers and
 * sandboxes alike. Native cryptography and key files are in @stele/protocol/node.
 */

export {
  ACTORS_MAX,
  BLOB_LEAF_BYTES,
  BLOCKS_PER_GROUP_MAX,
  BLOCK_BYTES_MAX,
  CALLS_MAX,
  CLOCK_LEAD_MS_MAX,
  COSIGN_LAG_MS_MAX,
  EFFECT_BYTES_MAX,
  EFFECT_KEY_BYTES_MAX,
  ENTRY_BYTES_MAX,
  ENVELOPE_BYTES_MAX,
  MEMBERS_MAX,
  MEMBER_KEYS_MAX,
  MEMBER_NAME_BYTES_MAX,
  MEMBER_WEIGHT_MAX,
  NOTE_BYTES_MAX,
  PAYLOADS_MAX,
  PAYLOAD_BYTES_MAX,
  PAYLOAD_BYTES_PER_UNIT,
  PAYLOAD_ITEMS_MAX,
  PRINCIPAL_DEPTH_MAX,
  PRINCIPAL_LEAVES_MAX,
  PROOF_HASHES_MAX,
  RECEIPT_BYTES_MAX,
  RECEIPT_TIMESTAMPS_MAX,
  SIGNATURES_MAX,
  SIGNATURE_LINES_MAX,
  TERMS_MAX,
  TERM_BYTES_MAX,
  TIMER_KEY_BYTES_MAX,
  TIMERS_PER_BLOCK_MAX,
  TIMESTAMP_TOKEN_BYTES_MAX,
  TX_BYTES_MAX,
  VALIDITY_MS_MAX,
} from './limits.ts';
export { decode, encode } from './cbor.ts';
export { splitSequence } from './cbor-sequence.ts';
export type { CborKey, CborMap, CborValue } from './cbor.ts';
export { isIdentifier, Shape } from './shape.ts';
export {
  digestAlgorithmOf,
  digestBytes,
  digestName,
  isDigestAlgorithm,
  isKeyAlgorithm,
  keyBytes,
  keyName,
  SIGNATURE_BYTES,
} from './algorithms.ts';
export type { DigestAlgorithm, KeyAlgorithm } from './algorithms.ts';
export type { Crypto, Hash, Signer } from './crypto.ts';
export { portableCrypto } from './portable-crypto.ts';
export { runningDigest } from './running-digest.ts';
export type { RunningDigest } from './running-digest.ts';
export { decodeSignature, encodeSignature, verifySignature } from './signature.ts';
export type { Signature } from './signature.ts';
export { suiteOf } from './suite/suite.ts';
export type { Suite } from './suite/suite.ts';
export {
  consistencyPath,
  inclusionPath,
  inclusionPaths,
  leafHash,
  nodeHash,
  rootFromInclusion,
  rootOf,
  verifyConsistency,
} from './merkle.ts';
export type { Consistency, Inclusion } from './merkle.ts';
export { CompactRange } from './compact-range.ts';
export {
  ACCOUNT_BYTES,
  keyHash,
  keyPrincipal,
  principalFromCbor,
  principalToCbor,
} from './principal.ts';
export type {
  AccountPrincipal,
  ContractPrincipal,
  KeyPrincipal,
  Principal,
  RolePrincipal,
  ThresholdPrincipal,
} from './principal.ts';
export { accountToText, principalFromText, principalToText } from './principal-text.ts';
export { callFromCbor, callToCbor } from './call.ts';
export type { Call } from './call.ts';
export {
  checkPayloads,
  payloadFromCbor,
  payloadPath,
  payloadPaths,
  payloadRootOf,
  payloadToCbor,
} from './payload.ts';
export type { BlobPayload, ItemsPayload, Payload, PayloadRoot } from './payload.ts';
export {
  CHAIN_PREFIX_BYTES,
  decodeBody,
  decodeTransaction,
  encodeBody,
  encodeTransaction,
  inspectTransaction,
  SALT_BYTES,
  signingInput,
  transactionId,
  verifyTransaction,
} from './transaction.ts';
export type {
  ChainIdentity,
  InspectedTransaction,
  Transaction,
  TransactionContent,
} from './transaction.ts';
export {
  decodeEnvelope,
  decodeSubmission,
  encodeEnvelope,
  encodeSubmission,
} from './submission.ts';
export type { Envelope, Submission } from './submission.ts';
export { decodeEntry, encodeEntry } from './entry.ts';
export type { Entry, HeaderEntry, Outcome, SystemEntry, TransactionEntry } from './entry.ts';
export { decodeHeader, encodeHeader } from './header.ts';
export type { Header } from './header.ts';
export { decodeSetup, decodeSystemAct, encodeSetup, encodeSystemAct } from './system-act.ts';
export type { SystemAct } from './system-act.ts';
export { decodeEffect, encodeEffect } from './effect.ts';
export type { Effect, EffectKind } from './effect.ts';
export {
  charterSigningInput,
  decodeCharter,
  encodeCharter,
  fingerprintOf,
  memberOfKey,
  weightOf,
} from './charter.ts';
export type { Charter, Member, MemberKey, Policy } from './charter.ts';
export {
  decodeStatement,
  encodeStatement,
  statementKey,
  statementSigningInput,
} from './statement.ts';
export type { Statement, StatementKey } from './statement.ts';
export { cosignerName, originOf, parseOrigin } from './origin.ts';
export type { Origin } from './origin.ts';
export {
  formatNote,
  formatVerifierKey,
  NOTE_TYPE_COSIGNATURE,
  NOTE_TYPE_ED25519,
  noteKeyId,
  parseNote,
} from './note.ts';
export type { Note, NoteKey, SignatureLine } from './note.ts';
export {
  checkpointText,
  cosignatureInput,
  decodeCosignature,
  encodeCosignature,
  parseCheckpoint,
  signCheckpoint,
} from './checkpoint.ts';
export type { Checkpoint, CheckpointSigners, Cosignature, SignedCheckpoint } from './checkpoint.ts';
export { entriesOfBundle, parseTilePath, TILE_WIDTH, tilePath } from './tiles.ts';
export type { TileAddress } from './tiles.ts';
export { formatProof, parseProof } from './proof.ts';
export type { Proof, ProofParts } from './proof.ts';
export { formatPolicy } from './policy.ts';
export type { PolicyInput, PolicyWitness } from './policy.ts';
export {
  decodeItem,
  decodeNote,
  digestTerm,
  encodeItem,
  encodeNote,
  ERASABLE_SALT_BYTES,
  itemFromCbor,
  itemToCbor,
  noteHashOf,
  RECORD_ID_BYTES,
} from './evidence.ts';
export type { EvidenceItem, EvidenceNote } from './evidence.ts';
export { parseReceipt, receiptToCbor, receiptToJson } from './receipt.ts';
export type {
  Receipt,
  ReceiptCharter,
  ReceiptItem,
  ReceiptNote,
  ReceiptStatement,
} from './receipt.ts';
export { verifyReceipt } from './verify-receipt/verify-receipt.ts';
export type { Verdict } from './verify-receipt/verify-receipt.ts';
export type { PartVerdict, Step, VerdictName } from './verify-receipt/run-steps.ts';
export type { PartName, TokenVerdict, VerificationInput } from './verify-receipt/findings.ts';
export { checkpointImprint } from './verify-receipt/time-steps.ts';
export { verifyLive } from './verify-live/verify-live.ts';
export type { LiveVerdict, ProvenRow } from './verify-live/verify-live.ts';
export type { ExpectedRow, LiveInput } from './verify-live/live-findings.ts';
export type { LiveProof } from './verify-live/live-proof.ts';
export type {
  Assurance,
  ChainSummary,
  IndependentTime,
  ProvenFact,
  RecordSummary,
  UnprovenFact,
  VerdictSummary,
} from './verify-receipt/summary.ts';
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
  LedgerApi,
  PayloadQuery,
  PayloadRootView,
  PrepareRequest,
  Prepared,
  PreparedCall,
  ReceiptOptions,
  RowQuery,
  RowView,
  Status,
  SubmitOptions,
  SubmitRejected,
  SubmitResult,
  TransactionView,
} from './ledger-api.ts';
export type {
  AssetsApi,
  BalancesQuery,
  BalancesView,
  BalanceView,
  ClassSummary,
  ClassView,
  LiveProofQuery,
  MadeAtView,
  MarkView,
  OutputsQuery,
  OutputStateView,
  OutputView,
  Page,
  PageQuery,
  PartyQuery,
  TraceAct,
  TracePage,
  TraceQuery,
  TraceStep,
} from './assets-api.ts';
export type { Collecting, CollectOptions, InboxApi, InboxQuery, PendingView } from './inbox-api.ts';
