/** Blocks by their height, as callers of the assets' routes name them. */

import { rejection } from '@stele/base';

import { type OpenLedger, type ReadHeader, readHeader } from '../open-ledger.ts';

/** The header of a committed block. Rejects with HEIGHT_UNKNOWN. */
export async function headerAt(ledger: OpenLedger, height: number): Promise<ReadHeader> {
  const isHeight = Number.isSafeInteger(height) && height >= 0 && height <= ledger.tip.height;
  if (isHeight) return readHeader(ledger, height);
  throw rejection('HEIGHT_UNKNOWN', `the chain has no block ${String(height)}`, {
    action: 'Ask for a height up to that of the chain.',
  });
}
