/** Where uploads are kept so that they survive a reload: the browser's own database, or memory alone where it gives none. */

import { assert, failure, rejection } from '@stele/base';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

import { countsOf, isDone, type Upload, type UploadChunk, type UploadItem } from './upload.ts';

/** An upload in a list. */
export interface UploadSummary {
  readonly id: string;
  readonly owner: string;
  readonly kind: Upload['kind'];
  readonly title: string;
  readonly startedAt: string;
  readonly total: number;
  readonly recorded: number;
  readonly faulty: number;
  readonly isDone: boolean;
  readonly batches: readonly BatchSummary[];
}

export interface BatchSummary {
  readonly id: string;
  readonly count: number;
  readonly height: number;
  readonly committedAt: string;
}

export interface Journal {
  /** Whether it outlives the page. */
  readonly isKept: boolean;
  /** One person's, newest first. Forgets what is too old, or too much, whoever's it is. */
  list(owner: string): Promise<readonly UploadSummary[]>;
  /** Undefined also when it is somebody else's. */
  load(id: string, owner: string): Promise<Upload | undefined>;
  /**
   * Writes what differs; durable when it resolves. Fails with JOURNAL_FAILED; rejects with UPLOAD_ELSEWHERE when another tab has put
   * a chunk where this one would.
   */
  save(before: Upload | undefined, after: Upload): Promise<void>;
  remove(id: string): Promise<void>;
}

interface Stores extends DBSchema {
  readonly uploads: { key: string; value: UploadSummary };
  readonly items: { key: [string, number]; value: UploadItem & { readonly upload: string } };
  readonly chunks: { key: [string, number]; value: UploadChunk & { readonly upload: string } };
}

const NAMES = ['uploads', 'items', 'chunks'] as const;

const KEPT_MAX = 200;
const KEPT_MS = 90 * 24 * 60 * 60 * 1_000;

/** The journal of this browser; one in memory where the browser keeps nothing (a private window, storage switched off). */
export async function openJournal(): Promise<Journal> {
  try {
    const database = await openDB<Stores>('stele-uploads', 2, {
      upgrade(created) {
        // What was kept before uploads had owners could be anybody's.
        for (const name of [...created.objectStoreNames]) created.deleteObjectStore(name);
        created.createObjectStore('uploads', { keyPath: 'id' });
        created.createObjectStore('items', { keyPath: ['upload', 'index'] });
        created.createObjectStore('chunks', { keyPath: ['upload', 'number'] });
      },
    });
    return keptJournal(database);
  } catch {
    return memoryJournal();
  }
}

function keptJournal(database: IDBPDatabase<Stores>): Journal {
  return {
    isKept: true,
    list: async (owner) => {
      const all = await database.getAll('uploads');
      const outdated = outdatedOf(all, Date.now());
      for (const { id } of outdated) await remove(database, id);
      return ownOf(all, owner).filter((one) => !outdated.includes(one));
    },
    load: (id, owner) => load(database, id, owner),
    save: (before, after) => save(database, before, after),
    remove: (id) => remove(database, id),
  };
}

async function remove(database: IDBPDatabase<Stores>, id: string): Promise<void> {
  const transaction = database.transaction(NAMES, 'readwrite');
  await Promise.all([
    transaction.objectStore('uploads').delete(id),
    transaction.objectStore('items').delete(rangeOf(id)),
    transaction.objectStore('chunks').delete(rangeOf(id)),
    transaction.done,
  ]);
}

async function load(
  database: IDBPDatabase<Stores>,
  id: string,
  owner: string,
): Promise<Upload | undefined> {
  const transaction = database.transaction(NAMES);
  const [about, items, chunks] = await Promise.all([
    transaction.objectStore('uploads').get(id),
    transaction.objectStore('items').getAll(rangeOf(id)),
    transaction.objectStore('chunks').getAll(rangeOf(id)),
  ]);
  if (about?.owner !== owner) return undefined;
  const { kind, title, startedAt } = about;
  return {
    id,
    owner,
    kind,
    title,
    startedAt,
    items: items.map(withoutUpload),
    chunks: chunks.map(withoutUpload),
  };
}

