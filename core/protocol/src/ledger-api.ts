/**
 * What a ledger answers: the one port between a node's core (which implements it), its HTTP routes (which translate it) and the SDK
 * (whose transports are it, in process and over HTTP; both are held to it by one suite, sdk/src/conformance). One LedgerApi is one
 * chain. Views are JSON-able: times are RFC 3339 UTC with milliseconds, hashes and ids lower-case hex, other bytes base64url, unless
 * a field says otherwise. Methods reject with CodedError; codes named here are public.
 */

import type { AssetsApi } from './assets-api.ts';
import type { InboxApi } from './inbox-api.ts';
import type { Submission } from './submission.ts';

export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

export type JsonObject = Readonly<Record<string, JsonValue>>;

export interface LedgerApi extends AssetsApi, InboxApi {
  /** What this chain is, and how far it has come. */
  chain(): Promise<ChainView>;
  /** A block by height, by hash (64 hex digits), or `latest`. BLOCK_UNKNOWN. */
  block(reference: number | string): Promise<BlockView>;
  /** A transaction that is in the log, refused ones included. TRANSACTION_UNKNOWN. */
  transaction(id: string): Promise<TransactionView>;
  /**
   * The receipt (spec/receipt.md) in its CBOR form: without note, which only the customer's side has. With a selection it is of
   * one record, else of the transaction. TRANSACTION_UNKNOWN, ITEM_UNKNOWN, ENTRY_REFUSED (a refused transaction has none).
   */
  receipt(id: string, selection?: ItemSelection, options?: ReceiptOptions): Promise<Uint8Array>;
  /** An entry of the log, as encoded (spec/block.md). ENTRY_UNKNOWN. */
  entry(index: number): Promise<Uint8Array>;
  /**
   * Items of a payload that the transaction of an entry carries, in order, at most 10 000; blobs have none. For members: payloads
   * are not public. ENTRY_UNKNOWN, PAYLOAD_ABSENT.
   */
  payloadItems(query: PayloadQuery): Promise<readonly Uint8Array[]>;
  /** A row of a contract's table, as committed; null when there is none. TABLE_UNKNOWN. */
  row(query: RowQuery): Promise<RowView | null>;
  /**
   * Rows that their contract filed under a term (spec/contracts.md, "Terms"), by the number of the effect that put them, at most
   * 1 000. TABLE_UNKNOWN.
   */
  find(query: FindQuery): Promise<readonly FoundRow[]>;
  /**
   * Builds a body to be signed and runs it against the present state; records nothing. `assets.pay` becomes `assets.transfer`: the
   * node chooses the outputs. ARGS_MALFORMED, CALL_UNKNOWN … FUNDS_MISSING, SLOT_AMBIGUOUS.
   */
  prepare(request: PrepareRequest): Promise<Prepared>;
  /**
   * Orders one transaction and waits until it has the status asked for, at most `timeoutMs`; then resolves with the status it has
   * by then. Refused in execution: resolves, with `code`. Not even refused (transaction.md): throws that code, except
   * DUPLICATE: an id that is in the log already resolves with its first outcome and `replayed`, because the id *is* the
   * idempotency key. Overload throws a retryable BUSY.
   */
  submit(submission: Submission, options: SubmitOptions): Promise<SubmitResult>;
  /** The same for many at once, each judged by itself, results in request order. */
  submitMany(
    submissions: readonly Submission[],
    options: SubmitOptions,
  ): Promise<readonly (SubmitResult | SubmitRejected)[]>;
  /** Effects after a number, ascending. With `waitMs` an empty page is held back until something comes or the time is over. */
  events(query: EventQuery): Promise<EventPage>;
  /** A file of the log as spec/log.md serves it: `checkpoint`, `tile/…`, `vkeys`, `policy`. LOG_PATH_UNKNOWN. */
  log(path: string): Promise<Uint8Array>;
}

