/** The keys a server knows, and the check of a bearer key in an Authorization header against them. */

import { assert, rejection } from '@stele/base';
import { bearerKeyId, idIn, isKeyOf } from './bearer-key.ts';
import type { KeyRecord } from './key-record.ts';

export interface KeyRing {
  /**
   * The record of a key by its id. Asked at every request, so from memory; what it answers holds for this request only, so that a
   * revoked key is refused at the next one. Records of revoked and expired keys are given as well: their holders are told so.
   */
  find(id: string): KeyRecord | undefined;
}

/** A key ring that never changes. */
export function keyRingOf(records: readonly KeyRecord[]): KeyRing {
  const byId = new Map(records.map((record) => [record.id, record]));
  assert(byId.size === records.length, 'no two keys have the same id');
  return { find: (id) => byId.get(id) };
}

/** The record that a bearer key in an Authorization header belongs to. Rejects with KEY_MISSING or KEY_UNKNOWN. */
export function bearerRecord(header: string | undefined, keys: KeyRing): KeyRecord {
  const key = bearerToken(header);
  if (key === undefined) throw rejection('KEY_MISSING', 'no bearer key was sent');
  const record = keys.find(idIn(key));
  if (record?.hash !== undefined && isKeyOf(record, key)) return record;
  throw unknownKey(key);
}

function unknownKey(key: string): Error {
  const id = bearerKeyId(key);
  const detail =
    id === undefined
      ? 'this is not a whole Stele key: its form or its checksum is wrong'
      : `there is no such key with the id ${id}`;
  return rejection('KEY_UNKNOWN', detail);
}

/** RFC 6750 §2.1; the scheme's case does not matter (RFC 9110 §11.1). */
function bearerToken(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  return /^bearer +([\x21-\x7e]+) *$/i.exec(header)?.[1];
}
