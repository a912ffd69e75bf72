/** Block headers (spec/block.md, "Header"). */

import { type CborValue, encode } from './cbor.ts';
import { Shape } from './shape.ts';

export interface Header {
  readonly height: number;
  /** Index of the block's first entry. */
  readonly firstIndex: number;
  /** The log's root at size firstIndex. */
  readonly previousRoot: Uint8Array;
  readonly timeMs: number;
  readonly epoch: number;
  readonly engineHeight: number;
  /** Whether the epoch ends with this block. */
  readonly sealed: boolean;
  /** The rules number in force for this block. */
  readonly rules: number;
  readonly firstEffect: number;
  readonly effectCount: number;
  readonly effectsRoot: Uint8Array;
  /** The live bits after this block. */
  readonly liveRoot: Uint8Array;
  /** H of the charter in force after this block. */
  readonly charter: Uint8Array;
  /** Null under `intl`. */
  readonly suiteRoot: Uint8Array | null;
  readonly extensions: ReadonlyMap<number, CborValue>;
}

const SHAPE = new Shape('HEADER_MALFORMED');
const VERSION = 1;
const HASH_BYTES = 32;

export function encodeHeader(header: Header): Uint8Array {
  return encode([
    VERSION,
    header.height,
    header.firstIndex,
    header.previousRoot,
    header.timeMs,
    [header.epoch, header.engineHeight, header.sealed],
    header.rules,
    [header.firstEffect, header.effectCount, header.effectsRoot],
    header.liveRoot,
    header.charter,
    header.suiteRoot,
    header.extensions,
  ]);
}

/** Reads a header. Rejects with HEADER_MALFORMED, VERSION_UNKNOWN, EXTENSION_UNKNOWN. */
export function decodeHeader(bytes: Uint8Array): Header {
  const items = SHAPE.versioned(SHAPE.decode(bytes), VERSION, 12);
  const [epoch, engineHeight, sealed] = SHAPE.tuple(items[5], 3);
  const [firstEffect, effectCount, effectsRoot] = SHAPE.tuple(items[7], 3);
  return {
    height: SHAPE.uint(items[1]),
    firstIndex: SHAPE.uint(items[2]),
    previousRoot: SHAPE.bytes(items[3], HASH_BYTES),
    timeMs: SHAPE.uint(items[4]),
    epoch: SHAPE.uint(epoch),
    engineHeight: SHAPE.uint(engineHeight),
    sealed: SHAPE.bool(sealed),
    rules: SHAPE.uint(items[6]),
    firstEffect: SHAPE.uint(firstEffect),
    effectCount: SHAPE.uint(effectCount),
    effectsRoot: SHAPE.bytes(effectsRoot, HASH_BYTES),
    liveRoot: SHAPE.bytes(items[8], HASH_BYTES),
    charter: SHAPE.bytes(items[9], HASH_BYTES),
    suiteRoot: SHAPE.nullable(items[10], (value) => SHAPE.bytes(value, HASH_BYTES)),
    extensions: SHAPE.extensions(items[11]),
  };
}