export interface ChainView {
  /** The genesis fingerprint. */
  readonly id: string;
  readonly name: string;
  readonly origin: string;
  readonly suite: string;
  /** Who may read entries without a key (charter policy). */
  readonly entries: 'public' | 'members';
  readonly ordering: { readonly kind: string; readonly epoch: number };
  /** The rules number in force for the next block. */
  readonly rules: number;
  /** Rules that will be in force from a later height on; null when none are to come. */
  readonly pendingRules: { readonly rules: number; readonly height: number } | null;
  /** The rules numbers this node knows, ascending. */
  readonly knownRules: readonly number[];
  readonly height: number;
  readonly logSize: number;
  /** The log's root at `logSize`. */
  readonly root: string;
  /** Block time of the latest block. */
  readonly time: string;
  readonly members: readonly {
    readonly organisation: string;
    readonly name: string;
    readonly weight: number;
  }[];
  readonly threshold: number;
  readonly nodes: readonly { readonly organisation: string; readonly node: string }[];
  /** Nodes that vote on the order; a solo chain has none. */
  readonly validators: readonly { readonly organisation: string; readonly node: string }[];
}

export interface BlockView {
  readonly height: number;
  /** Leaf hash of the header entry. */
  readonly hash: string;
  readonly time: string;
  readonly firstIndex: number;
  /** Entries, header included. */
  readonly entryCount: number;
  /** `code` is empty for success. */
  readonly transactions: readonly {
    readonly id: string;
    readonly index: number;
    readonly code: string;
  }[];
  readonly previousRoot: string;
  readonly firstEffect: number;
  readonly effectCount: number;
  readonly effectsRoot: string;
  readonly liveRoot: string;
  readonly rules: number;
  readonly epoch: number;
  readonly engineHeight: number;
  /** H of the charter in force after the block. */
  readonly charter: string;
}

export interface TransactionView {
  readonly id: string;
  readonly status: 'committed' | 'proven';
  readonly height: number;
  readonly index: number;
  readonly committedAt: string;
  /** Empty for success, else why it was refused. */
  readonly code: string;
  readonly validUntil: string;
  /** Principal text (below). */
  readonly payer: string;
  readonly calls: readonly CallView[];
  readonly signatures: readonly { readonly algorithm: number; readonly key: string }[];
  readonly payloads: readonly PayloadRootView[];
  readonly effects: readonly EffectView[];
}

/**
 * Principals are written `key:<64 hex>`, `acc_<32 hex>`, `role:<organisation>/<role>`, `contract:<name>`, `<m>-of(<p>,<p>…)`.
 */
export interface CallView {
  readonly contract: string;
  readonly method: string;
  /** By name, as in a prepare request; positional where the contract does not know the method or the arguments do not fit. */
  readonly args: JsonValue;
  readonly actors: readonly string[];
}

export interface PayloadRootView {
  readonly root: string;
  readonly count: number;
  readonly bytes: number;
  readonly kind: 'items' | 'blob';
}

export interface EffectView {
  /** The effect's number in the chain: its sequence number as an event. A dry run has none yet. */
  readonly number?: number;
  readonly kind: 'put' | 'delete' | 'event' | 'result';
  readonly contract: string;
  /** Table, event type or method, by kind. */
  readonly table: string;
  /** Hex. */
  readonly key: string;
  /** The decoded value: bytes as hex, integers beyond 2^53 as decimal text, map keys as text. For readers, not for hashing. */
  readonly value: JsonValue;
}

export interface ReceiptOptions {
  /** A checkpoint this node signed earlier, verbatim: the proof leads to it and not to the newest. CHECKPOINT_UNKNOWN, NOT_PROVEN. */
  readonly checkpoint?: string;
}

export interface PayloadQuery {
  /** Of the entry. */
  readonly index: number;
  /** Number of the payload in its transaction. */
  readonly payload: number;
  /** Absent: from the first to the last. */
  readonly first?: number;
  readonly count?: number;
}

export interface RowQuery {
  readonly contract: string;
  readonly table: string;
  readonly key: Uint8Array;
}

