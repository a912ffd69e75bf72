/** A state in memory that remembers which batches were made durable, so that a loss of power can take the others away. */

import type { KeyValue, Operation, RangeOptions } from '@stele/kernel';
import { MemoryStore } from '@stele/kernel';

import type { StateSnapshot, StateStore } from '../storage/level-store.ts';
import type { Choose } from './faulty-disk.ts';

export class MemoryState implements StateStore {
  #durable: MemoryStore;
  #store: MemoryStore;
  #unsynced: (readonly Operation[])[] = [];
  /** Makes the next writes fail with this. */
  failure: Error | undefined;

  constructor(store = new MemoryStore()) {
    this.#durable = store.clone();
    this.#store = store;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return this.#store.get(key);
  }

  range(start: Uint8Array, end: Uint8Array, options?: RangeOptions): AsyncIterable<KeyValue> {
    return this.#store.range(start, end, options);
  }

  snapshot(): StateSnapshot {
    const store = this.#store.clone();
    return {
      get: (key) => store.get(key),
      range: (start, end, options) => store.range(start, end, options),
      release: () => Promise.resolve(),
    };
  }

  async write(operations: readonly Operation[]): Promise<void> {
    if (this.failure !== undefined) throw this.failure;
    this.#unsynced.push(operations);
    await this.#store.write(operations);
  }

  async writeDurably(operations: readonly Operation[]): Promise<void> {
    await this.write(operations);
    for (const batch of this.#unsynced) await this.#durable.write(batch);
    this.#unsynced = [];
  }

  clear(): Promise<void> {
    this.#store = new MemoryStore();
    this.#durable = new MemoryStore();
    this.#unsynced = [];
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** The state that the next start finds after a loss of power now: a prefix of the batches, as a data folder sees to it. */
  async crash(choose: Choose): Promise<MemoryState> {
    const store = this.#durable.clone();
    const kept = choose(this.#unsynced.length + 1);
    for (const batch of this.#unsynced.slice(0, kept)) await store.write(batch);
    return new MemoryState(store);
  }

  /** The state that the next start finds after the process alone was killed. */
  survive(): MemoryState {
    const state = new MemoryState(this.#durable);
    state.#store = this.#store.clone();
    state.#unsynced = [...this.#unsynced];
    return state;
  }
}
