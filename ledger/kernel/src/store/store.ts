/**
 * The port behind which the state is kept. The kernel only reads through it; what a block writes is a list of operations that the
 * caller applies, all or none, when it likes (spec/disk.md, "Commit").
 *
 * `get` is synchronous because execution is: LevelDB answers it from memory or in microseconds. Ranges serve queries, not
 * execution, and are asynchronous because LevelDB's iterators are.
 */

export type Operation = PutOperation | DeleteOperation;

export interface PutOperation {
  readonly kind: 'put';
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}
export interface DeleteOperation {
  readonly kind: 'delete';
  readonly key: Uint8Array;
}

export interface RangeOptions {
  /** From the end down. */
  readonly reverse?: boolean;
  readonly limit?: number;
}

export type KeyValue = readonly [key: Uint8Array, value: Uint8Array];

export interface KvStore {
  /** The value at `key`, which nobody changes afterwards. */
  get(key: Uint8Array): Uint8Array | undefined;
  /** What lies at `start` or after and before `end`, in the order of the bytes of the keys. */
  range(start: Uint8Array, end: Uint8Array, options?: RangeOptions): AsyncIterable<KeyValue>;
  /** Applies the operations in order, all or none. */
  write(operations: readonly Operation[]): Promise<void>;
}
