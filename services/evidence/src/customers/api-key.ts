/** An API key as the service keeps it: whose it is and what for; its secret only hashed, or a public key that checks signed requests. */

import { fromBase64url, toBase64url } from '@stele/base';
import type { KeyRecord, Scope } from '@stele/server';

export interface ApiKey {
  /** What the server checks requests against. */
  readonly record: KeyRecord;
  readonly createdAtMs: number;
}

interface StoredKey {
  readonly version: 1;
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAtMs: number;
  readonly customer?: string;
  readonly expiresAtMs?: number;
  readonly revokedAtMs?: number;
  /** One of the two, base64url. */
  readonly hash?: string;
  readonly publicKey?: { readonly algorithm: 1 | 2; readonly key: string };
}

/** As it is stored. */
export function apiKeyToJson({ record, createdAtMs }: ApiKey): string {
  const { hash, publicKey, ...owner } = record;
  const stored: StoredKey = {
    version: 1,
    ...owner,
    createdAtMs,
    ...(hash && { hash: toBase64url(hash) }),
    ...(publicKey && {
      publicKey: { algorithm: publicKey.algorithm, key: toBase64url(publicKey.key) },
    }),
  };
  return JSON.stringify(stored);
}

export function apiKeyFromJson(text: string): ApiKey {
  const { createdAtMs, hash, publicKey, ...stored } = JSON.parse(text) as StoredKey;
  const { id, name, scopes, customer, expiresAtMs, revokedAtMs } = stored;
  const owner = {
    id,
    name,
    scopes,
    ...(customer !== undefined && { customer }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
    ...(revokedAtMs !== undefined && { revokedAtMs }),
  };
  const record: KeyRecord =
    publicKey === undefined
      ? { ...owner, hash: fromBase64url(hash ?? '') }
      : { ...owner, publicKey: { ...publicKey, key: fromBase64url(publicKey.key) } };
  return { record, createdAtMs };
}
