/**
 * What is erasable of records, encrypted. Kept here and nowhere else; erased, the record still verifies.
 *
 * Durable before its record is submitted: a record whose note were lost could never show what its note hash stands for. So a note
 * may be here whose record never came to be; nobody is shown it, because whoever asks comes from the record.
 */

import { concat } from '@stele/base';
import { decodeNote, type EvidenceNote } from '@stele/protocol';
import { numberAt, numberBytes, rowKey, spaceBounds } from '../store/key-space.ts';
import type { ServiceStore, StoreOperation } from '../store/service-store.ts';
import { encodeParts, type ErasableParts, readParts } from './erasable-parts.ts';
import { seal, unseal } from './note-cipher.ts';

export interface NotePlace {
  /** The owner's, 16 bytes. */
  readonly account: Uint8Array;
  /** The record's, 16 bytes. */
  readonly id: Uint8Array;
}

export type PlacedNote = NotePlace & { readonly parts: ErasableParts };

/** A note that came, or went: null. In the order in which that happened; a note may be named again. */
export interface NoteChange extends NotePlace {
  readonly sequence: number;
  readonly note: EvidenceNote | null;
}

/** What the projection follows. */
export interface NoteFeed {
  /** Up to `limit` changes after this sequence number, ascending; −1: from the first on. */
  after(sequence: number, limit: number): Promise<readonly NoteChange[]>;
}

type NoteKeyOf = (account: Uint8Array) => Uint8Array;

/** Opens the notes in `store`. `noteKey` gives the key a customer's notes are encrypted with. */
export async function openNoteStore(store: ServiceStore, noteKey: NoteKeyOf): Promise<NoteStore> {
  const [start, end] = spaceBounds('noteChange');
  let last = -1;
  for await (const [key] of store.range(start, end, { reverse: true, limit: 1 })) {
    last = numberAt(key, 1);
  }
  return new NoteStore(store, noteKey, last + 1);
}

export class NoteStore implements NoteFeed {
  readonly #store: ServiceStore;
  readonly #noteKey: NoteKeyOf;
  #nextSequence: number;

  /** Made by openNoteStore. */
  constructor(store: ServiceStore, noteKey: NoteKeyOf, nextSequence: number) {
    this.#store = store;
    this.#noteKey = noteKey;
    this.#nextSequence = nextSequence;
  }

  /** Keeps these, all or none, durably; a note at the same place is replaced. */
  async put(notes: readonly PlacedNote[]): Promise<void> {
    const operations = notes.flatMap((note) => this.#putting(note));
    if (operations.length > 0) await this.#store.write(operations);
  }

  /** Undefined when there is none, or it was erased. */
  get({ account, id }: NotePlace): ErasableParts | undefined {
    const sealed = this.#store.get(rowKey('note', account, id));
    if (sealed === undefined || sealed.length === 0) return undefined;
    return readParts(unseal(this.#noteKey(account), concat(account, id), sealed));
  }

  /** Whether there was one here that was erased; a note that its maker kept to himself never was. */
  isErased({ account, id }: NotePlace): boolean {
    return this.#store.get(rowKey('note', account, id))?.length === 0;
  }

  /** Takes a note away for good. Nothing happens when there is none. */
  async erase(place: NotePlace): Promise<void> {
    const key = rowKey('note', place.account, place.id);
    if (this.#store.get(key) === undefined) return;
    // Again when it is erased already: an earlier attempt may have died before its bytes were gone from the files.
    await this.#store.overwrite([{ kind: 'put', key, value: ERASED }, this.#change(place)]);
  }

  /** Takes notes away whose records were refused: nobody could ask for them, and so nobody could erase them. */
  async forget(places: readonly NotePlace[]): Promise<void> {
    const keys = places.map(({ account, id }) => rowKey('note', account, id));
    if (keys.length > 0) await this.#store.write(keys.map((key) => ({ kind: 'delete', key })));
  }

  async after(sequence: number, limit: number): Promise<readonly NoteChange[]> {
    const [, end] = spaceBounds('noteChange');
    const start = rowKey('noteChange', numberBytes(sequence + 1));
    const changes: NoteChange[] = [];
    for await (const [key, value] of this.#store.range(start, end, { limit })) {
      const place = { account: value.slice(0, ACCOUNT_BYTES), id: value.slice(ACCOUNT_BYTES) };
      const note = this.get(place)?.note;
      changes.push({
        ...place,
        sequence: numberAt(key, 1),
        note: note === undefined ? null : decodeNote(note.bytes),
      });
    }
    return changes;
  }

  #putting({ account, id, parts }: PlacedNote): readonly StoreOperation[] {
    const place = concat(account, id);
    const value = seal(this.#noteKey(account), place, encodeParts(parts));
    const put = { kind: 'put', key: rowKey('note', place), value } as const;
    // Followers look for what people search by, which is in notes only.
    return parts.note === undefined ? [put] : [put, this.#change({ account, id })];
  }

  #change({ account, id }: NotePlace): StoreOperation {
    const key = rowKey('noteChange', numberBytes(this.#nextSequence++));
    return { kind: 'put', key, value: concat(account, id) };
  }
}

const ACCOUNT_BYTES = 16;
/** What stands where a note was. */
const ERASED = new Uint8Array(0);
