/** What a solo driver can be told. Every limit has the default that a node runs with. */

import { BLOCK_BYTES_MAX, ENVELOPE_BYTES_MAX } from '@stele/protocol';
import { assert } from '@stele/base';

export interface SoloOptions {
  /** Largest item taken. */
  readonly itemBytesMax: number;
  /** Largest sum of items in one delivery; a larger item is delivered alone (BLOCK in spec/limits.md). */
  readonly deliveryBytesMax: number;
  /** Bytes accepted and not yet delivered; `order` waits beyond. */
  readonly queueBytesMax: number;
}

const defaults: SoloOptions = {
  itemBytesMax: ENVELOPE_BYTES_MAX,
  deliveryBytesMax: BLOCK_BYTES_MAX,
  // One delivery being taken while the next one fills.
  queueBytesMax: 2 * ENVELOPE_BYTES_MAX,
};

/** The options given, over the defaults. */
export function soloOptions(given: Partial<SoloOptions>): SoloOptions {
  const options = { ...defaults, ...given };
  assert(options.queueBytesMax >= options.itemBytesMax, 'the queue has room for the largest item');
  return options;
}
