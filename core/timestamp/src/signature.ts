/**
 * Signatures by keys of certificates (RFC 5280, RFC 8017, RFC 5758): RSA PKCS #1 v1.5 with 2048 to 8192 bits and ECDSA on the NIST
 * curves, with SHA-256, SHA-384 or SHA-512. Anything else, SHA-1 above all, is unknown. The arithmetic is in public-key.ts.
 */

import { concat, rejection } from '@stele/base';
import { bitStringOf, childrenOf, type DerNode, expect, oidOf, readDer, TAG } from './der.ts';
import { type CurveName, type HashName, holdsUnderEc, holdsUnderRsa } from './public-key.ts';

const HASHES: ReadonlyMap<string, HashName> = new Map([
  ['2.16.840.1.101.3.4.2.1', 'SHA-256'],
  ['2.16.840.1.101.3.4.2.2', 'SHA-384'],
  ['2.16.840.1.101.3.4.2.3', 'SHA-512'],
]);

const RSA = '1.2.840.113549.1.1.1';
const EC = '1.2.840.10045.2.1';

interface Scheme {
  readonly key: typeof RSA | typeof EC;
  /** Absent where the algorithm leaves it to what stands beside it. */
  readonly hash?: HashName;
}

const SCHEMES: ReadonlyMap<string, Scheme> = new Map<string, Scheme>([
  [RSA, { key: RSA }],
  ['1.2.840.113549.1.1.11', { key: RSA, hash: 'SHA-256' }],
  ['1.2.840.113549.1.1.12', { key: RSA, hash: 'SHA-384' }],
  ['1.2.840.113549.1.1.13', { key: RSA, hash: 'SHA-512' }],
  ['1.2.840.10045.4.3.2', { key: EC, hash: 'SHA-256' }],
  ['1.2.840.10045.4.3.3', { key: EC, hash: 'SHA-384' }],
  ['1.2.840.10045.4.3.4', { key: EC, hash: 'SHA-512' }],
]);

const CURVES: ReadonlyMap<string, { readonly name: CurveName; readonly bytes: number }> = new Map([
  ['1.2.840.10045.3.1.7', { name: 'P-256', bytes: 32 }],
  ['1.3.132.0.34', { name: 'P-384', bytes: 48 }],
  ['1.3.132.0.35', { name: 'P-521', bytes: 66 }],
]);

const RSA_BYTES_MIN = 256;
const RSA_BYTES_MAX = 1024;
/** Verification takes time with the exponent's length; 65537 is what there is. */
const RSA_EXPONENT_BYTES_MAX = 4;

/** The hash that an AlgorithmIdentifier names. Rejects with TIMESTAMP_ALGORITHM_UNKNOWN. */
export function hashOf(algorithm: DerNode | undefined): HashName {
  const id = oidOf(childrenOf(algorithm, TAG.sequence)[0]);
  const hash = HASHES.get(id);
  if (hash === undefined) throw unknownAlgorithm(`hash ${id}`);
  return hash;
}

export interface SignedBytes {
  /** SubjectPublicKeyInfo. */
  readonly publicKey: DerNode;
  readonly algorithm: DerNode;
  /** Of the message, where it is named beside the algorithm (CMS); it must then be the same. */
  readonly hash?: HashName;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** Whether a signature holds. Rejects with TIMESTAMP_ALGORITHM_UNKNOWN or DER_MALFORMED. */
export function holds(signed: SignedBytes): boolean {
  const id = oidOf(childrenOf(signed.algorithm, TAG.sequence)[0]);
  const scheme = SCHEMES.get(id);
  const hash = scheme?.hash ?? signed.hash;
  if (scheme === undefined || hash === undefined || (signed.hash ?? hash) !== hash) {
    throw unknownAlgorithm(`signature ${id}`);
  }
  const [algorithm, key] = childrenOf(signed.publicKey, TAG.sequence);
  const [keyType, parameters] = childrenOf(algorithm, TAG.sequence);
  if (oidOf(keyType) !== scheme.key) throw unknownAlgorithm('a key of another type');
  return scheme.key === RSA
    ? holdsRsa(signed, hash, bitStringOf(key))
    : holdsEc(signed, hash, { curve: oidOf(parameters), point: bitStringOf(key) });
}

function holdsRsa(signed: SignedBytes, hash: HashName, key: Uint8Array): boolean {
  const fields = childrenOf(readDer(key), TAG.sequence);
  const [modulus, exponent] = fields.map((node) => magnitudeOf(expect(node, TAG.integer)));
  const isPair = modulus !== undefined && exponent !== undefined && fields.length === 2;
  if (!isPair) throw unknownAlgorithm('an RSA key of another form');
  const sized = modulus.length >= RSA_BYTES_MIN && modulus.length <= RSA_BYTES_MAX;
  if (!sized || exponent.length > RSA_EXPONENT_BYTES_MAX) {
    throw unknownAlgorithm('an RSA key of this size');
  }
  return holdsUnderRsa({ modulus, exponent }, hash, signed.message, signed.signature);
}

/** The digits of an INTEGER that is not negative; nothing of another. */
function magnitudeOf({ content }: DerNode): Uint8Array | undefined {
  if ((content[0] ?? 0x80) >= 0x80) return undefined;
  return content[0] === 0 ? content.subarray(1) : content;
}

function holdsEc(
  { message, signature }: SignedBytes,
  hash: HashName,
  { curve, point }: { readonly curve: string; readonly point: Uint8Array },
): boolean {
  const known = CURVES.get(curve);
  if (known === undefined) throw unknownAlgorithm(`curve ${curve}`);
  const numbers = joined(signature, known.bytes);
  if (numbers === undefined) return false;
  return holdsUnderEc({ curve: known.name, point }, hash, message, numbers);
}

/** r ‖ s of an ECDSA signature in DER; undefined when a number is out of range. */
function joined(signature: Uint8Array, bytes: number): Uint8Array | undefined {
  const numbers = childrenOf(readDer(signature), TAG.sequence).map((node) => {
    const { content } = expect(node, TAG.integer);
    const digits = content[0] === 0 ? content.subarray(1) : content;
    const fits = digits.length > 0 && digits.length <= bytes && (content[0] ?? 0x80) < 0x80;
    return fits ? concat(new Uint8Array(bytes - digits.length), digits) : undefined;
  });
  const [r, s, more] = numbers;
  return r && s && more === undefined && numbers.length === 2 ? concat(r, s) : undefined;
}

function unknownAlgorithm(what: string): Error {
  return rejection(
    'TIMESTAMP_ALGORITHM_UNKNOWN',
    `a timestamp with ${what}, which is not accepted`,
  );
}
