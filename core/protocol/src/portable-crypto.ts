/**
 * Cryptography in plain JavaScript (the noble libraries): what a browser and the offline verification page use. Some fifteen
 * times slower than native code, and the same verdicts.
 *
 * The libraries' own Ed25519 `verify` multiplies by the cofactor in both of its modes, so the equation is computed here from
 * their point arithmetic. SM3 is not among them, and `intl` never needs it for itself: digests of files are made by the caller.
 */

import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { assert, concat, equal } from '@stele/base';
import type { DigestAlgorithm, KeyAlgorithm } from './algorithms.ts';
import type { Crypto } from './crypto.ts';
import { sm3 } from './sm3.ts';

export const portableCrypto: Crypto = { library: 'noble', hash, verify };

function hash(algorithm: DigestAlgorithm, bytes: Uint8Array): Uint8Array {
  switch (algorithm) {
    case 1:
      return sha256(bytes);
    case 2:
      return sm3(bytes);
    case 3:
      return sha512(bytes);
  }
}

function verify(
  algorithm: KeyAlgorithm,
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  assert(algorithm !== 3, 'signature rules admit no SM2 key under intl');
  try {
    return algorithm === 1
      ? verifyEd25519(key, message, signature)
      : p256.verify(signature, message, key, { lowS: true, format: 'compact' });
  } catch {
    return false; // the libraries throw for points that are not on the curve
  }
}

/** spec/encoding.md, Ed25519 rule 5: encode([S]B − [k]A) = R, without the cofactor. */
function verifyEd25519(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const encodedR = signature.subarray(0, 32);
  const scalar = littleEndian(signature.subarray(32));
  const challenge = littleEndian(sha512(concat(encodedR, key, message))) % ed25519.Point.Fn.ORDER;
  const point = ed25519.Point.fromBytes(key);
  const computed = multiply(ed25519.Point.BASE, scalar).subtract(multiply(point, challenge));
  return equal(computed.toBytes(), encodedR);
}

function multiply(point: typeof ed25519.Point.BASE, scalar: bigint): typeof ed25519.Point.BASE {
  return scalar === 0n ? ed25519.Point.ZERO : point.multiplyUnsafe(scalar);
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
}
