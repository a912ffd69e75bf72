/** Who may sign in: a name, a role, and the ways to prove to be it. Plain data, as the file keeps them. */

import { rejection } from '@stele/base';
import { type Scope, SCOPES } from '@stele/server';
import type { PasswordHash } from '../passwords/password-hash.ts';

export const ROLES = ['admin', 'clerk', 'reader'] as const;

export type Role = (typeof ROLES)[number];

/** What each role may do, as the scopes of a key. */
export const SCOPES_OF_ROLE: Readonly<Record<Role, readonly Scope[]>> = {
  admin: SCOPES,
  clerk: ['evidence:write', 'evidence:read'],
  reader: ['evidence:read'],
};

export interface Person {
  /** `per_` and 32 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly createdAtMs: number;
  readonly lastSignInAtMs?: number;
  readonly password?: PasswordHash;
  readonly totp?: Totp;
  readonly passkeys: readonly Passkey[];
  /** Digests of the Idempotency-Key and of what was asked for with it. */
  readonly request?: { readonly key: string; readonly body: string };
}

export interface Totp {
  /** Base32. The server has to know it, so the file is as secret as a key. */
  readonly secret: string;
  /** The newest time step a code was taken of: no code counts twice (RFC 6238 §5.2). */
  readonly lastStep: number;
}

export interface Passkey {
  /** `pk_` and 32 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  /** Base64url, as the authenticator named it. */
  readonly credentialId: string;
  /** COSE, base64url. */
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  /** The host name it was made under, and works under. */
  readonly rpId: string;
  readonly createdAtMs: number;
  readonly lastUsedAtMs?: number;
}

/** How a name is kept: one way of writing each letter, no space around it. */
export function tidyName(name: string): string {
  return name.normalize('NFC').trim().replace(/\s+/g, ' ');
}

/** Equal for names that a reader would take for the same. */
export function nameKey(name: string): string {
  return tidyName(name.normalize('NFKC')).toLowerCase();
}

/** Rejects with PERSON_NAME_EMPTY when nothing is left of a name. */
export function checkedName(name: string): string {
  const tidy = tidyName(name);
  if (nameKey(tidy) !== '') return tidy;
  throw rejection('PERSON_NAME_EMPTY', 'the name is empty', { data: { pointer: '#/name' } });
}
