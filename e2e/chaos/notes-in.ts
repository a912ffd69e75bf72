/** What the evidence service keeps of records, encrypted as it lies in a data folder: by record, in hexadecimal. */

import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';

/** services/evidence/src/store/key-space.ts: `n`, account, record. */
const NOTE = 0x6e;
const RECORD_AT = 1 + 16;

/** Rejects when the store cannot be opened. */
export async function notesIn(dataFolder: string): Promise<ReadonlyMap<string, string>> {
  const level = new ClassicLevel<Uint8Array, Uint8Array>(join(dataFolder, 'evidence'), {
    keyEncoding: 'view',
    valueEncoding: 'view',
  });
  await level.open();
  const notes = new Map<string, string>();
  const range = { gte: Uint8Array.of(NOTE), lt: Uint8Array.of(NOTE + 1) };
  for await (const [key, value] of level.iterator(range)) {
    notes.set(
      Buffer.from(key.subarray(RECORD_AT)).toString('hex'),
      Buffer.from(value).toString('hex'),
    );
  }
  await level.close();
  return notes;
}
