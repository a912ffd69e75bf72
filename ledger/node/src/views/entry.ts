/** An entry of the log, as encoded. */

import { rejection } from '@stele/base';

import type { OpenLedger } from './open-ledger.ts';

/** A committed entry. Rejects with ENTRY_UNKNOWN. */
export async function entryView(ledger: OpenLedger, index: number): Promise<Uint8Array> {
  requireEntry(ledger, index);
  return ledger.storage.log.entry(index);
}

/** Rejects with ENTRY_UNKNOWN when no committed entry has this index. */
export function requireEntry({ tip }: OpenLedger, index: number): void {
  if (Number.isSafeInteger(index) && index >= 0 && index < tip.size) return;
  throw rejection('ENTRY_UNKNOWN', `the log has no entry ${String(index)}`);
}
