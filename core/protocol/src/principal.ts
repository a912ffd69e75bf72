/** Who acts and who owns: one type for both (spec/transaction.md, "Principal"). */

import { compare, concat, rejection } from '@stele/base';
import type { KeyAlgorithm } from './algorithms.ts';
import { type CborValue, encode } from './cbor.ts';
import { PRINCIPAL_DEPTH_MAX, PRINCIPAL_LEAVES_MAX } from './limits.ts';
import { Shape } from './shape.ts';
import type { Suite } from './suite/suite.ts';

export type Principal =
  KeyPrincipal | AccountPrincipal | RolePrincipal | ContractPrincipal | ThresholdPrincipal;

export interface KeyPrincipal {
  readonly kind: 'key';
  /** H(algorithm ‖ public key), 32 bytes. */
  readonly hash: Uint8Array;
}
export interface AccountPrincipal {
  readonly kind: 'account';
  /** 16 bytes. */
  readonly account: Uint8Array;
}
export interface RolePrincipal {
  readonly kind: 'role';
  readonly organisation: string;
  readonly role: string;
}
export interface ContractPrincipal {
  readonly kind: 'contract';
  readonly contract: string;
}
export interface ThresholdPrincipal {
  readonly kind: 'threshold';
  readonly m: number;
  readonly members: readonly Principal[];
}

const SHAPE = new Shape('PRINCIPAL_MALFORMED');
const KEY = 0;
const ACCOUNT = 1;
const ROLE = 2;
const CONTRACT = 3;
const THRESHOLD = 4;
const KEY_HASH_BYTES = 32;
export const ACCOUNT_BYTES = 16;

/** H(algorithm ‖ public key). */
export function keyHash(suite: Suite, algorithm: KeyAlgorithm, key: Uint8Array): Uint8Array {
  return suite.H(concat(Uint8Array.of(algorithm), key));
}

export function keyPrincipal(suite: Suite, algorithm: KeyAlgorithm, key: Uint8Array): KeyPrincipal {
  return { kind: 'key', hash: keyHash(suite, algorithm, key) };
}

/** The principal as CBOR. Threshold members are put into their one order. */
export function principalToCbor(principal: Principal): CborValue {
  switch (principal.kind) {
    case 'key':
      return [KEY, principal.hash];
    case 'account':
      return [ACCOUNT, principal.account];
    case 'role':
      return [ROLE, principal.organisation, principal.role];
    case 'contract':
      return [CONTRACT, principal.contract];
    case 'threshold':
      return [THRESHOLD, principal.m, sortedMembers(principal)];
  }
}

function sortedMembers({ members }: ThresholdPrincipal): CborValue[] {
  const values = members.map((member) => principalToCbor(member));
  return values
    .map((value) => ({ value, bytes: encode(value) }))
    .sort((a, b) => compare(a.bytes, b.bytes))
    .map(({ value }) => value);
}

/** Reads a principal. Rejects with PRINCIPAL_MALFORMED. */
export function principalFromCbor(value: CborValue | undefined): Principal {
  const principal = readAt(value, 0);
  if (countLeaves(principal) > PRINCIPAL_LEAVES_MAX) {
    throw rejection(SHAPE.code, 'a principal has at most 16 leaves');
  }
  return principal;
}

function readAt(value: CborValue | undefined, thresholdsAbove: number): Principal {
  const [kind, first, second] = SHAPE.array(value, { min: 2, max: 3 });
  const length = kind === ROLE || kind === THRESHOLD ? 3 : 2;
  SHAPE.tuple(value, length);
  switch (kind) {
    case KEY:
      return { kind: 'key', hash: SHAPE.bytes(first, KEY_HASH_BYTES) };
    case ACCOUNT:
      return { kind: 'account', account: SHAPE.bytes(first, ACCOUNT_BYTES) };
    case ROLE:
      return {
        kind: 'role',
        organisation: SHAPE.identifier(first),
        role: SHAPE.identifier(second),
      };
    case CONTRACT:
      return { kind: 'contract', contract: SHAPE.identifier(first) };
    case THRESHOLD:
      return readThreshold(first, second, thresholdsAbove + 1);
    default:
      throw SHAPE.malformed('an unknown kind of principal');
  }
}

function readThreshold(
  m: CborValue | undefined,
  list: CborValue | undefined,
  depth: number,
): Principal {
  if (depth > PRINCIPAL_DEPTH_MAX) throw SHAPE.malformed('thresholds nest more than 3 deep');
  const values = SHAPE.array(list, { min: 1, max: PRINCIPAL_LEAVES_MAX });
  const encoded = values.map((value) => encode(value));
  encoded.forEach((bytes, i) => {
    const previous = encoded[i - 1];
    if (previous !== undefined && compare(previous, bytes) >= 0) {
      throw SHAPE.malformed('members of a threshold are strictly ascending');
    }
  });
  const members = values.map((value) => readAt(value, depth));
  return { kind: 'threshold', m: SHAPE.uint(m, { min: 1, max: members.length }), members };
}

function countLeaves(principal: Principal): number {
  if (principal.kind !== 'threshold') return 1;
  return principal.members.reduce((sum, member) => sum + countLeaves(member), 0);
}
