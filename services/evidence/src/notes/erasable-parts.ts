/**
 * What is erasable of a record (spec/contracts.md, "Note", "Salted digests"): the note with its salt, and of a salted record the
 * digest salt and the file's own digests.
 */

import { decode, decodeNote, encode, Shape } from '@stele/protocol';
import type {
  CborValue,
  DigestAlgorithm,
  EvidenceNote,
  Receipt,
  ReceiptNote,
} from '@stele/protocol';
import type { Digests, RecordPlan } from '@stele/sdk';

/** What a receipt needs that the ledger does not have. */
export interface ErasableParts {
  readonly note?: ReceiptNote;
  /** Of a salted record only: the salt, and the file's own digests, which the ledger has only salted. */
  readonly digestSalt?: Uint8Array;
  readonly digests?: Digests;
}

/** What is to be kept of a record that is about to be made. */
export function partsOf({ note, digestSalt, digests }: RecordPlan): ErasableParts {
  return { ...(note && { note }), ...(digestSalt && { digestSalt, digests }) };
}

/** A receipt of the ledger with what the service has beside it. */
export function withParts(proven: Receipt, { note, digestSalt }: ErasableParts): Receipt {
  return {
    ...proven,
    ...(note && { note }),
    ...(digestSalt && { digestSalt }),
  };
}

/** The note of a record, decoded; undefined when there is none, or it was erased. */
export function noteOf({ note }: ErasableParts): EvidenceNote | undefined {
  return note && decodeNote(note.bytes);
}

const PARTS = new Shape('NOTE_UNREADABLE');
const VERSION = 1;

/** `[1, salt | null, note | null, digestSalt | null, digests | null]` in canonical CBOR. */
export function encodeParts({ note, digestSalt, digests }: ErasableParts): Uint8Array {
  return encode([
    VERSION,
    note?.salt ?? null,
    note?.bytes ?? null,
    digestSalt ?? null,
    digests ?? null,
  ]);
}

export function readParts(bytes: Uint8Array): ErasableParts {
  const fields = PARTS.versioned(decode(bytes), VERSION, 5);
  const bytesOrNull = (value: CborValue | undefined): Uint8Array | null =>
    PARTS.nullable(value, (given) => PARTS.bytes(given));
  const [salt, note, digestSalt] = [fields[1], fields[2], fields[3]].map(bytesOrNull);
  const digests = PARTS.nullable(fields[4], (value) => PARTS.map(value));
  return {
    ...(salt && note && { note: { salt, bytes: note } }),
    ...(digestSalt && { digestSalt }),
    ...(digests && { digests: digests as ReadonlyMap<DigestAlgorithm, Uint8Array> }),
  };
}
