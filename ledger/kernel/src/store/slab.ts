/**
 * Pieces of few large buffers, for keys and values on their way to the store: many thousands a batch. A small buffer of its own for
 * each would have to be moved out of the heap when native code reads it, which costs more than writing it.
 */

const FIRST_BYTES = 1_024;
const LARGEST_BYTES = 1_048_576;

export class Slab {
  #bytes = new Uint8Array(0);
  #used = 0;
  #next = FIRST_BYTES;

  /** So many zeros that nobody else has. */
  take(length: number): Uint8Array {
    if (this.#used + length > this.#bytes.length) this.#renew(length);
    const start = this.#used;
    this.#used += length;
    return new Uint8Array(this.#bytes.buffer, start, length);
  }

  /** Two byte strings, one after the other. */
  join(first: Uint8Array, second: Uint8Array): Uint8Array {
    const joined = this.take(first.length + second.length);
    joined.set(first);
    joined.set(second, first.length);
    return joined;
  }

  #renew(length: number): void {
    this.#bytes = new Uint8Array(Math.max(this.#next, length));
    this.#used = 0;
    this.#next = Math.min(2 * this.#next, LARGEST_BYTES);
  }
}
