/** Where in the log an effect was made. */

import type { StateReader } from '@stele/kernel';
import { decodeEffect } from '@stele/protocol';

export interface EffectPlace {
  readonly height: number;
  /** Of the entry. */
  readonly index: number;
  readonly timeMs: number;
}

/** Undefined when there is no effect with this number. */
export async function effectPlace(
  reader: StateReader,
  number: number,
): Promise<EffectPlace | undefined> {
  for await (const block of reader.effectBlocks(number)) {
    const bytes = block.effects[number - block.firstEffect];
    if (bytes === undefined) return undefined;
    const { height, firstIndex, timeMs } = block;
    return { height, index: firstIndex + decodeEffect(bytes).position, timeMs };
  }
  return undefined;
}
