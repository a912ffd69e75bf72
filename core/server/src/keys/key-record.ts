/**
 * What a server keeps of a key, and the judgement on its state. A key is either a bearer key, of which only a hash is kept, or the
 * public half of a key that signs requests (RFC 9421). Where records are kept is the caller's business.
 */

import { rejection } from '@stele/base';
import type { KeyAlgorithm } from '@stele/protocol';

/** What a key may be used for. */
export const SCOPES = ['evidence:write', 'evidence:read', 'ledger:submit', 'admin'] as const;

export type Scope = (typeof SCOPES)[number];

/** Whose a key is and how far it goes. */
export interface KeyOwner {
  /** For people: who has it. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** The customer it acts for; none: the operator's own. */
  readonly customer?: string;
  /** From this moment on it is refused with KEY_EXPIRED. */
  readonly expiresAtMs?: number;
  /** From this moment on it is refused with KEY_REVOKED. */
  readonly revokedAtMs?: number;
}

/** What is kept of every kind of key. */
interface KnownKey extends KeyOwner {
  /** The visible part of a bearer key; the `keyid` of a request signature. */
  readonly id: string;
}

/** A key whose holder shows it. */
export interface BearerKeyRecord extends KnownKey {
  /** SHA-256 of the whole key. */
  readonly hash: Uint8Array;
  readonly publicKey?: undefined;
}

/** A key whose holder signs with it. */
export interface SignatureKeyRecord extends KnownKey {
  readonly publicKey: RequestPublicKey;
  readonly hash?: undefined;
}

export type KeyRecord = BearerKeyRecord | SignatureKeyRecord;

/** A public key as the ledger writes it (spec/encoding.md): 32 bytes of Ed25519, or a P-256 point in 65 bytes. */
export interface RequestPublicKey {
  readonly algorithm: Exclude<KeyAlgorithm, 3>;
  readonly key: Uint8Array;
}

/** Who made a request: the holder of a key, or a person who signed in. */
export type Caller = KeyCaller | PersonCaller;

export interface KeyCaller {
  readonly kind: 'key';
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly customer?: string;
  readonly expiresAtMs?: number;
}

/** Acts for the operator: customers have keys. */
export interface PersonCaller {
  readonly kind: 'person';
  readonly sessionId: string;
  /** What its changes carry. */
  readonly csrfToken: string;
  readonly person: { readonly id: string; readonly role: string };
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly customer?: undefined;
  readonly expiresAtMs: number;
}

/** The caller behind a key that was proven to be his. */
export function callerOf(record: KeyRecord): KeyCaller {
  const { id, name, scopes, customer, expiresAtMs } = record;
  return {
    kind: 'key',
    keyId: id,
    name,
    scopes,
    ...(customer === undefined ? {} : { customer }),
    ...(expiresAtMs === undefined ? {} : { expiresAtMs }),
  };
}

/**
 * Rejects with KEY_REVOKED or KEY_EXPIRED. To be asked only once the caller has proven that he holds the key: to anybody else the
 * answer is KEY_UNKNOWN, whatever its state.
 */
export function checkState({ id, revokedAtMs, expiresAtMs }: KeyRecord, nowMs: number): void {
  if (revokedAtMs !== undefined && nowMs >= revokedAtMs) {
    throw rejection('KEY_REVOKED', `the key ${id} was revoked at ${timeText(revokedAtMs)}`);
  }
  if (expiresAtMs !== undefined && nowMs >= expiresAtMs) {
    throw rejection('KEY_EXPIRED', `the key ${id} expired at ${timeText(expiresAtMs)}`);
  }
}

function timeText(ms: number): string {
  return new Date(ms).toISOString();
}

/** Rejects with SCOPE_MISSING, naming the scope. */
export function requireScope(caller: Caller, scope: Scope): void {
  if (caller.scopes.includes(scope)) return;
  const who = caller.kind === 'key' ? `the key ${caller.keyId}` : caller.name;
  throw rejection('SCOPE_MISSING', `${who} lacks the scope ${scope}`, { data: { scope } });
}
