/** A record as the service shows it (/openapi.json), and as a person reads it. */

import type { Invocation } from '../command.ts';
import { localTime } from '../terminal/local-time.ts';
import { bytesText, countText } from '../terminal/quantities.ts';
import { factLines } from '../terminal/table.ts';
import type { TextKey } from '../text/text.ts';

export interface RecordView {
  /** `ev_` and 32 hexadecimal digits. */
  readonly id: string;
  readonly status: 'committed';
  /** By algorithm, hexadecimal; of the file. */
  readonly digests: Readonly<Record<string, string>>;
  readonly salted?: true;
  readonly kind?: string;
  readonly transaction: string;
  readonly height: number;
  /** Place in the log. */
  readonly index: number;
  /** RFC 3339. */
  readonly committedAt: string;
  /** What is erasable; empty when there is none. */
  readonly note: NoteView;
  /** The record commits to a note that is not in the service: erased, or kept by who made the record. */
  readonly noteErased?: true;
  readonly supersedes?: string;
  readonly supersededBy?: string;
}

interface NoteView {
  readonly name?: string;
  /** Bytes. */
  readonly size?: number;
  readonly reference?: string;
  readonly metadata?: unknown;
}

export function recordLines({ text }: Invocation, record: RecordView): readonly string[] {
  const { id, committedAt, height, index, transaction, digests, salted } = record;
  const always: readonly (readonly [TextKey, string])[] = [
    ['evidence.idLabel', id],
    ['evidence.timeLabel', localTime(Date.parse(committedAt))],
    ['evidence.blockLabel', text('evidence.place', { height, index: countText(index) })],
    ['evidence.transactionLabel', transaction],
  ];
  const facts = [...always, ...optionalFacts(record)].map(
    ([key, value]) => [text(key), value] as const,
  );
  const files = Object.entries(digests);
  const lines = factLines([...facts, ...files]);
  return [
    ...lines,
    ...(salted === true ? [text('evidence.salted')] : []),
    ...(record.noteErased === true ? [text('evidence.noNote')] : []),
    ...(record.supersededBy === undefined ? [] : [text('evidence.isSuperseded')]),
  ];
}

function optionalFacts({
  note,
  kind,
  supersedes,
  supersededBy,
}: RecordView): readonly (readonly [TextKey, string])[] {
  const { name, size, reference, metadata } = note;
  const facts: readonly (readonly [TextKey, string | undefined])[] = [
    ['evidence.nameLabel', name],
    ['evidence.sizeLabel', size === undefined ? undefined : sizeText(size)],
    ['evidence.referenceLabel', reference],
    ['evidence.metadataLabel', metadata === undefined ? undefined : JSON.stringify(metadata)],
    ['evidence.kindLabel', kind],
    ['evidence.supersedesLabel', supersedes],
    ['evidence.supersededByLabel', supersededBy],
  ];
  return facts.flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
}

/** `1.4 GiB (1,503,238,553 B)`: exact beside readable, because a size is compared. */
function sizeText(sizeBytes: number): string {
  const exact = `${countText(sizeBytes)} B`;
  return sizeBytes < 1024 ? exact : `${bytesText(sizeBytes)} (${exact})`;
}

/** What a list calls a record by: its name, else its reference. */
export function titleOf({ note, noteErased }: RecordView, noNote: string): string {
  if (noteErased === true) return noNote;
  return note.name ?? note.reference ?? '';
}