export interface RowView {
  /** Number of the effect that put it. */
  readonly effect: number;
  /** Canonical CBOR. */
  readonly value: Uint8Array;
}

export interface FindQuery {
  readonly contract: string;
  readonly table: string;
  readonly term: Uint8Array;
  /** Newest first when true. */
  readonly reverse?: boolean;
  /** The last effect number already seen, in the order asked for. */
  readonly after?: number;
  readonly limit: number;
}

/** A put that was filed under the term. The row may have been written again since: `row` says what it is now. */
export interface FoundRow extends RowView {
  readonly key: Uint8Array;
}

/** Which record of a transaction: number of the call, number of the item in its payload. */
export interface ItemSelection {
  readonly call: number;
  readonly item: number;
}

export interface PrepareRequest {
  readonly calls: readonly PreparedCall[];
  /** Principal texts; the actors of every call that names none of its own. */
  readonly signers?: readonly string[];
  /** Principal text; absent means the first actor of the first call. */
  readonly payer?: string;
  readonly validForMs?: number;
  readonly payloads?: readonly PayloadRootView[];
}

export interface PreparedCall {
  readonly contract: string;
  readonly method: string;
  readonly args: JsonObject;
  readonly actors?: readonly string[];
}

export interface Prepared {
  /** The body to sign, as encoded. */
  readonly transaction: string;
  readonly id: string;
  readonly signingInput: string;
  /** Principals that have to be satisfied by signatures, the payer included. */
  readonly signers: readonly string[];
  readonly effects: readonly EffectView[];
  readonly summary: { readonly en: string; readonly 'zh-CN': string };
  /** What execution would answer now; absent when it would succeed, or when it cannot be known without payloads. */
  readonly wouldFail?: { readonly code: string; readonly detail: string };
  readonly validUntil: string;
}

/** In this order, from weakest to strongest (spec/limits.md). */
export type Status = 'accepted' | 'ordered' | 'committed' | 'proven';

export interface SubmitOptions {
  readonly wait: Status;
  readonly timeoutMs: number;
}

export interface SubmitResult {
  readonly id: string;
  readonly status: Status;
  /** This and all below: once it is committed. */
  readonly height?: number;
  readonly index?: number;
  readonly committedAt?: string;
  /** Empty for success, else why execution refused it. */
  readonly code?: string;
  /** What the calls returned. */
  readonly result?: readonly EffectView[];
  readonly events?: readonly EffectView[];
  /** True when the same transaction had been committed before this call. */
  readonly replayed?: boolean;
}

export interface SubmitRejected {
  /** Null when the bytes are too broken to have an id. */
  readonly id: string | null;
  readonly status: 'rejected';
  readonly code: string;
  readonly detail: string;
}

export interface EventQuery {
  /** The last effect number already seen; absent: from the first effect on. */
  readonly after?: number;
  readonly limit: number;
  readonly contract?: string;
  /** A CloudEvent type, whole. */
  readonly type?: string;
  /** `acc_…`: effects of transactions in which it acts or pays. */
  readonly account?: string;
  readonly waitMs?: number;
  /** Ends a held-back page early, as if its time were over. */
  readonly signal?: AbortSignal;
}

export interface EventPage {
  readonly items: readonly CloudEvent[];
  /** What to give as `after` for the next page: the last effect looked at, whether it matched or not. −1: none yet. */
  readonly next: number;
}

/** CloudEvents 1.0, JSON format. One effect is one event. */
export interface CloudEvent {
  readonly specversion: '1.0';
  /** The effect's number, in decimal. */
  readonly id: string;
  /** `stele:` and the fingerprint. */
  readonly source: string;
  /** `stele.<contract>.<table>.<kind>`, such as `stele.evidence.records.put`. */
  readonly type: string;
  readonly time: string;
  /** The transaction's id; absent for what genesis and the kernel itself write. */
  readonly subject?: string;
  readonly datacontenttype: 'application/json';
  readonly data: EffectView & { readonly height: number; readonly index: number };
}
