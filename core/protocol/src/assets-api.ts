/**
 * What a ledger answers about assets (spec/assets.md): the part of LedgerApi that knows the contract `assets`. Amounts are decimal
 * texts of whole numbers, classes and slots hexadecimal, owners as the contract's own JSON. Methods reject with CodedError; codes
 * named here are public.
 */

import type { JsonObject, JsonValue } from './ledger-api.ts';
import type { LiveProof } from './verify-live/live-proof.ts';

export interface AssetsApi {
  /** Classes, in the order in which they were defined. */
  classes(page: PageQuery): Promise<Page<ClassView>>;
  /** A class by its id (32 hex digits) or as `organisation~name`. CLASS_ABSENT. */
  assetClass(id: string): Promise<ClassView>;
  /** What counts for an account, or for any other principal, by class. HEIGHT_UNKNOWN, PRINCIPAL_MALFORMED. */
  balances(query: BalancesQuery): Promise<BalancesView>;
  /** Live outputs that count for it, held ones included, oldest first. PRINCIPAL_MALFORMED. */
  outputs(query: OutputsQuery): Promise<Page<OutputView>>;
  /** Live holds with an exit that it may take, oldest first. PRINCIPAL_MALFORMED. */
  holds(query: PartyQuery): Promise<Page<OutputView>>;
  /** An output, live or spent, by `out_` and 20 hex digits. OUTPUT_ABSENT. */
  output(id: string): Promise<OutputView>;
  /** Where an output came from, back to its issues, or where it went, forward to what is live now; breadth first. OUTPUT_ABSENT, CURSOR_MALFORMED. */
  trace(query: TraceQuery): Promise<TracePage>;
  /**
   * A proof that the output was live, or spent, after the block of a height; verified by `verifyLive`. OUTPUT_ABSENT,
   * HEIGHT_UNKNOWN (also: before the output was made), HEIGHT_PAST (its bits are not kept), NOT_PROVEN.
   */
  liveProof(query: LiveProofQuery): Promise<LiveProof>;
}

export interface PageQuery {
  /** 50 when absent, at most 1 000. */
  readonly limit?: number;
  /** `nextCursor` of the page before. */
  readonly cursor?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Null at the end. */
  readonly nextCursor: string | null;
}

export interface PartyQuery extends PageQuery {
  /** `acc_…`, or the text of any other principal. */
  readonly account: string;
}

export interface BalancesQuery {
  /** `acc_…`, or the text of any other principal. */
  readonly account: string;
  /** As of the end of this block; absent: now. */
  readonly atHeight?: number;
}

export interface OutputsQuery extends PartyQuery {
  /** Id, or `organisation~name`; absent: of all classes. */
  readonly class?: string;
}

export interface TraceQuery extends PageQuery {
  readonly output: string;
  readonly direction: 'back' | 'forward';
}

export interface LiveProofQuery {
  readonly output: string;
  /** Absent: the newest block that a checkpoint covers. */
  readonly atHeight?: number;
}

/** What one needs of a class to read an amount of it. */
export interface ClassSummary {
  /** 32 hex digits. */
  readonly id: string;
  readonly organisation: string;
  readonly name: string;
  readonly kind: string;
  /** Decimal digits behind the point; null: units are unique and amounts 1. */
  readonly scale: number | null;
}

export interface ClassView extends ClassSummary {
  /** The arguments of `assets.define`. */
  readonly definition: JsonObject;
  readonly issued: string;
  readonly redeemed: string;
  readonly definedAtHeight: number;
}

export interface BalancesView {
  readonly height: number;
  readonly items: readonly BalanceView[];
}

export interface BalanceView {
  readonly class: ClassSummary;
  /** Free and held together. */
  readonly amount: string;
  /** The part that is in holds. */
  readonly held: string;
}

export interface OutputView {
  /** `out_` and 20 hex digits. */
  readonly id: string;
  /** What an input names beside the id: 16 hex digits. */
  readonly guard: string;
  readonly class: ClassSummary;
  /** 32 hex digits. */
  readonly slot: string;
  /** Attributes of the slot by name. */
  readonly attributes: JsonObject;
  readonly amount: string;
  readonly state: OutputStateView | null;
  /** `{"party": principal}` or `{"hold": {…}}`, as the contract's JSON. */
  readonly owner: JsonValue;
  /** For whom it counts: the party, or whom the hold is for. */
  readonly holder: string;
  readonly acquiredAt: string;
  /** Hands it has gone through since the issuer. */
  readonly depth: number;
  /** 64 hex digits, or null. */
  readonly payload: string | null;
  readonly live: boolean;
  /** Marks on the output, its slot, its class, its holder. */
  readonly marks: readonly MarkView[];
  readonly madeAt: MadeAtView;
  /** Where it was spent; absent while it is live. */
  readonly endedAt?: { readonly height: number; readonly index: number };
  /** Number of the effect that put it. */
  readonly effect: number;
}

export interface OutputStateView {
  readonly name: string;
  readonly fields: JsonObject;
}

export interface MarkView {
  readonly on: 'output' | 'slot' | 'class' | 'holder' | 'party';
  readonly level: 'platform' | 'authority';
  /** 64 hex digits. */
  readonly reference: string;
}

export interface MadeAtView {
  readonly height: number;
  readonly index: number;
  readonly call: number;
  readonly place: number;
  /** `timer` when no call made it. */
  readonly method: string;
}

export interface TraceStep {
  readonly output: OutputView;
  /**
   * Outputs of the same class and slot that it was made of: every input it could have come from. Empty: it was issued. Forward
   * pages say them too, so a graph is drawn of the steps alone.
   */
  readonly from: readonly string[];
  readonly by: TraceAct;
}

/** What made the output. */
export interface TraceAct {
  /** Its receipt proves the step; absent for what the chain does by itself (timers, setup). */
  readonly transaction?: string;
  readonly height: number;
  readonly index: number;
  readonly call: number;
  readonly method: string;
  readonly committedAt: string;
}

export interface TracePage extends Page<TraceStep> {
  /** Whether the trace ends with this page: nothing was left out, and nothing is behind it. */
  readonly complete: boolean;
}
