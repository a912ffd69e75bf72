/** The log as it lies in a data folder, read by the words of spec/disk.md: two bytes of length before each entry, segment after segment. */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from '@stele/protocol';

const LENGTH_BYTES = 2;
const TRANSACTION = 0;

/** Every whole entry, from the first on. */
export function entriesIn(dataFolder: string): readonly Uint8Array[] {
  const folder = join(dataFolder, 'log');
  const names = readdirSync(folder).filter((name) => name.endsWith('.entries'));
  return names.sort().flatMap((name) => entriesOf(readFileSync(join(folder, name))));
}

function entriesOf(segment: Buffer): readonly Uint8Array[] {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at + LENGTH_BYTES <= segment.length) {
    const end = at + LENGTH_BYTES + segment.readUInt16BE(at);
    if (end > segment.length) break;
    entries.push(new Uint8Array(segment.subarray(at + LENGTH_BYTES, end)));
    at = end;
  }
  return entries;
}

/** The transactions of a log as they were signed, in hexadecimal, in its order. */
export function transactionsIn(dataFolder: string): readonly string[] {
  return entriesIn(dataFolder).flatMap((entry) => {
    const [kind, , content] = decode(entry) as [number, number, Uint8Array];
    return kind === TRANSACTION ? [Buffer.from(content).toString('hex')] : [];
  });
}
