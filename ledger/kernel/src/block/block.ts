/** What goes into a block and what comes out of it. */

import type { Header, Payload } from '@stele/protocol';
import type { Candidate, Result } from '../execution/candidate.ts';
import type { Layer } from '../state/executed-state.ts';
import type { LivePlan } from '../state/live-bits.ts';
import type { Tip } from '../state/tip.ts';
import type { Operation } from '../store/store.ts';

/** A decided batch, ready to execute. */
export interface BlockInput {
  readonly timeMs: number;
  readonly epoch: number;
  readonly engineHeight: number;
  /** Whether the epoch ends with this block. */
  readonly sealed: boolean;
  readonly candidates: readonly Candidate[];
}

export interface BlockPayloads {
  /** Index of the entry whose transaction brought them. */
  readonly index: number;
  readonly payloads: readonly Payload[];
}

/** An executed block. It does not count until `Kernel.apply`. */
export interface Block {
  readonly height: number;
  readonly header: Header;
  /** Encoded, the header last. */
  readonly entries: readonly Uint8Array[];
  /** The log's leaf hashes, one an entry. The last one is the block's hash. */
  readonly leafHashes: readonly Uint8Array[];
  readonly payloads: readonly BlockPayloads[];
  /** Encoded. */
  readonly effects: readonly Uint8Array[];
  /** What the store must take in, all or none: one operation a key, in no particular order. */
  readonly operations: readonly Operation[];
  /** One a candidate, in the candidates' order. */
  readonly results: readonly Result[];
  /** The log's size and root after the block. */
  readonly size: number;
  readonly root: Uint8Array;
  /** How the kernel moves on when the block is applied. */
  readonly advance: Advance;
}

export interface Advance {
  readonly from: Tip;
  readonly to: Tip;
  readonly layer: Layer;
  readonly live: LivePlan;
}
