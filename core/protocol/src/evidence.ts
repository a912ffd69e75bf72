/** The evidence item, and the erasable note beside it (spec/contracts.md, "evidence"). */

import { concat, rejection } from '@stele/base';
import { digestBytes, type DigestAlgorithm, isDigestAlgorithm } from './algorithms.ts';
import { type CborMap, type CborValue, encode } from './cbor.ts';
import { NOTE_BYTES_MAX } from './limits.ts';
import { Shape } from './shape.ts';
import type { Suite } from './suite/suite.ts';

export interface EvidenceItem {
  /** 16 bytes, unique per owner. */
  readonly id: Uint8Array;
  readonly digests: ReadonlyMap<DigestAlgorithm, Uint8Array>;
  /** The digests are of salt ‖ digest, not of a file: the two must never be taken for each other. */
  readonly salted: boolean;
  /** An identifier, or empty. */
  readonly kind: string;
  readonly supersedes: Uint8Array | null;
  readonly noteHash: Uint8Array | null;
}

const ITEM = new Shape('ITEM_MALFORMED');
const NOTE = new Shape('NOTE_MALFORMED');
const VERSION = 1;
export const RECORD_ID_BYTES = 16;
const HASH_BYTES = 32;
/** Of notes and of salted digests. */
export const ERASABLE_SALT_BYTES = 32;

export function itemToCbor(item: EvidenceItem): CborValue {
  const { id, digests, salted, kind, supersedes, noteHash } = item;
  return [VERSION, id, digests, salted, kind, supersedes, noteHash];
}

/** Reads an item that stands in a call. Rejects with ITEM_MALFORMED or VERSION_UNKNOWN. */
export function itemFromCbor(value: CborValue): EvidenceItem {
  const items = ITEM.versioned(value, VERSION, 7);
  return {
    id: ITEM.bytes(items[1], RECORD_ID_BYTES),
    digests: readDigests(items[2]),
    salted: ITEM.bool(items[3]),
    kind: items[4] === '' ? '' : ITEM.identifier(items[4]),
    supersedes: ITEM.nullable(items[5], (id) => ITEM.bytes(id, RECORD_ID_BYTES)),
    noteHash: ITEM.nullable(items[6], (hash) => ITEM.bytes(hash, HASH_BYTES)),
  };
}

function readDigests(value: CborValue | undefined): ReadonlyMap<DigestAlgorithm, Uint8Array> {
  const digests = new Map<DigestAlgorithm, Uint8Array>();
  for (const [algorithm, digest] of ITEM.map(value)) {
    if (!isDigestAlgorithm(algorithm)) throw ITEM.malformed('an unknown digest algorithm');
    digests.set(algorithm, ITEM.bytes(digest, digestBytes(algorithm)));
  }
  if (digests.size === 0) throw ITEM.malformed('no digest');
  return digests;
}

export function encodeItem(item: EvidenceItem): Uint8Array {
  return encode(itemToCbor(item));
}

/** Reads an item of a payload. Rejects with ITEM_MALFORMED or VERSION_UNKNOWN. */
export function decodeItem(bytes: Uint8Array): EvidenceItem {
  return itemFromCbor(ITEM.decode(bytes));
}

/** How much of a digest is enough to find its records by; what is found is compared whole. */
const TERM_DIGEST_BYTES = 16;

/** The term under which records of a digest are filed (spec/contracts.md, "Terms"): its algorithm's number ‖ its first 16 bytes. */
export function digestTerm(algorithm: DigestAlgorithm, digest: Uint8Array): Uint8Array {
  const term = new Uint8Array(1 + TERM_DIGEST_BYTES);
  term[0] = algorithm;
  term.set(digest.subarray(0, TERM_DIGEST_BYTES), 1);
  return term;
}

/** What a person would want to read of a record; never in the log. */
export interface EvidenceNote {
  readonly name?: string | undefined;
  readonly sizeBytes?: number | undefined;
  readonly reference?: string | undefined;
  readonly metadata?: CborValue | undefined;
}

/** A note as canonical CBOR. Rejects with NOTE_TOO_LARGE. */
export function encodeNote({ name, sizeBytes, reference, metadata }: EvidenceNote): Uint8Array {
  const fields = new Map<string, CborValue>();
  if (name !== undefined) fields.set('name', name);
  if (sizeBytes !== undefined) fields.set('size', sizeBytes);
  if (reference !== undefined) fields.set('reference', reference);
  if (metadata !== undefined) fields.set('metadata', metadata);
  const bytes = encode(fields);
  if (bytes.length > NOTE_BYTES_MAX) {
    throw rejection('NOTE_TOO_LARGE', `a note of ${String(bytes.length)} bytes`, {
      action: `shorten it to ${String(NOTE_BYTES_MAX)} bytes`,
      data: { limit: 'NOTE', bytesMax: NOTE_BYTES_MAX },
    });
  }
  return bytes;
}

/** Reads a note; fields it does not know are left alone. Rejects with NOTE_MALFORMED. */
export function decodeNote(bytes: Uint8Array): EvidenceNote {
  if (bytes.length > NOTE_BYTES_MAX) throw NOTE.malformed('more than 16 KiB');
  const fields = NOTE.map(NOTE.decode(bytes));
  for (const key of fields.keys()) NOTE.text(key);
  const optional = <T>(key: string, read: (value: CborValue | undefined) => T): T | undefined =>
    fields.has(key) ? read(fields.get(key)) : undefined;
  return {
    name: optional('name', (value) => NOTE.text(value)),
    sizeBytes: optional('size', (value) => NOTE.uint(value)),
    reference: optional('reference', (value) => NOTE.text(value)),
    metadata: (fields satisfies CborMap).get('metadata'),
  };
}

/** H(salt ‖ note) */
export function noteHashOf(suite: Suite, salt: Uint8Array, note: Uint8Array): Uint8Array {
  return suite.H(concat(salt, note));
}
