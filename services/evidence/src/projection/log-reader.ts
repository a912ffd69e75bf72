/** Entries of the log in order, by its bundles (spec/log.md): one request brings up to 256 of them. */

import { assert, fromUtf8, isCoded } from '@stele/base';
import {
  entriesOfBundle,
  type LedgerApi,
  parseCheckpoint,
  TILE_WIDTH,
  tilePath,
} from '@stele/protocol';

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
  const entries = entriesOfBundle(bundle);
  assert(entries.length === width, 'a bundle holds as many entries as it was asked for');
  return entries.slice(from - n * TILE_WIDTH);
}
