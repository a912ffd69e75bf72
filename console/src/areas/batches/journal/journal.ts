/** Where uploads are kept so that they survive a reload: the browser's own database, or memory alone where it gives none. */

import { assert, failure, rejection } from '@stele/base';
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';

import { countsOf, isDone, type Upload, type UploadChunk, type UploadItem } from './upload.ts';

/** An upload in a list. */
export interface UploadSummary {
  readonly id: string;
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
  /** Newest first. */
  list(): Promise<readonly UploadSummary[]>;
  load(id: string): Promise<Upload | undefined>;
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

/** The journal of this browser; one in memory where the browser keeps nothing (a private window, storage switched off). */
export async function openJournal(): Promise<Journal> {
  try {
    const database = await openDB<Stores>('stele-uploads', 1, {
      upgrade(created) {
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
    list: async () => newestFirst(await database.getAll('uploads')),
    load: (id) => load(database, id),
    save: (before, after) => save(database, before, after),
    remove: async (id) => {
      const transaction = database.transaction(NAMES, 'readwrite');
      await Promise.all([
        transaction.objectStore('uploads').delete(id),
        transaction.objectStore('items').delete(rangeOf(id)),
        transaction.objectStore('chunks').delete(rangeOf(id)),
        transaction.done,
      ]);
    },
  };
}

async function load(database: IDBPDatabase<Stores>, id: string): Promise<Upload | undefined> {
  const transaction = database.transaction(NAMES);
  const [about, items, chunks] = await Promise.all([
    transaction.objectStore('uploads').get(id),
    transaction.objectStore('items').getAll(rangeOf(id)),
    transaction.objectStore('chunks').getAll(rangeOf(id)),
  ]);
  if (about === undefined) return undefined;
  const { kind, title, startedAt } = about;
  return {
    id,
    kind,
    title,
    startedAt,
    items: items.map(withoutOwner),
    chunks: chunks.map(withoutOwner),
  };
}

/** A row without the name of its upload, which is only its place. */
function withoutOwner<Row extends { readonly upload: string }>(row: Row): Omit<Row, 'upload'> {
  const { upload: owner, ...rest } = row;
  assert(owner !== '', 'every row belongs to an upload');
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
  const { id, kind, title, startedAt, items, chunks } = upload;
  const { recorded, faulty, same } = countsOf(upload);
  return {
    id,
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

/** Until the page is left. */
export function memoryJournal(): Journal {
  const uploads = new Map<string, Upload>();
  return {
    isKept: false,
    list: () => Promise.resolve(newestFirst([...uploads.values()].map(summaryOf))),
    load: (id) => Promise.resolve(uploads.get(id)),
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
