/** Entries: the leaves of the log (spec/block.md, "Entry"). */

import { type CborValue, encode } from './cbor.ts';
import { ENTRY_BYTES_MAX } from './limits.ts';
import { Shape } from './shape.ts';

export type Entry = TransactionEntry | HeaderEntry | SystemEntry;

export interface TransactionEntry {
  readonly kind: 'transaction';
  /** The encoded transaction. */
  readonly content: Uint8Array;
  readonly outcome: Outcome;
}
export interface HeaderEntry {
  readonly kind: 'header';
  /** The encoded header. */
  readonly content: Uint8Array;
}
export interface SystemEntry {
  readonly kind: 'system';
  /** The encoded system act (system-act.ts). */
  readonly content: Uint8Array;
  readonly outcome: Outcome;
}

export interface Outcome {
  readonly height: number;
  /** Place in the log. */
  readonly index: number;
  readonly timeMs: number;
  /** Empty: success. */
  readonly code: string;
  readonly firstEffect: number;
  readonly effectCount: number;
}

const SHAPE = new Shape('ENTRY_MALFORMED');
const VERSION = 1;
const TRANSACTION = 0;
const HEADER = 1;
const SYSTEM = 2;
const CODE = /^(?:|[A-Z][A-Z0-9_]{0,39})$/;

export function encodeEntry(entry: Entry): Uint8Array {
  switch (entry.kind) {
    case 'transaction':
      return encode([TRANSACTION, VERSION, entry.content, outcomeToCbor(entry.outcome)]);
    case 'header':
      return encode([HEADER, VERSION, entry.content, null]);
    case 'system':
      return encode([SYSTEM, VERSION, entry.content, outcomeToCbor(entry.outcome)]);
  }
}

/** Reads an entry; its content is left encoded. Rejects with ENTRY_MALFORMED or VERSION_UNKNOWN. */
export function decodeEntry(bytes: Uint8Array): Entry {
  if (bytes.length > ENTRY_BYTES_MAX) throw SHAPE.malformed('more than 65 535 bytes');
  const [kind, , content, outcome] = SHAPE.versioned(SHAPE.decode(bytes), VERSION, 4, 1);
  const read = { content: SHAPE.bytes(content) };
  switch (SHAPE.uint(kind)) {
    case TRANSACTION:
      return { kind: 'transaction', ...read, outcome: outcomeFromCbor(outcome) };
    case HEADER:
      if (outcome !== null) throw SHAPE.malformed('a header has no outcome');
      return { kind: 'header', ...read };
    case SYSTEM:
      return { kind: 'system', ...read, outcome: outcomeFromCbor(outcome) };
    default:
      throw SHAPE.malformed('an unknown kind of entry');
  }
}

function outcomeToCbor(outcome: Outcome): CborValue {
  const { height, index, timeMs, code, firstEffect, effectCount } = outcome;
  return [height, index, timeMs, code, firstEffect, effectCount];
}

function outcomeFromCbor(value: CborValue | undefined): Outcome {
  const [height, index, timeMs, code, firstEffect, effectCount] = SHAPE.tuple(value, 6);
  return {
    height: SHAPE.uint(height),
    index: SHAPE.uint(index),
    timeMs: SHAPE.uint(timeMs),
    code: readCode(code),
    firstEffect: SHAPE.uint(firstEffect),
    effectCount: SHAPE.uint(effectCount),
  };
}

function readCode(value: CborValue | undefined): string {
  const code = SHAPE.text(value);
  if (!CODE.test(code)) throw SHAPE.malformed('an outcome code is SCREAMING_SNAKE of at most 40');
  return code;
}
