/**
 * What a customer wants on record, turned into an evidence item and what is kept beside it (spec/contracts.md, "evidence"): the note and
 * the salts never leave this side but in a receipt, so that erasing them here erases them.
 */

import { concat } from '@stele/base';
import { ERASABLE_SALT_BYTES, RECORD_ID_BYTES, encodeNote, noteHashOf } from '@stele/protocol';
import type {
  DigestAlgorithm,
  EvidenceItem,
  EvidenceNote,
  ReceiptNote,
  Suite,
} from '@stele/protocol';
import type { Random } from '@stele/base';

export type Digests = ReadonlyMap<DigestAlgorithm, Uint8Array>;

export interface RecordInput {
  /** Of the file, by algorithm; at least one. */
  readonly digests: Digests;
  /** For people: file name, size, reference, anything else. Never enters the log. */
  readonly note?: EvidenceNote | undefined;
  /** An identifier. */
  readonly kind?: string | undefined;
  /** For content that could be guessed: the log gets salted digests, the receipt has the salt. */
  readonly salted?: boolean | undefined;
  /** Id of an older record of the same owner. */
  readonly supersedes?: Uint8Array | undefined;
  /** 16 bytes, unique per owner; random when absent. */
  readonly id?: Uint8Array | undefined;
}

/** An item, and what its receipt needs that the ledger does not have. */
export interface RecordPlan {
  readonly item: EvidenceItem;
  /** The file's own digests, unsalted. */
  readonly digests: Digests;
  readonly note?: ReceiptNote;
  readonly digestSalt?: Uint8Array;
}

/** Builds the item. Rejects with NOTE_TOO_LARGE. */
export function buildItem(suite: Suite, input: RecordInput, random: Random): RecordPlan {
  const note = buildNote(input.note, random);
  const digestSalt = input.salted === true ? random.bytes(ERASABLE_SALT_BYTES) : undefined;
  const item: EvidenceItem = {
    id: input.id ?? random.bytes(RECORD_ID_BYTES),
    digests:
      digestSalt === undefined ? input.digests : saltDigests(suite, digestSalt, input.digests),
    salted: digestSalt !== undefined,
    kind: input.kind ?? '',
    supersedes: input.supersedes ?? null,
    noteHash: note === undefined ? null : noteHashOf(suite, note.salt, note.bytes),
  };
  const { digests } = input;
  return { item, digests, ...(note && { note }), ...(digestSalt && { digestSalt }) };
}

function buildNote(note: EvidenceNote | undefined, random: Random): ReceiptNote | undefined {
  if (note === undefined) return undefined;
  return { salt: random.bytes(ERASABLE_SALT_BYTES), bytes: encodeNote(note) };
}

/** In place of each digest d, the same algorithm's hash of salt ‖ d. */
function saltDigests({ crypto }: Suite, salt: Uint8Array, digests: Digests): Digests {
  return new Map(
    [...digests].map(([algorithm, digest]) => [
      algorithm,
      crypto.hash(algorithm, concat(salt, digest)),
    ]),
  );
}
