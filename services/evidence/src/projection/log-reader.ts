/** Entries of the log in order, by its bundles (spec/log.md): one request brings up to 256 of them. */

import { assert, fromUtf8, isCoded } from '@stele/base';
import { type LedgerApi, parseCheckpoint, TILE_WIDTH, tilePath } from '@stele/protocol';

const LENGTH_BYTES = 2;

/** How many entries the newest signed checkpoint covers; 0 before the first. */
export async function signedSize(ledger: LedgerApi): Promise<number> {
  try {
    return parseCheckpoint(fromUtf8(await ledger.log('checkpoint'))).checkpoint.size;
  } catch (error) {
    if (isCoded(error, 'LOG_PATH_UNKNOWN')) return 0;
    throw error;
  }
}

/** The entries of one bundle from number `from` on, which is below `size`: at least one. Views into one buffer. */
export async function readBundle(
  ledger: LedgerApi,
  from: number,
  size: number,
): Promise<readonly Uint8Array[]> {
  const n = Math.floor(from / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, size - n * TILE_WIDTH);
  const bundle = await ledger.log(tilePath({ level: 'entries', n, width }));
  const entries = entriesIn(bundle);
  assert(entries.length === width, 'a bundle holds as many entries as it was asked for');
  return entries.slice(from - n * TILE_WIDTH);
}

function entriesIn(bundle: Uint8Array): Uint8Array[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bundle.length;) {
    const start = at + LENGTH_BYTES;
    at = start + view.getUint16(at);
    entries.push(bundle.subarray(start, at));
  }
  return entries;
}
