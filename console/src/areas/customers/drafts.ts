/**
 * What is typed into the forms of customers and keys, and the requests it becomes. What can be seen to be wrong is said before anything
 * is sent; the server judges all of it again.
 */

import type { TextKey } from '../../text/context.tsx';

export interface CustomerDraft {
  readonly name: string;
  readonly custody: 'hosted' | 'own';
  /** PEM. */
  readonly publicKey: string;
  readonly isLimited: boolean;
  readonly units: string;
  readonly publicLookup: boolean;
  readonly disclosed: boolean;
}

export const NEW_CUSTOMER: CustomerDraft = {
  name: '',
  custody: 'hosted',
  publicKey: '',
  isLimited: false,
  units: '1000',
  publicLookup: true,
  disclosed: false,
};

/** Faults by field. */
export type Faults<Field extends string> = Readonly<Partial<Record<Field, TextKey>>>;

/** A whole number as people write it: full-width digits, spaces, and commas between thousands. Undefined: it is none. */
export function readUnits(typed: string): number | undefined {
  const digits = typed
    .normalize('NFKC')
    .trim()
    .replaceAll(/(?<=\d)[,\s'](?=\d{3}(?:\D|$))/g, '');
  if (!/^[0-9]{1,16}$/.test(digits)) return undefined;
  const units = Number(digits);
  return Number.isSafeInteger(units) ? units : undefined;
}

export function customerFaults(draft: CustomerDraft): Faults<'units' | 'publicKey'> {
  const isUnitsFaulty = draft.isLimited && readUnits(draft.units) === undefined;
  const publicKey = draft.custody === 'own' ? publicKeyFault(draft.publicKey) : undefined;
  return {
    ...(isUnitsFaulty && { units: 'customers.unitsFault' as const }),
    ...(publicKey !== undefined && { publicKey }),
  };
}

/** The one mistake that must not leave the browser is a private key. */
function publicKeyFault(pem: string): TextKey | undefined {
  if (/PRIVATE KEY/i.test(pem)) return 'customers.privateKey';
  return pem.trim() === '' ? 'customers.publicKeyMissing' : undefined;
}

/** The body of POST /v1/customers. */
export function customerBody(draft: CustomerDraft): Readonly<Record<string, unknown>> {
  const { name, custody, publicKey, isLimited, units, publicLookup, disclosed } = draft;
  return {
    name: name.trim(),
    ...(custody === 'own' &&
      publicKeyFault(publicKey) === undefined && { publicKey: publicKey.trim() }),
    quota: isLimited ? (readUnits(units) ?? null) : null,
    publicLookup,
    disclosed,
  };
}

export const KEY_SCOPES = ['evidence:write', 'evidence:read', 'ledger:submit'] as const;
export type KeyScope = (typeof KEY_SCOPES)[number];

export interface KeyDraft {
  readonly name: string;
  readonly scopes: readonly KeyScope[];
  readonly kind: 'bearer' | 'signature';
  readonly publicKey: string;
  /** `2027-01-31`, or empty. */
  readonly lastDay: string;
}

export const NEW_KEY: KeyDraft = {
  name: '',
  scopes: ['evidence:write', 'evidence:read'],
  kind: 'bearer',
  publicKey: '',
  lastDay: '',
};

export function keyFaults(
  draft: KeyDraft,
  nowMs: number,
): Faults<'scopes' | 'publicKey' | 'lastDay'> {
  const publicKey = draft.kind === 'signature' ? publicKeyFault(draft.publicKey) : undefined;
  const expiresAt = endOfDay(draft.lastDay);
  const isOver = expiresAt !== undefined && Date.parse(expiresAt) <= nowMs;
  return {
    ...(draft.scopes.length === 0 && { scopes: 'customers.scopesFault' as const }),
    ...(publicKey !== undefined && { publicKey }),
    ...(isOver && { lastDay: 'customers.expiresFault' as const }),
  };
}

/** The body of POST /v1/customers/{id}/keys. */
export function keyBody(draft: KeyDraft): Readonly<Record<string, unknown>> {
  const { name, scopes, kind, publicKey, lastDay } = draft;
  const expiresAt = endOfDay(lastDay);
  const isSigning = kind === 'signature' && publicKeyFault(publicKey) === undefined;
  return {
    name: name.trim(),
    scopes,
    ...(expiresAt !== undefined && { expiresAt }),
    ...(isSigning && { publicKey: publicKey.trim() }),
  };
}

/** The last moment of a day by the reader's clock, in UTC; undefined when there is no such day. */
export function endOfDay(day: string): string | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return undefined;
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const end = new Date(year, month - 1, date, 23, 59, 59, 999);
  const isDay = end.getMonth() === month - 1 && end.getDate() === date;
  return isDay ? end.toISOString() : undefined;
}

export type KeyState = 'valid' | 'expired' | 'revoked';

export function keyState(
  key: { readonly expiresAt?: string; readonly revokedAt?: string },
  nowMs: number,
): KeyState {
  if (key.revokedAt !== undefined) return 'revoked';
  return key.expiresAt !== undefined && Date.parse(key.expiresAt) <= nowMs ? 'expired' : 'valid';
}
