/**
 * A block's effects as one record of the store. Beside the encoded effects it holds what a reader of effects asks next: which
 * block they are from and when it was.
 *
 *   height, firstIndex, timeMs: 8 bytes each ‖ count: 4 bytes ‖ count × end: 4 bytes ‖ the effects, one after the other
 *
 * `end` is where an effect ends, counted from the first effect's start, so any effect is two reads away.
 */

import { assert } from '@stele/base';
import { NUMBER_BYTES, readHalf, readNumber, writeHalf, writeNumber } from './layout.ts';

export interface EffectBlock {
  readonly height: number;
  /** Index of the block's first entry: an effect's entry is this plus the effect's position. */
  readonly firstIndex: number;
  readonly timeMs: number;
  /** Encoded, in order. */
  readonly effects: readonly Uint8Array[];
}

const COUNT_AT = 3 * NUMBER_BYTES;
const ENDS_AT = COUNT_AT + 4;

export function encodeEffectBlock(block: EffectBlock): Uint8Array {
  const { effects } = block;
  const start = ENDS_AT + 4 * effects.length;
  const length = effects.reduce((sum, effect) => sum + effect.length, start);
  const bytes = new Uint8Array(length);
  writeNumber(bytes, 0, block.height);
  writeNumber(bytes, NUMBER_BYTES, block.firstIndex);
  writeNumber(bytes, 2 * NUMBER_BYTES, block.timeMs);
  writeHalf(bytes, COUNT_AT, effects.length);
  let end = 0;
  effects.forEach((effect, i) => {
    bytes.set(effect, start + end);
    end += effect.length;
    writeHalf(bytes, ENDS_AT + 4 * i, end);
  });
  return bytes;
}

export function decodeEffectBlock(bytes: Uint8Array): EffectBlock {
  const count = readHalf(bytes, COUNT_AT);
  const start = ENDS_AT + 4 * count;
  const effects: Uint8Array[] = [];
  let from = 0;
  for (let i = 0; i < count; i++) {
    const end = readHalf(bytes, ENDS_AT + 4 * i);
    assert(end >= from && start + end <= bytes.length, 'an effect record holds what it says');
    effects.push(bytes.subarray(start + from, start + end));
    from = end;
  }
  return {
    height: readNumber(bytes),
    firstIndex: readNumber(bytes, NUMBER_BYTES),
    timeMs: readNumber(bytes, 2 * NUMBER_BYTES),
    effects,
  };
}
