/**
 * What the service itself has to remember: customers, keys, notes, tokens (store/key-space.ts). LevelDB, because every write here is
 * awaited by somebody and one sync a group is what durability costs. Nothing of the ledger is in it, and nothing that the projection
 * derives: those have their own places.
 */

import { existsSync } from 'node:fs';
import { open, readdir, readFile, rename, rm, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type CodedError, failure, isCoded, levelFault } from '@stele/base';
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

/** Before every row. */
const NO_KEY = Uint8Array.of(0);
/** A write that changes no row. */
const NOTHING: readonly StoreOperation[] = [{ kind: 'delete', key: NO_KEY }];
/** What is gathered in memory before it becomes a sorted file. */
const WRITE_BUFFER_BYTES = 8_388_608;
const CACHE_BYTES = 8_388_608;

/** Opens the store in `folder`, making it when it is missing. Fails with SERVICE_STORE_LOCKED, SERVICE_STORE_DAMAGED, STORAGE_…. */
export async function openServiceStore(folder: string): Promise<ServiceStore> {
  try {
    if (existsSync(folder)) await checkFiles(folder);
    else await makeStore(folder);
    const level = levelIn(folder);
    await level.open();
    return new LevelServiceStore(folder, level);
  } catch (error) {
    throw openingError(folder, error);
  }
}

/**
 * An empty store, durable before it has its name: LevelDB begins with files that it does not sync, and a loss of power then would leave
 * a store that nobody can open.
 */
async function makeStore(folder: string): Promise<void> {
  const making = `${folder}.making`;
  await rm(making, { recursive: true, force: true });
  const level = levelIn(making);
  await level.open();
  await level.close();
  await syncFolder(making);
  await rename(making, folder);
  await syncFolder(dirname(folder));
}

