/** What the chain itself writes into the log: charters, setup calls, the start of a lineage, due timers (spec/block.md, "Entry"). */

import { type Call, callFromCbor, callToCbor } from './call.ts';
import { type CborValue, encode } from './cbor.ts';
import { TIMER_KEY_BYTES_MAX } from './limits.ts';
import { Shape } from './shape.ts';

export type SystemAct = CharterAct | CallAct | LineageAct | TimerAct;

export interface CharterAct {
  readonly subject: 'charter';
  /** The encoded charter. */
  readonly charter: Uint8Array;
}
export interface CallAct {
  readonly subject: 'call';
  readonly call: Call;
}
export interface LineageAct {
  readonly subject: 'lineage';
  readonly oldOrigin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly reason: string;
}

/** A timer of a contract that was due. */
export interface TimerAct {
  readonly subject: 'timer';
  /** When it was due: the block's time or before. */
  readonly atMs: number;
  readonly contract: string;
  readonly key: Uint8Array;
}

const SHAPE = new Shape('SYSTEM_MALFORMED');
const CHARTER = 0;
const CALL = 1;
const LINEAGE = 2;
const TIMER = 3;
const HASH_BYTES = 32;

export function encodeSystemAct(act: SystemAct): Uint8Array {
  switch (act.subject) {
    case 'charter':
      return encode([CHARTER, act.charter]);
    case 'call':
      return encode([CALL, callToCbor(act.call)]);
    case 'lineage':
      return encode([LINEAGE, [act.oldOrigin, act.size, act.root, act.reason]]);
    case 'timer':
      return encode([TIMER, [act.atMs, act.contract, act.key]]);
  }
}

/** Reads a system act. Rejects with SYSTEM_MALFORMED or PRINCIPAL_MALFORMED. */
export function decodeSystemAct(bytes: Uint8Array): SystemAct {
  const [subject, data] = SHAPE.tuple(SHAPE.decode(bytes), 2);
  switch (SHAPE.uint(subject)) {
    case CHARTER:
      return { subject: 'charter', charter: SHAPE.bytes(data) };
    case CALL:
      return { subject: 'call', call: callFromCbor(data ?? null, SHAPE) };
    case LINEAGE:
      return lineageFromCbor(data);
    case TIMER:
      return timerFromCbor(data);
    default:
      throw SHAPE.malformed('an unknown subject');
  }
}

function lineageFromCbor(data: CborValue | undefined): LineageAct {
  const [oldOrigin, size, root, reason] = SHAPE.tuple(data, 4);
  return {
    subject: 'lineage',
    oldOrigin: SHAPE.text(oldOrigin),
    size: SHAPE.uint(size),
    root: SHAPE.bytes(root, HASH_BYTES),
    reason: SHAPE.text(reason),
  };
}

function timerFromCbor(data: CborValue | undefined): TimerAct {
  const [atMs, contract, key] = SHAPE.tuple(data, 3);
  const timer = {
    subject: 'timer',
    atMs: SHAPE.uint(atMs),
    contract: SHAPE.identifier(contract),
    key: SHAPE.bytes(key),
  } as const;
  if (timer.key.length <= TIMER_KEY_BYTES_MAX) return timer;
  throw SHAPE.malformed('a key of a timer that is too long');
}

/** The array of setup calls, as a charter commits to it. */
export function encodeSetup(calls: readonly Call[]): Uint8Array {
  return encode(calls.map((call) => callToCbor(call)));
}

/** Reads setup calls. Rejects with SYSTEM_MALFORMED or PRINCIPAL_MALFORMED. */
export function decodeSetup(bytes: Uint8Array): readonly Call[] {
  return SHAPE.array(SHAPE.decode(bytes)).map((value) => callFromCbor(value, SHAPE));
}
