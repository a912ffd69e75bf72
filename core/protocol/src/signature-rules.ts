/**
 * What is checked of a key and a signature before any library is asked (spec/encoding.md, "Signature rules"): the points on
 * which Ed25519 and ECDSA libraries are known to differ. Rejected design: trusting each library's own strictness, which changes
 * between versions and would let two nodes disagree about one transaction.
 */

import { keyBytes, type KeyAlgorithm, SIGNATURE_BYTES } from './algorithms.ts';

/** Whether key and signature may be handed to a library at all. */
export function isAdmissible(
  algorithm: KeyAlgorithm,
  key: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (key.length !== keyBytes(algorithm) || signature.length !== SIGNATURE_BYTES) return false;
  switch (algorithm) {
    case 1:
      return isAdmissibleEd25519(key, signature);
    case 2:
      return isAdmissibleP256(key, signature);
    case 3:
      return false; // SM2 belongs to the gm suite, which this version does not define
  }
}

function bigEndian(hex: string): Uint8Array {
  const bytes = new Uint8Array(hex.length / 2);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16);
  }
  return bytes;
}

const littleEndian = (hex: string): Uint8Array => bigEndian(hex).reverse();

/** RFC 8032 §5.1: the group order L and the field prime p, little-endian. */
const ED25519_ORDER = littleEndian(
  '1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed',
);
const ED25519_PRIME = littleEndian(
  '7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed',
);

/** The y-coordinates of the eight points of small order, sign bit clear: 0, 1, p − 1 and the two of order eight. */
const SMALL_ORDER = [
  littleEndian('00'.repeat(32)),
  littleEndian(`${'00'.repeat(31)}01`),
  littleEndian('7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec'),
  bigEndian('26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05'),
  bigEndian('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'),
];

function isAdmissibleEd25519(key: Uint8Array, signature: Uint8Array): boolean {
  return (
    isBelow(signature.subarray(32), ED25519_ORDER) &&
    isAdmissiblePoint(key) &&
    isAdmissiblePoint(signature.subarray(0, 32))
  );
}

function isAdmissiblePoint(encoded: Uint8Array): boolean {
  const y = new Uint8Array(encoded); // a copy: slice() of a Node buffer would be a view on the caller's bytes
  y[31] = (y[31] ?? 0) & 0x7f;
  return isBelow(y, ED25519_PRIME) && !SMALL_ORDER.some((point) => sameBytes(y, point));
}

/** Public values only: nothing here needs constant time. */
function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** a < b, both little-endian and equally long. */
function isBelow(a: Uint8Array, b: Uint8Array): boolean {
  for (let i = a.length - 1; i >= 0; i--) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** FIPS 186-5 with low S: n and (n − 1) / 2 + 1, little-endian. */
const P256_ORDER = littleEndian('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const P256_HIGH_S = littleEndian(
  '7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a9',
);

function isAdmissibleP256(key: Uint8Array, signature: Uint8Array): boolean {
  const r = signature.subarray(0, 32).toReversed();
  const s = signature.subarray(32).toReversed();
  return key[0] === 4 && isInside(r, P256_ORDER) && isInside(s, P256_HIGH_S);
}

function isInside(value: Uint8Array, limit: Uint8Array): boolean {
  return value.some((byte) => byte !== 0) && isBelow(value, limit);
}
