/** Items of a payload, as its transaction brought them: for members, because entries commit to payloads and do not show them. */

import { rejection } from '@stele/base';
import { PAYLOAD_ITEMS_MAX, type PayloadQuery } from '@stele/protocol';

import { payloadPlaceOf } from '../storage/marks.ts';
import { walkedItems, type WalkedPayload } from '../storage/walked-record.ts';
import { requireEntry } from './entry.ts';
import type { OpenLedger } from './open-ledger.ts';

/** A run of items in order; none where the payload is a blob or has ended. Rejects with ENTRY_UNKNOWN, PAYLOAD_ABSENT. */
export async function payloadItems(
  ledger: OpenLedger,
  { index, payload: number, first = 0, count = PAYLOAD_ITEMS_MAX }: PayloadQuery,
): Promise<readonly Uint8Array[]> {
  const payload = (await payloadsOf(ledger, index))[number];
  if (payload === undefined) {
    throw rejection('PAYLOAD_ABSENT', `entry ${String(index)} has no payload ${String(number)}`);
  }
  return walkedItems(payload, first, count);
}

async function payloadsOf(ledger: OpenLedger, index: number): Promise<readonly WalkedPayload[]> {
  requireEntry(ledger, index);
  const { storage } = ledger;
  const place = payloadPlaceOf(storage.state, index);
  return place === undefined ? [] : (await storage.payloads.read(index, place)).payloads;
}
