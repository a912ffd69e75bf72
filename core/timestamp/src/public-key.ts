/**
 * Whether a key made a signature: RSA PKCS #1 v1.5 (RFC 8017, 8.2.2) and ECDSA on the NIST curves (FIPS 186-5), over a digest that
 * is at hand. Pure and everywhere the same, because a page opened over plain HTTP or from a file has no WebCrypto to ask; its test
 * compares every verdict with WebCrypto. Verifying needs no secrets, so nothing here has to take constant time. Which algorithms are
 * admitted is signature.ts's business.
 */

import { p256, p384, p521 } from '@noble/curves/nist.js';
import { sha1 } from '@noble/hashes/legacy.js';
import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { concat, fromHex, toHex } from '@stele/base';

export type HashName = 'SHA-256' | 'SHA-384' | 'SHA-512';
export type CurveName = 'P-256' | 'P-384' | 'P-521';

const HASHES = { 'SHA-1': sha1, 'SHA-256': sha256, 'SHA-384': sha384, 'SHA-512': sha512 } as const;
const CURVES = { 'P-256': p256, 'P-384': p384, 'P-521': p521 } as const;

/** DER of the DigestInfo before the digest (RFC 8017, 9.2, note 1). */
const DIGEST_INFO: Readonly<Record<HashName, Uint8Array>> = {
  'SHA-256': fromHex('3031300d060960864801650304020105000420'),
  'SHA-384': fromHex('3041300d060960864801650304020205000430'),
  'SHA-512': fromHex('3051300d060960864801650304020305000440'),
};
/** RFC 8017, 9.2: 00 01 FF … FF 00, with eight FF at least. */
const PADDING_BYTES_MIN = 11;

export function digest(hash: HashName | 'SHA-1', bytes: Uint8Array): Uint8Array {
  return HASHES[hash](bytes);
}

export interface RsaKey {
  /** Big-endian, without leading zeros. */
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

export function holdsUnderRsa(
  { modulus, exponent }: RsaKey,
  hash: HashName,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const n = numberOf(modulus);
  const e = numberOf(exponent);
  const s = numberOf(signature);
  // An even modulus or exponent, or an exponent of one, is no key: under the last, anybody signs.
  const isKey = (n & 1n) === 1n && (e & 1n) === 1n && e > 1n;
  if (!isKey || signature.length !== modulus.length || s >= n) return false;
  const info = concat(DIGEST_INFO[hash], digest(hash, message));
  if (modulus.length < info.length + PADDING_BYTES_MIN) return false;
  const filling = new Uint8Array(modulus.length - info.length - 3).fill(0xff);
  const expected = concat(Uint8Array.of(0, 1), filling, Uint8Array.of(0), info);
  return power(s, e, n) === numberOf(expected);
}

export interface EcKey {
  readonly curve: CurveName;
  /** The point as it is encoded. */
  readonly point: Uint8Array;
}

/** The signature is r ‖ s. */
export function holdsUnderEc(
  { curve, point }: EcKey,
  hash: HashName,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  try {
    const options = { prehash: false, lowS: false, format: 'compact' } as const;
    return CURVES[curve].verify(signature, digest(hash, message), point, options);
  } catch {
    return false; // the library throws for points that do not decode
  }
}

/** Big-endian. */
function numberOf(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`);
}

/** base ^ exponent mod modulus, square and multiply. */
function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let factor = base % modulus;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if ((left & 1n) === 1n) result = (result * factor) % modulus;
    factor = (factor * factor) % modulus;
  }
  return result;
}
