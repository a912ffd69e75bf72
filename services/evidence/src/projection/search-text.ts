/**
 * What is searched in, and how. Letters are made small here and not by the server, whose idea of case depends on its locale; the same
 * is done to what is asked for, so any script is found, Chinese included, by any part.
 *
 * Not a trigram index: two Chinese characters, the length of most words, have no trigram, so it would not serve the searches that
 * matter here, and costs more than the rows. A search is of one account and bounded in time.
 */

import { createHash } from 'node:crypto';
import type { EvidenceNote } from '@stele/protocol';

export interface SearchText {
  readonly reference: Uint8Array | null;
  readonly words: string;
}

/** A noncharacter of Unicode: no text has a reason to contain it. */
const BETWEEN = '\uffff';
/** PostgreSQL cannot store U+0000. */
const UNSTORABLE = new RegExp(`[\\0${BETWEEN}]`, 'g');
const KEY_BYTES = 16;

/** What of a note is searched; undefined when there is nothing. */
export function searchTextOf({ name, reference }: EvidenceNote): SearchText | undefined {
  if (name === undefined && reference === undefined) return undefined;
  return {
    reference: reference === undefined ? null : referenceKey(reference),
    words: [name, reference].map((text) => folded(text ?? '')).join(BETWEEN),
  };
}

/** Stands for a reference of any length in an index: the beginning of its SHA-256. */
export function referenceKey(reference: string): Uint8Array {
  return new Uint8Array(
    createHash('sha256').update(reference, 'utf8').digest().subarray(0, KEY_BYTES),
  );
}

/** A pattern of LIKE for texts that contain this one. */
export function patternOf(part: string): string {
  return `%${folded(part).replace(/[\\%_]/g, String.raw`\$&`)}%`;
}

function folded(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .normalize('NFC')
    .replace(UNSTORABLE, '')
    .toWellFormed();
}
