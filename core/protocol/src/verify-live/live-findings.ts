/** What the steps of verifying a live proof find out, beside what those of a receipt do. */

import type { Effect } from '../effect.ts';
import type { Header } from '../header.ts';
import type { Crypto } from '../crypto.ts';
import type { Findings } from '../verify-receipt/findings.ts';
import type { ReadLiveProof } from './live-proof.ts';

/** The row that a reader asks about, by what they know of it. */
export interface ExpectedRow {
  readonly contract: string;
  readonly table: string;
  readonly key: Uint8Array;
  /** As put; absent: whatever was. */
  readonly value?: Uint8Array;
}

export interface LiveInput {
  readonly crypto: Crypto;
  /** Fingerprints of the chains the reader trusts. */
  readonly trusted: readonly Uint8Array[];
  /** Absent: the verdict says which row it is. */
  readonly row?: ExpectedRow;
  /** The height asked about; absent: the verdict says it. */
  readonly height?: number;
}

export interface LiveFindings extends Findings {
  readonly live: LiveInput;
  proof?: ReadLiveProof;
  /** Header of the effect's block, and of the height. */
  header?: Header;
  atHeader?: Header;
  effect?: Effect;
  /** The bit. */
  isLive?: boolean;
}
