/**
 * Work that has been signed and may have been handed in: written before the first try, removed when every receipt lies beside its
 * file. Running the same command again finds it and hands in the same transaction, whose id the chain takes only once; so a lost
 * answer, a crash or a power cut never makes a second record. It also keeps the salts, without which a note cannot be shown.
 */

import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { assert, isCoded, toHex } from '@stele/base';
import {
  type CborValue,
  decode,
  decodeItem,
  decodeSubmission,
  decodeTransaction,
  encode,
  encodeItem,
  encodeSubmission,
  transactionId,
} from '@stele/protocol';
import type { RecordPlan } from '@stele/sdk';

import { replaceFile } from '../files/write-file.ts';
import { reasonOf } from '../files/reason.ts';
import { trouble } from '../trouble.ts';
import type { Batch } from './batch.ts';
import type { Operator } from './operator.ts';
import { type DigestedFile, keyedHash, likenessOf, likenessOfFile } from './record.ts';

const version = 1;

/** What the work is called on disk: by the idempotency key, else by the files' names, sizes and digests. */
export interface WorkName {
  readonly idempotencyKey: string | undefined;
  /** Which part of the work, from 0. */
  readonly part: number;
  readonly files: readonly DigestedFile[];
}

export function journalPath(folder: string, operator: Operator, work: WorkName): string {
  const { idempotencyKey, part, files } = work;
  const name: CborValue =
    idempotencyKey === undefined
      ? ['files', part, files.map(likenessOfFile)]
      : ['key', part, idempotencyKey];
  return join(folder, 'pending', `${toHex(keyedHash(operator.secret, name))}.cbor`);
}

/** WRITE_FAILED. */
export async function writeJournal(path: string, { signed, records }: Batch): Promise<void> {
  const folder = dirname(path);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw trouble('WRITE_FAILED', { path: folder, reason: reasonOf(error) }, error);
  }
  const content = [version, encodeSubmission(signed.submission), records.map(recordToCbor)];
  await replaceFile(path, encode(content), 0o600);
}

export async function removeJournal(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** The work left over from an earlier try, if there is any. FILE_UNREADABLE when there is, but damaged or not ours to read. */
export async function readJournal(path: string, operator: Operator): Promise<Batch | undefined> {
  try {
    return batchFrom(decode(await readFile(path)), operator);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    // Not taken for "nothing left": that would risk a second record.
    const reason = isCoded(error) ? error.message : reasonOf(error);
    throw trouble('FILE_UNREADABLE', { path, reason }, error);
  }
}

function recordToCbor({ item, note }: RecordPlan): CborValue {
  assert(note !== undefined, 'every file is recorded with a note');
  return [encodeItem(item), note.salt, note.bytes];
}

function batchFrom(value: CborValue, { chain }: Operator): Batch {
  const [found, bytes, kept] = arrayOf(value);
  if (found !== version) throw damaged();
  const submission = decodeSubmission(bytesOf(bytes));
  const { body } = decodeTransaction(submission.tx);
  const id = transactionId(chain.suite, chain.fingerprint, body);
  return { signed: { id, submission }, records: arrayOf(kept).map(recordFrom) };
}

function recordFrom(value: CborValue): RecordPlan {
  const [item, salt, note] = arrayOf(value).map(bytesOf);
  const decoded = decodeItem(bytesOf(item));
  return {
    item: decoded,
    digests: decoded.digests,
    note: { salt: bytesOf(salt), bytes: bytesOf(note) },
  };
}

function arrayOf(value: CborValue | undefined): readonly CborValue[] {
  if (!Array.isArray(value)) throw damaged();
  return value as readonly CborValue[];
}

function bytesOf(value: CborValue | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw damaged();
  return value;
}

function damaged(): Error {
  return trouble('FILE_UNREADABLE', { path: 'pending', reason: 'damaged' });
}

/**
 * The file each record is of; absent when one has no file here. Two files may be alike in name, size and digests and still be two
 * records: each file is given out once.
 */
export function filesOfRecords(
  records: readonly RecordPlan[],
  files: readonly DigestedFile[],
): readonly DigestedFile[] | undefined {
  const keyOf = (likeness: CborValue): string => toHex(encode(likeness));
  const waiting = Map.groupBy(files, (file) => keyOf(likenessOfFile(file)));
  const found: DigestedFile[] = [];
  for (const { item, note } of records) {
    assert(note !== undefined, 'every file is recorded with a note');
    const file = waiting.get(keyOf(likenessOf(note.bytes, item.digests)))?.shift();
    if (file === undefined) return undefined;
    found.push(file);
  }
  return found;
}
