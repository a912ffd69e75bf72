/**
 * `state/` (spec/disk.md): the kernel's store on LevelDB. Holding it open is also what locks the data folder: LevelDB takes a lock
 * that the system gives back when the process dies, however it dies.
 */

import { type CodedError, failure } from '@stele/base';
import type { KeyValue, KvStore, Operation, RangeOptions } from '@stele/kernel';
import { ClassicLevel, type Snapshot } from 'classic-level';

import { plainBytes } from './plain-bytes.ts';
import { storageFailed, storageFull } from './storage-errors.ts';

/** A state that can be made durable, emptied and closed. */
export interface StateStore extends KvStore {
  /** Applies the operations, all or none, and makes them and all before them durable. */
  writeDurably(operations: readonly Operation[]): Promise<void>;
  /** The store as it is now, whatever is written meanwhile; to be released. */
  snapshot(): StateSnapshot;
  /** Takes everything away: it is going to be derived again. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** What was in a store at one moment. */
export interface StateSnapshot extends Pick<KvStore, 'get' | 'range'> {
  release(): Promise<void>;
}

/** Rows that were used lately stay in memory. */
const CACHE_BYTES = 33_554_432;
/** What is gathered in memory before it becomes a sorted file, which is synced; as much again may be on its way to become one. */
export const WRITE_BUFFER_BYTES = 16_777_216;

export type LevelOpened =
  | { readonly kind: 'open'; readonly store: StateStore }
  /** Another process, or another node of this one, holds the lock. */
  | { readonly kind: 'locked' }
  /** The files are there and cannot be read. */
  | { readonly kind: 'damaged'; readonly cause: unknown };

/** Opens the database in `folder`, making it when it is missing. */
export async function openLevelStore(folder: string): Promise<LevelOpened> {
  const level = new ClassicLevel<Uint8Array, Uint8Array>(folder, {
    keyEncoding: 'view',
    valueEncoding: 'view',
    cacheSize: CACHE_BYTES,
    writeBufferSize: WRITE_BUFFER_BYTES,
  });
  try {
    await level.open();
    return { kind: 'open', store: new LevelStore(level) };
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
    if (code === 'LEVEL_LOCKED') return { kind: 'locked' };
    if (code === 'LEVEL_CORRUPTION') return { kind: 'damaged', cause };
    throw levelError('opening state', cause ?? error);
  }
}

/** Takes away a database that cannot be read. */
export async function destroyLevelStore(folder: string): Promise<void> {
  await ClassicLevel.destroy(folder);
}

class LevelStore implements StateStore {
  readonly #level: ClassicLevel<Uint8Array, Uint8Array>;

  constructor(level: ClassicLevel<Uint8Array, Uint8Array>) {
    this.#level = level;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    return getFrom(this.#level, key);
  }

  range(start: Uint8Array, end: Uint8Array, options?: RangeOptions): AsyncGenerator<KeyValue> {
    return rangeOf(this.#level, { start, end }, options);
  }

  snapshot(): StateSnapshot {
    const level = this.#level;
    const snapshot = level.snapshot();
    return {
      get: (key) => getFrom(level, key, snapshot),
      range: (start, end, options) => rangeOf(level, { start, end, snapshot }, options),
      release: () => snapshot.close(),
    };
  }

  write(operations: readonly Operation[]): Promise<void> {
    return this.#writeBatch(operations, false);
  }

  writeDurably(operations: readonly Operation[]): Promise<void> {
    return this.#writeBatch(operations, true);
  }

  clear(): Promise<void> {
    return this.#attempt('emptying state', () => this.#level.clear());
  }

  close(): Promise<void> {
    return this.#attempt('closing state', () => this.#level.close());
  }

  #writeBatch(operations: readonly Operation[], sync: boolean): Promise<void> {
    return this.#attempt('writing state', async () => {
      const batch = this.#level.batch();
      for (const operation of operations) {
        if (operation.kind === 'put') batch.put(operation.key, operation.value);
        else batch.del(operation.key);
      }
      await batch.write({ sync });
    });
  }

  async #attempt<T>(what: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (cause) {
      throw levelError(what, cause);
    }
  }
}

type Level = ClassicLevel<Uint8Array, Uint8Array>;

function getFrom(level: Level, key: Uint8Array, snapshot?: Snapshot): Uint8Array | undefined {
  try {
    // Without options LevelDB's client takes its short way.
    const value = snapshot === undefined ? level.getSync(key) : level.getSync(key, { snapshot });
    return value === undefined ? undefined : plainBytes(value);
  } catch (cause) {
    throw stateUnreadable(cause);
  }
}

interface Between {
  readonly start: Uint8Array;
  readonly end: Uint8Array;
  readonly snapshot?: Snapshot;
}

async function* rangeOf(
  level: Level,
  { start, end, ...at }: Between,
  { reverse = false, limit = -1 }: RangeOptions = {},
): AsyncGenerator<KeyValue> {
  const bounded = Number.isFinite(limit) ? limit : -1;
  try {
    const found = level.iterator({ gte: start, lt: end, reverse, limit: bounded, ...at });
    for await (const [key, value] of found) yield [plainBytes(key), plainBytes(value)];
  } catch (cause) {
    throw stateUnreadable(cause);
  }
}

/** LevelDB says only in words what the system told it. */
const FULL_WORDS = /No space left on device|Disk quota exceeded/;

function levelError(what: string, cause: unknown): CodedError {
  const isFull = cause instanceof Error && FULL_WORDS.test(cause.message);
  return isFull ? storageFull(cause) : storageFailed(what, cause);
}

function stateUnreadable(cause: unknown): CodedError {
  return failure('STATE_DAMAGED', 'the state cannot be read', {
    action:
      'Stop the node, remove the folder `state` in the data folder, and start again: it is derived from the log.',
    cause,
  });
}
