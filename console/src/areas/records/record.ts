/** A record as the service shows it (docs/evidence-api.md), and the forms its receipt comes in. */

import { toHex } from '@stele/base';
import { digestName } from '@stele/protocol';

import type { Digests } from '../../proof/hash/digest-blob.ts';

export interface RecordNote {
  readonly name?: string;
  readonly size?: number;
  readonly reference?: string;
  readonly metadata?: unknown;
}

export interface EvidenceRecord {
  readonly id: string;
  readonly status: 'committed';
  readonly digests: Readonly<Record<string, string>>;
  readonly salted?: boolean;
  readonly kind?: string;
  readonly chain: { readonly name: string; readonly fingerprint: string };
  readonly transaction: string;
  readonly height: number;
  readonly index: number;
  /** RFC 3339, UTC. */
  readonly committedAt: string;
  readonly note: RecordNote;
  readonly noteErased?: true;
  readonly supersedes?: string;
  readonly supersededBy?: string;
}

/** Taken, and not committed yet. */
export interface AcceptedRecord {
  readonly id: string;
  readonly status: 'accepted' | 'ordered';
}

export interface RecordPage {
  readonly items: readonly EvidenceRecord[];
  readonly nextCursor: string | null;
}

export const RECORD_ID = /^ev_[0-9a-f]{32}$/;

export const RECEIPT_FORMS = ['json', 'cbor', 'cose', 'tlog-proof'] as const;

export type ReceiptForm = (typeof RECEIPT_FORMS)[number];

/** What a person calls the record: its name, else its reference, else nothing. */
export function titleOf({ note }: EvidenceRecord): string | undefined {
  return note.name ?? note.reference;
}

/** The name a receipt is saved under: beside its file when that has a name that files may have. */
export function receiptFileName(record: EvidenceRecord, ending: string): string {
  const name =
    record.note.name
      ?.split(/[/\\]/)
      .at(-1)
      ?.replaceAll(/[\p{Cc}<>:"|?*]/gu, '_') ?? '';
  const stem = name === '' || name.length > 120 || /^\.+$/.test(name) ? record.id : name;
  return `${stem}.${ending}`;
}

/** Digests as the service takes them and gives them: hexadecimal, by the algorithm's name. */
export function digestTexts(digests: Digests): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...digests].map(([algorithm, digest]) => [digestName(algorithm), toHex(digest)]),
  );
}
