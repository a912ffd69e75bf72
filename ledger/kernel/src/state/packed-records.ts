/** A growing list of records of one length in one buffer: no object for each, so that millions cost nothing but their bytes. */

import { assert } from '@stele/base';

const FIRST_CAPACITY = 64;

export class PackedRecords {
  readonly #length: number;
  #bytes: Uint8Array;
  #count = 0;

  constructor(recordBytes: number) {
    this.#length = recordBytes;
    this.#bytes = new Uint8Array(FIRST_CAPACITY * recordBytes);
  }

  get count(): number {
    return this.#count;
  }

  /** A view, which a later `set` changes. */
  get(index: number): Uint8Array {
    assert(index < this.#count, 'the record is in the list');
    return this.#bytes.subarray(index * this.#length, (index + 1) * this.#length);
  }

  /** Changes a record, or appends one; records between the end and `index` are zeros until they are set. */
  set(index: number, record: Uint8Array): void {
    assert(record.length === this.#length, 'the record has the length of all');
    this.#reserve(index + 1);
    this.#bytes.set(record, index * this.#length);
    this.#count = Math.max(this.#count, index + 1);
  }

  #reserve(count: number): void {
    const needed = count * this.#length;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}
