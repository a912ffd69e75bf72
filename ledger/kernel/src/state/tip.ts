/** Where the chain stands after its last block: what the next one continues. Kept in the store with the state it belongs to. */

import { assert } from '@stele/base';
import { CompactRange, decode, encode, type CborValue, type Hash } from '@stele/protocol';
import type { Activation } from '../execution/chain-contract.ts';

export interface Tip {
  /** −1 before block 0. */
  readonly height: number;
  readonly timeMs: number;
  /** Entries in the log. */
  readonly logSize: number;
  /** The right edge of the log's tree. Not to be appended to: clone it. */
  readonly logRange: CompactRange;
  /** Effects so far: the number the next one will have. */
  readonly effectCount: number;
  /** H of the charter in force. */
  readonly charter: Uint8Array;
  /** The rules number in force for the next block. */
  readonly rules: number;
  /** The latest activation of rules, in force or still to come: a row of the state, so it is not stored again with the tip. */
  readonly activation: Activation | undefined;
  /** Where the ordering engine was when it decided the last block. */
  readonly epoch: number;
  readonly engineHeight: number;
}

const VERSION = 1;

/** The tip as it is stored, with the chain it belongs to. */
export function encodeTip(fingerprint: Uint8Array, tip: Tip): Uint8Array {
  return encode([
    VERSION,
    fingerprint,
    tip.height,
    tip.timeMs,
    tip.logSize,
    tip.logRange.hashes,
    tip.effectCount,
    tip.charter,
    tip.rules,
    tip.epoch,
    tip.engineHeight,
  ]);
}

export interface StoredTip {
  readonly fingerprint: Uint8Array;
  readonly tip: Omit<Tip, 'activation'>;
}

/** Reads a stored tip. The bytes are this program's own: what does not fit is a bug. */
export function decodeTip(bytes: Uint8Array, logHash: Hash): StoredTip {
  const items = decode(bytes) as readonly CborValue[];
  assert(
    Array.isArray(items) && items[0] === VERSION && items.length === 11,
    'a stored tip is whole',
  );
  const logSize = items[4] as number;
  return {
    fingerprint: (items[1] as Uint8Array).slice(),
    tip: {
      height: items[2] as number,
      timeMs: items[3] as number,
      logSize,
      logRange: new CompactRange(logHash, logSize, items[5] as readonly Uint8Array[]),
      effectCount: items[6] as number,
      charter: (items[7] as Uint8Array).slice(),
      rules: items[8] as number,
      epoch: items[9] as number,
      engineHeight: items[10] as number,
    },
  };
}

/** How far a stored tip has come, without the rest of it. */
export function momentOf(bytes: Uint8Array): {
  readonly height: number;
  readonly effectCount: number;
  readonly size: number;
} {
  const items = decode(bytes) as readonly CborValue[];
  assert(Array.isArray(items) && items[0] === VERSION, 'a stored tip is whole');
  return {
    height: items[2] as number,
    size: items[4] as number,
    effectCount: items[6] as number,
  };
}

/** The tip of a chain that has no block yet. */
export function emptyTip(logHash: Hash, rules: number): Tip {
  return {
    height: -1,
    timeMs: 0,
    logSize: 0,
    logRange: new CompactRange(logHash),
    effectCount: 0,
    charter: new Uint8Array(0),
    rules,
    activation: undefined,
    epoch: 0,
    engineHeight: 0,
  };
}
