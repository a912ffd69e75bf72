/**
 * Passwords as they are kept: scrypt (RFC 7914) with its parameters beside each hash, so that a later, dearer choice leaves the old ones
 * valid. Normalised by NFKC first (NIST SP 800-63B-4 §3.1.1.2), so that two keyboards write the same password.
 */

import { scrypt, timingSafeEqual } from 'node:crypto';
import { fromBase64url, type Random, rejection, toBase64url } from '@stele/base';
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from '../limits.ts';

/** What a hash costs: `cost` × `blockSize` × 128 bytes of memory, `parallelization` times over. */
export interface PasswordCost {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
}

export interface PasswordHash extends PasswordCost {
  /** Base64url. */
  readonly salt: string;
  /** Base64url. */
  readonly hash: string;
}

/** One of the choices of OWASP's password storage cheat sheet: 32 MiB. */
export const PASSWORD_COST: PasswordCost = { cost: 32_768, blockSize: 8, parallelization: 3 };

/** Beyond what we choose, by far: a file that asks for more would stop the server at a sign-in. */
const MEMORY_BYTES_MAX = 268_435_456;
const PARALLELIZATION_MAX = 16;

const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Whether scrypt takes these parameters (RFC 7914 §2: the cost is a power of two above 1), and we have the memory. */
export function isPasswordCost({ cost, blockSize, parallelization }: PasswordCost): boolean {
  const isPower = cost >= 2 && Number.isInteger(Math.log2(cost));
  const fits = blockSize >= 1 && 128 * cost * blockSize <= MEMORY_BYTES_MAX;
  return isPower && fits && parallelization >= 1 && parallelization <= PARALLELIZATION_MAX;
}

/** Rejects with PASSWORD_TOO_SHORT or PASSWORD_TOO_LONG; counted are code points, as NIST says, not bytes. */
export function checkPassword(password: string): void {
  const length = Array.from(password.normalize('NFKC')).length;
  const data = { pointer: '#/password' };
  if (length < PASSWORD_LENGTH_MIN) {
    throw rejection('PASSWORD_TOO_SHORT', `the password has ${String(length)} characters`, {
      data,
    });
  }
  if (length > PASSWORD_LENGTH_MAX) {
    throw rejection('PASSWORD_TOO_LONG', `the password has ${String(length)} characters`, { data });
  }
}

export async function hashPassword(
  password: string,
  cost: PasswordCost,
  random: Random,
): Promise<PasswordHash> {
  const salt = random.bytes(SALT_BYTES);
  const hash = await derive(password, salt, cost);
  const { cost: n, blockSize, parallelization } = cost;
  return { salt: toBase64url(salt), hash: toBase64url(hash), cost: n, blockSize, parallelization };
}

export async function isPasswordOf(kept: PasswordHash, password: string): Promise<boolean> {
  const found = await derive(password, fromBase64url(kept.salt), kept);
  return timingSafeEqual(found, fromBase64url(kept.hash));
}

/** What a password is compared with where there is none to compare: the same work, and never equal to what anybody knows. */
export function unknownPassword(cost: PasswordCost, random: Random): PasswordHash {
  const { cost: n, blockSize, parallelization } = cost;
  const salt = toBase64url(random.bytes(SALT_BYTES));
  const hash = toBase64url(random.bytes(HASH_BYTES));
  return { salt, hash, cost: n, blockSize, parallelization };
}

function derive(password: string, salt: Uint8Array, cost: PasswordCost): Promise<Buffer> {
  const { cost: N, blockSize: r, parallelization: p } = cost;
  const options = { N, r, p, maxmem: 128 * N * r * 2 };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, HASH_BYTES, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
