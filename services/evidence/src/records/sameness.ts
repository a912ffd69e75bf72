/**
 * Whether a request asks for what is recorded already. Decided by what is stored, never by a hash of the request, which would outlive
 * the erasure of a note: equal item fields and, while it exists, an equal note.
 */

import { equal, rejection } from '@stele/base';
import { type EvidenceItem, encodeNote, type EvidenceNote } from '@stele/protocol';
import type { Digests } from '@stele/sdk';
import type { ErasableParts } from '../notes/erasable-parts.ts';
import type { RecordDraft } from './evidence-request.ts';

/** Rejects with IDEMPOTENCY_KEY_REUSED. What was erased cannot be compared, and does not make a request another one. */
export function checkSame(
  request: RecordDraft | undefined,
  item: EvidenceItem,
  parts: ErasableParts,
): void {
  if (request === undefined || !isSame(request, item, parts)) throw keyReused();
}

function isSame(request: RecordDraft, item: EvidenceItem, parts: ErasableParts): boolean {
  const { kind = '', salted = false, supersedes, digests, note } = request;
  return (
    kind === item.kind &&
    salted === item.salted &&
    sameId(supersedes, item.supersedes) &&
    sameDigests(digests, salted ? parts.digests : item.digests) &&
    sameNote(note, item, parts)
  );
}

function sameId(a: Uint8Array | undefined, b: Uint8Array | null): boolean {
  if (a === undefined || b === null) return a === undefined && b === null;
  return equal(a, b);
}

function sameDigests(a: Digests, b: Digests | undefined): boolean {
  if (b === undefined) return true;
  return (
    a.size === b.size && [...a].every(([algorithm, digest]) => sameDigest(digest, b.get(algorithm)))
  );
}

function sameDigest(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b !== undefined && equal(a, b);
}

function sameNote(
  note: EvidenceNote | undefined,
  item: EvidenceItem,
  parts: ErasableParts,
): boolean {
  if (note === undefined || item.noteHash === null) {
    return note === undefined && item.noteHash === null;
  }
  return parts.note === undefined || equal(encodeNote(note), parts.note.bytes);
}

export function keyReused(): Error {
  return rejection('IDEMPOTENCY_KEY_REUSED', 'this Idempotency-Key recorded something else before');
}
