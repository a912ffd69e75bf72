/** What the steps of a verification find out and hand on to each other. */

import { assert } from '@stele/base';
import type { DigestAlgorithm } from '../algorithms.ts';
import type { Charter } from '../charter.ts';
import type { Crypto } from '../crypto.ts';
import type { TransactionEntry } from '../entry.ts';
import type { EvidenceItem, EvidenceNote } from '../evidence.ts';
import type { Principal } from '../principal.ts';
import type { Proof } from '../proof.ts';
import type { Receipt } from '../receipt.ts';
import type { Statement } from '../statement.ts';
import type { Suite } from '../suite/suite.ts';
import type { InspectedTransaction } from '../transaction.ts';

export interface VerificationInput {
  readonly crypto: Crypto;
  /** The file's digests, when a file is at hand. */
  readonly digests?: ReadonlyMap<DigestAlgorithm, Uint8Array> | undefined;
  /** Fingerprints of the chains the reader trusts. */
  readonly trusted: readonly Uint8Array[];
  /**
   * What a timestamp token is worth: given from outside because X.509 is no part of this package (@stele/timestamp,
   * tokenVerifier). Absent: tokens are not looked at. Imprint: SHA-256 of the checkpoint's signed text.
   */
  readonly timestamps?: ((token: Uint8Array, imprint: Uint8Array) => TokenVerdict) | undefined;
}

export type TokenVerdict =
  | {
      readonly kind: 'valid';
      /** genTime. */
      readonly timeMs: number;
      /** Name of the certificate that signed, for readers. */
      readonly authority: string;
    }
  | { readonly kind: 'untrusted'; readonly timeMs: number; readonly authority: string }
  | { readonly kind: 'invalid'; readonly code: string; readonly detail: string };

/** Filled step by step; a step reads only what the steps it needs have filled. */
export interface Findings {
  readonly bytes: Uint8Array;
  readonly input: VerificationInput;
  form?: { readonly receipt: Receipt; readonly proof: Proof };
  chain?: Chain;
  /** The last charter. */
  inForce?: Charter;
  statements?: readonly Statement[];
  entry?: FoundEntry;
  item?: EvidenceItem;
  /** First actor of the call that carries the item. */
  owner?: Principal;
  note?: EvidenceNote;
  lines?: FoundLines;
  cosigned?: Cosigned;
  /** The earliest token of a trusted authority. */
  stamped?: { readonly timeMs: number; readonly authority: string };
}

export interface Chain {
  readonly suite: Suite;
  readonly genesis: Charter;
  readonly fingerprint: Uint8Array;
}

export interface FoundEntry extends InspectedTransaction {
  readonly entry: TransactionEntry;
}

export interface FoundLines {
  readonly cosignatures: readonly FoundCosignature[];
}

export interface FoundCosignature {
  readonly statement: Statement;
  readonly signature: Uint8Array;
}

export interface Cosigned {
  readonly organisations: ReadonlySet<string>;
  readonly weight: number;
  /** Seconds of the cosignatures. */
  readonly seconds: readonly number[];
}

/** What an earlier step has found: there, because the step would not run otherwise. */
export function found<T>(value: T | undefined): T {
  assert(value !== undefined, 'a step runs only after the steps it needs');
  return value;
}

export type StepResult =
  | { readonly result: 'pass'; readonly detail: string }
  | { readonly result: 'skipped'; readonly code: string; readonly detail: string };

export type PartName = 'integrity' | 'inclusion' | 'identity' | 'time' | 'trust';

export interface StepDefinition<F extends Findings = Findings> {
  readonly name: string;
  readonly part: PartName;
  readonly needs: readonly string[];
  /** Throws a rejection when the step fails. */
  readonly run: (findings: F) => StepResult;
}

export function pass(detail: string): StepResult {
  return { result: 'pass', detail };
}

export function skipped(code: string, detail: string): StepResult {
  return { result: 'skipped', code, detail };
}
