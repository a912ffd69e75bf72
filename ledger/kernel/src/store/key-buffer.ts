/**
 * One buffer in which keys of one kind are put together for look-ups. Native code reads it where it lies; a small array of its own for
 * each key would have to be moved out of the heap first, which costs as much as the look-up.
 */

import { EFFECT_KEY_BYTES_MAX } from '@stele/protocol';

export class KeyBuffer {
  readonly #bytes: Uint8Array;
  readonly #prefixBytes: number;

  constructor(prefix: Uint8Array) {
    this.#bytes = new Uint8Array(prefix.length + EFFECT_KEY_BYTES_MAX);
    this.#bytes.set(prefix);
    this.#prefixBytes = prefix.length;
  }

  /** Prefix ‖ key, until the next is asked for. The key has at most 256 bytes. */
  with(key: Uint8Array): Uint8Array {
    this.#bytes.set(key, this.#prefixBytes);
    return this.#bytes.subarray(0, this.#prefixBytes + key.length);
  }
}