function levelIn(folder: string): ClassicLevel<Uint8Array, Uint8Array> {
  return new ClassicLevel(folder, {
    keyEncoding: 'view',
    valueEncoding: 'view',
    writeBufferSize: WRITE_BUFFER_BYTES,
    cacheSize: CACHE_BYTES,
  });
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** LevelDB would open what is damaged, and leave rows out, show others, or end the process. */
async function checkFiles(folder: string): Promise<void> {
  const names = await readdir(folder);
  const fault = await levelFault({ names, read: (name) => readFile(join(folder, name)) });
  if (fault === undefined) return;
  const place = fault.offset === undefined ? '' : ` from byte ${String(fault.offset)} on`;
  throw damaged(`${join(folder, fault.file)} is not as it was written${place}`);
}

/** What must be free before a store that met a full disk is written to again: it writes its journal anew. */
const RESUME_FREE_BYTES = 4 * WRITE_BUFFER_BYTES;

interface Waiting {
  readonly operations: readonly StoreOperation[];
  readonly done: () => void;
  readonly failed: (reason: unknown) => void;
}

/**
 * One write is on its way at a time, with all that came meanwhile: after a write that failed in the middle LevelDB goes on behind what is torn,
 * says that it is durable, and does not find it again when it is opened. So nothing may follow before the store was opened anew.
 */
class LevelServiceStore implements ServiceStore {
  readonly #folder: string;
  readonly #level: ClassicLevel<Uint8Array, Uint8Array>;
  #waiting: Waiting[] = [];
  #writing: Promise<void> | undefined;
  #isTorn = false;
  #tears = 0;

  constructor(folder: string, level: ClassicLevel<Uint8Array, Uint8Array>) {
    this.#folder = folder;
    this.#level = level;
  }

  get(key: Uint8Array): Uint8Array | undefined {
    try {
      const value = this.#level.getSync(key);
      return value === undefined ? undefined : plain(value);
    } catch (cause) {
      throw unreadable(cause);
    }
  }

  async *range(
    start: Uint8Array,
    end: Uint8Array,
    { reverse = false, limit = -1 }: StoreRangeOptions = {},
  ): AsyncGenerator<StoreRow> {
    try {
      const found = this.#level.iterator({ gte: start, lt: end, reverse, limit });
      for await (const [key, value] of found) yield [plain(key), plain(value)];
    } catch (cause) {
      throw unreadable(cause);
    }
  }

  write(operations: readonly StoreOperation[]): Promise<void> {
    return new Promise((done, failedBy) => {
      this.#waiting.push({
        operations,
        done: () => {
          done();
        },
        failed: failedBy,
      });
      this.#writing ??= this.#writeWaiting();
    });
  }

  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0);
      try {
        await this.#openAnew();
        await attempt(() => this.#writeAll(group.flatMap(({ operations }) => operations)));
        for (const { done } of group) done();
      } catch (error) {
        this.#isTorn = true;
        this.#tears++;
        for (const waiting of group) waiting.failed(error);
      }
    }
    this.#writing = undefined;
  }

  async #writeAll(operations: readonly StoreOperation[]): Promise<void> {
    const batch = this.#level.batch();
    for (const operation of operations) {
      if (operation.kind === 'put') batch.put(operation.key, operation.value);
      else batch.del(operation.key);
    }
    await batch.write({ sync: true });
  }

  /** After a write that failed, as soon as there is space. */
  async #openAnew(): Promise<void> {
    if (!this.#isTorn) return;
    const { bavail, bsize } = await statfs(this.#folder);
    if (bavail * bsize < RESUME_FREE_BYTES) throw full(undefined);
    await attempt(async () => {
      await this.#level.close();
      await this.#level.open();
    });
    this.#isTorn = false;
  }

  async overwrite(operations: readonly StoreOperation[]): Promise<void> {
    const keys = operations.map(({ key }) => key);
    await this.write(NOTHING);
    const tears = this.#tears;
    // Rows that are only in memory and journal become a file first: what overwrote them there would be written into one file with
    // them, below which nothing is left to compact.
    await this.#compact(keys);
    await this.write(operations);
    await this.#compact(keys);
    // Of a rewriting that failed LevelDB says nothing: it takes no more writes.
    await this.write(NOTHING);
    if (this.#tears !== tears) throw full(undefined);
  }

  /** Rewrites the files that hold these rows, and the journal: a deletion alone would only hide them. */
  async #compact(keys: readonly Uint8Array[]): Promise<void> {
    for (const key of keys) await attempt(() => this.#level.compactRange(key, key));
  }

  async close(): Promise<void> {
    await this.#writing;
    // Into tables, whose sizes are known: of a journal that is cut at its end nobody could tell.
    if (!this.#isTorn) await this.#compact([NO_KEY]).catch(() => undefined);
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

/** What LevelDB says of a store that is being opened anew, and of what was being read of it. */
const ANEW: ReadonlySet<unknown> = new Set(['LEVEL_DATABASE_NOT_OPEN', 'LEVEL_ITERATOR_NOT_OPEN']);

function unreadable(cause: unknown): CodedError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return ANEW.has(code) ? full(cause) : failed('read', cause);
}

function failed(what: string, cause: unknown): CodedError {
  return failure('STORAGE_FAILED', `the store of the evidence service cannot be ${what}`, {
    action: 'Look at the disk and its permissions; the log has the system’s own words.',
    cause,
  });
}

function openingError(folder: string, error: unknown): CodedError {
  if (isCoded(error)) return error;
  const cause = error instanceof Error ? error.cause : undefined;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'LEVEL_LOCKED') {
    return failure('SERVICE_STORE_LOCKED', `another process has opened ${folder}`, {
      action: 'Stop the other process, or use another data folder.',
      cause,
    });
  }
  if (code === 'LEVEL_CORRUPTION') {
    return damaged(`the files in ${folder} cannot be read`, cause);
  }
  return failed('opened', cause ?? error);
}

function damaged(what: string, cause?: unknown): CodedError {
  return failure('SERVICE_STORE_DAMAGED', what, {
    action:
      'Restore the data folder from a backup (`stele restore`): it holds notes and keys that nothing else has.',
    cause,
  });
}
