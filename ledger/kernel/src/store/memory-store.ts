/** A store in memory: for tests, dry runs and re-deriving a chain without touching the disk. */

import { compare } from '@stele/base';
import { byteString } from './byte-string.ts';
import type { KeyValue, KvStore, Operation, RangeOptions } from './store.ts';

export class MemoryStore implements KvStore {
  readonly #values = new Map<string, KeyValue>();

  get(key: Uint8Array): Uint8Array | undefined {
    return this.#values.get(byteString(key))?.[1];
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- asynchronous as the port demands
  async *range(
    start: Uint8Array,
    end: Uint8Array,
    { reverse = false, limit = Infinity }: RangeOptions = {},
  ): AsyncGenerator<KeyValue> {
    const inside = [...this.#values.values()].filter(
      ([key]) => compare(key, start) >= 0 && compare(key, end) < 0,
    );
    inside.sort(([a], [b]) => (reverse ? compare(b, a) : compare(a, b)));
    yield* inside.slice(0, limit);
  }

  write(operations: readonly Operation[]): Promise<void> {
    for (const operation of operations) {
      const key = byteString(operation.key);
      if (operation.kind === 'put') this.#values.set(key, [operation.key, operation.value]);
      else this.#values.delete(key);
    }
    return Promise.resolve();
  }

  /** A copy that later writes to this one do not change. */
  clone(): MemoryStore {
    const copy = new MemoryStore();
    for (const [key, value] of this.#values) copy.#values.set(key, value);
    return copy;
  }
}