/** A row without the name of its upload, which is only its place. */
function withoutUpload<Row extends { readonly upload: string }>(row: Row): Omit<Row, 'upload'> {
  const { upload, ...rest } = row;
  assert(upload !== '', 'every row belongs to an upload');
  return rest;
}

/** Chunks are added, never overwritten, when they are new: of two tabs that go on with one upload, one fails here before it sends. */
async function save(
  database: IDBPDatabase<Stores>,
  before: Upload | undefined,
  after: Upload,
): Promise<void> {
  const { id } = after;
  try {
    const transaction = database.transaction(NAMES, 'readwrite', { durability: 'strict' });
    const writes: Promise<unknown>[] = [transaction.objectStore('uploads').put(summaryOf(after))];
    for (const item of changedOf(before?.items, after.items)) {
      writes.push(transaction.objectStore('items').put({ ...item, upload: id }));
    }
    const chunks = transaction.objectStore('chunks');
    for (const chunk of changedOf(before?.chunks, after.chunks)) {
      const isNew = chunk.number >= (before?.chunks.length ?? 0);
      const row = { ...chunk, upload: id };
      writes.push(isNew ? chunks.add(row) : chunks.put(row));
    }
    await Promise.all([...writes, transaction.done]);
  } catch (cause) {
    throw notSaved(cause);
  }
}

function notSaved(cause: unknown): Error {
  if (cause instanceof DOMException && cause.name === 'ConstraintError') {
    return rejection('UPLOAD_ELSEWHERE', 'another tab goes on with this upload', { cause });
  }
  return failure('JOURNAL_FAILED', 'this browser could not keep the progress', { cause });
}

function changedOf<T>(before: readonly T[] = [], after: readonly T[]): readonly T[] {
  return after.filter((one, i) => one !== before[i]);
}

function rangeOf(id: string): IDBKeyRange {
  return IDBKeyRange.bound([id, 0], [id, Infinity]);
}

export function summaryOf(upload: Upload): UploadSummary {
  const { id, owner, kind, title, startedAt, items, chunks } = upload;
  const { recorded, faulty, same } = countsOf(upload);
  return {
    id,
    owner,
    kind,
    title,
    startedAt,
    total: items.length - same,
    recorded,
    faulty,
    isDone: isDone(upload),
    batches: chunks.flatMap(({ answer, items: { length } }) =>
      answer === undefined
        ? []
        : [
            {
              id: answer.id,
              count: length,
              height: answer.height,
              committedAt: answer.committedAt,
            },
          ],
    ),
  };
}

function newestFirst(uploads: readonly UploadSummary[]): readonly UploadSummary[] {
  return uploads.toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

function ownOf(uploads: readonly UploadSummary[], owner: string): readonly UploadSummary[] {
  return newestFirst(uploads.filter((one) => one.owner === owner));
}

/** What the journal has no room for any more: the oldest, done or not, and what nobody has gone on with in three months. */
export function outdatedOf(
  uploads: readonly UploadSummary[],
  nowMs: number,
): readonly UploadSummary[] {
  return newestFirst(uploads).filter(
    ({ startedAt }, i) => i >= KEPT_MAX || !(nowMs - Date.parse(startedAt) <= KEPT_MS),
  );
}

/** Until the page is left. */
export function memoryJournal(): Journal {
  const uploads = new Map<string, Upload>();
  return {
    isKept: false,
    list: (owner) => Promise.resolve(ownOf([...uploads.values()].map(summaryOf), owner)),
    load: (id, owner) => {
      const upload = uploads.get(id);
      return Promise.resolve(upload?.owner === owner ? upload : undefined);
    },
    save: (before, after) => {
      const kept = uploads.get(after.id);
      if ((kept?.chunks.length ?? 0) > (before?.chunks.length ?? 0)) {
        const error = rejection('UPLOAD_ELSEWHERE', 'another tab goes on with this upload');
        return Promise.reject(error);
      }
      uploads.set(after.id, after);
      return Promise.resolve();
    },
    remove: (id) => {
      uploads.delete(id);
      return Promise.resolve();
    },
  };
}
