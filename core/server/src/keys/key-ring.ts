/** The keys a server knows, and the check of an Authorization header against them. Where keys are kept is the caller's business. */

import { assert, rejection } from '@stele/base';
import { bearerKeyId, isKeyOf } from './bearer-key.ts';
import type { KeyRecord, Scope } from './bearer-key.ts';

export interface KeyRing {
  /** The record of a key by the id inside it. Asked at every request, so from memory. */
  find(id: string): KeyRecord | undefined;
}

/** A key ring that never changes. */
export function keyRingOf(records: readonly KeyRecord[]): KeyRing {
  const byId = new Map(records.map((record) => [record.id, record]));
  assert(byId.size === records.length, 'no two keys have the same id');
  return { find: (id) => byId.get(id) };
}

/** Who made a request. */
export interface Caller {
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
}

/** The caller that an Authorization header names. Rejects with KEY_MISSING or KEY_UNKNOWN. */
export function authenticate(header: string | undefined, keys: KeyRing): Caller {
  const key = bearerToken(header);
  if (key === undefined) throw rejection('KEY_MISSING', 'no bearer key was sent');
  const id = bearerKeyId(key);
  if (id === undefined) {
    throw rejection(
      'KEY_UNKNOWN',
      'this is not a whole Stele key: its form or its checksum is wrong',
    );
  }
  const record = keys.find(id);
  if (record === undefined || !isKeyOf(record, key)) {
    throw rejection('KEY_UNKNOWN', `there is no such key with the id ${id}`);
  }
  return { keyId: record.id, name: record.name, scopes: record.scopes };
}

/** Rejects with SCOPE_MISSING, naming the scope. */
export function requireScope(caller: Caller, scope: Scope): void {
  if (caller.scopes.includes(scope)) return;
  throw rejection('SCOPE_MISSING', `the key ${caller.keyId} lacks the scope ${scope}`, {
    data: { scope },
  });
}

/** RFC 6750 §2.1; the scheme's case does not matter (RFC 9110 §11.1). */
function bearerToken(header: string | undefined): string | undefined {
  const match = /^bearer +([\x21-\x7e]+) *$/i.exec(header ?? '');
  return match?.[1];
}
