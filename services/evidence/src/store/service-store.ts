/**
 * What the service itself has to remember: customers, keys, notes, tokens (store/key-space.ts). LevelDB, because every write here is
 * awaited by somebody and one sync a group is what durability costs. Nothing of the ledger is in it, and nothing that the projection
 * derives: those have their own places.
 */

import { type CodedError, failure } from '@stele/base';
import { ClassicLevel } from 'classic-level';

export type StoreOperation =
  | { readonly kind: 'put'; readonly key: Uint8Array; readonly value: Uint8Array }
  | { readonly kind: 'delete'; readonly key: Uint8Array };

export interface StoreRangeOptions {
  /** From the end down. */
  readonly reverse?: boolean;
  readonly limit?: number;
}

export type StoreRow = readonly [key: Uint8Array, value: Uint8Array];

export interface ServiceStore {
  /** The value at `key`. Synchronous: LevelDB answers from memory or in microseconds. */
  get(key: Uint8Array): Uint8Array | undefined;
  /** Rows from `start` on and before `end`, in the order of their keys. */
  range(start: Uint8Array, end: Uint8Array, options?: StoreRangeOptions): AsyncIterable<StoreRow>;
  /** All or nothing, durable when it resolves. Fails with STORAGE_FULL or STORAGE_FAILED. */
  write(operations: readonly StoreOperation[]): Promise<void>;
  /** Writes, durably and all or nothing, so that what the rows held before leaves the database's files too, not only its index. */
  overwrite(operations: readonly StoreOperation[]): Promise<void>;
  close(): Promise<void>;
}

/** What is gathered in memory before it becomes a sorted file. */
const WRITE_BUFFER_BYTES = 8_388_608;
const CACHE_BYTES = 8_388_608;

/** Opens the store in `folder`, making it when it is missing. Fails with SERVICE_STORE_LOCKED, SERVICE_STORE_DAMAGED, STORAGE_…. */
export async function openServiceStore(folder: string): Promise<ServiceStore> {
  const level = new ClassicLevel<Uint8Array, Uint8Array>(folder, {
    keyEncoding: 'view',
    valueEncoding: 'view',
    writeBufferSize: WRITE_BUFFER_BYTES,
    cacheSize: CACHE_BYTES,
  });
  try {
    await level.open();
  } catch (error) {
    throw openingError(folder, error);
  }
  return new LevelServiceStore(level);
}

class LevelServiceStore implements ServiceStore {
  readonly #level: ClassicLevel<Uint8Array, Uint8Array>;

  constructor(level: ClassicLevel<Uint8Array, Uint8Array>) {
    this.#level = level;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    try {
      const value = this.#level.getSync(key);
      return value === undefined ? undefined : plain(value);
    } catch (cause) {
      throw failed('read', cause);
    }
  }

  async *range(
    start: Uint8Array,
    end: Uint8Array,
    { reverse = false, limit = -1 }: StoreRangeOptions = {},
  ): AsyncGenerator<StoreRow> {
    for await (const [key, value] of this.#level.iterator({
      gte: start,
      lt: end,
      reverse,
      limit,
    })) {
      yield [plain(key), plain(value)];
    }
  }

  async write(operations: readonly StoreOperation[]): Promise<void> {
    const batch = this.#level.batch();
    for (const operation of operations) {
      if (operation.kind === 'put') batch.put(operation.key, operation.value);
      else batch.del(operation.key);
    }
    await attempt(() => batch.write({ sync: true }));
  }

  async overwrite(operations: readonly StoreOperation[]): Promise<void> {
    const keys = operations.map(({ key }) => key);
    // Rows that are only in memory and journal become a file first: what overwrote them there would be written into one file with
    // them, below which nothing is left to compact.
    await this.#compact(keys);
    await this.write(operations);
    await this.#compact(keys);
  }

  /** Rewrites the files that hold these rows, and the journal: a deletion alone would only hide them. */
  async #compact(keys: readonly Uint8Array[]): Promise<void> {
    for (const key of keys) await attempt(() => this.#level.compactRange(key, key));
  }

  async close(): Promise<void> {
    await this.#level.close();
  }
}

/** Without a Buffer's methods, whose `slice` shares memory. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** LevelDB says only in words what the system told it. */
const FULL_WORDS = /No space left on device|Disk quota exceeded/;

async function attempt<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof Error && FULL_WORDS.test(cause.message)) throw full(cause);
    throw failed('written', cause);
  }
}

function full(cause: unknown): CodedError {
  return failure('STORAGE_FULL', 'the disk of the service is full', {
    action: 'Make space on the disk of the data folder; the service goes on by itself.',
    retryable: true,
    cause,
  });
}

function failed(what: string, cause: unknown): CodedError {
  return failure('STORAGE_FAILED', `the store of the evidence service cannot be ${what}`, {
    action: 'Look at the disk and its permissions; the log has the system’s own words.',
    cause,
  });
}

function openingError(folder: string, error: unknown): CodedError {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'LEVEL_LOCKED') {
    return failure('SERVICE_STORE_LOCKED', `another process has opened ${folder}`, {
      action: 'Stop the other process, or use another data folder.',
      cause,
    });
  }
  if (code === 'LEVEL_CORRUPTION') {
    return failure('SERVICE_STORE_DAMAGED', `the files in ${folder} cannot be read`, {
      action: 'Restore the folder from a backup: it holds notes and keys that nothing else has.',
      cause,
    });
  }
  return failed('opened', cause ?? error);
}
