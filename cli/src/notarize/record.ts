/** One file as a record: the item that enters the log, and the erasable note beside it (spec/contracts.md, "evidence"). */

import { createHmac, randomBytes } from 'node:crypto';
import { basename } from 'node:path';

import { type CborValue, encode, encodeNote, type EvidenceNote } from '@stele/protocol';
import { buildItem, type RecordPlan } from '@stele/sdk';

import type { FileDigests } from '../files/digest-file.ts';
import type { Operator } from './operator.ts';

/** SHA-256 for everyone, SM3 for a court that wants it: both, because nobody can add one later. */
export const recordedAlgorithms = [1, 2] as const;

/** A file that has been read. */
export interface DigestedFile extends FileDigests {
  /** As the person named it. */
  readonly path: string;
}

/** Gives names to records: random, or, under an idempotency key, the same ones again on every try. */
export type NewId = (...parts: readonly CborValue[]) => Uint8Array;

const idBytes = 16;
const random = { bytes: (count: number) => new Uint8Array(randomBytes(count)) };

export function newIdsFor(operator: Operator, idempotencyKey: string | undefined): NewId {
  if (idempotencyKey === undefined) return () => random.bytes(idBytes);
  return (...parts) => keyedHash(operator.secret, [idempotencyKey, ...parts]).slice(0, idBytes);
}

/** HMAC-SHA-256 under the operator's secret. Canonical CBOR keeps lists of parts apart. */
export function keyedHash(secret: Uint8Array, parts: CborValue): Uint8Array {
  return new Uint8Array(createHmac('sha256', secret).update(encode(parts)).digest());
}

/** What a reader of the receipt sees: the file's own name, not where it lay. */
export function noteOf({ path, sizeBytes }: DigestedFile): EvidenceNote {
  return { name: basename(path), sizeBytes };
}

export function recordOf(operator: Operator, file: DigestedFile, id: Uint8Array): RecordPlan {
  const { digests } = file;
  return buildItem(operator.chain.suite, { digests, note: noteOf(file), id }, random);
}

/** What tells one file of a command from another, as far as a record shows it: name, size, digests. */
export function likenessOf(note: Uint8Array, digests: DigestedFile['digests']): CborValue {
  return [note, digests];
}

export function likenessOfFile(file: DigestedFile): CborValue {
  return likenessOf(encodeNote(noteOf(file)), file.digests);
}
