/**
 * Native cryptography for Node: sodium-native for Ed25519 where it loads, OpenSSL through node:crypto for everything else. Both
 * compute the cofactorless equation; signature-rules.ts has checked the rest before they are asked.
 *
 * Imported keys are cached, because importing one costs OpenSSL as much as the verification itself.
 */

import {
  createPublicKey,
  hash as nodeHash,
  type KeyObject,
  verify as nodeVerify,
} from 'node:crypto';

import { assert, toBase64url } from '@stele/base';
import type { DigestAlgorithm, KeyAlgorithm } from '../algorithms.ts';
import type { Crypto } from '../crypto.ts';
import { sodium } from './sodium.ts';

/** What OpenSSL calls them. */
export const OPENSSL_DIGESTS: Readonly<Record<DigestAlgorithm, string>> = {
  1: 'sha256',
  2: 'sm3',
  3: 'sha512',
};

/**
 * Asked for as text of one character a byte: a digest in a buffer comes with memory of its own, and making that costs more than
 * hashing what trees hash.
 */
function hash(algorithm: DigestAlgorithm, bytes: Uint8Array): Uint8Array {
  const text = nodeHash(OPENSSL_DIGESTS[algorithm], bytes, 'binary');
  const digest = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) digest[i] = text.charCodeAt(i);
  return digest;
}

/** Keys per thread. A thousand customers in rotation fit; beyond that the oldest is imported anew. */
const KEYS_CACHED_MAX = 8_192;
const keys = new Map<string, KeyObject | null>();

function importedKey(algorithm: KeyAlgorithm, key: Uint8Array): KeyObject | null {
  const bytes = Buffer.from(key.buffer, key.byteOffset, key.length);
  const name = `${String(algorithm)}${bytes.toString('latin1')}`;
  const cached = keys.get(name);
  if (cached !== undefined) return cached;
  const imported = importPublicKey(algorithm, key);
  if (keys.size >= KEYS_CACHED_MAX) keys.delete(keys.keys().next().value ?? '');
  keys.set(name, imported);
  return imported;
}

/**
 * A public key as the ledger writes it, for node:crypto; null for a point that is not on the curve. JWK is the fastest way in on every
 * version of OpenSSL.
 */
export function importPublicKey(algorithm: KeyAlgorithm, key: Uint8Array): KeyObject | null {
  assert(algorithm !== 3, 'signature rules admit no SM2 key under intl');
  const jwk =
    algorithm === 1
      ? { kty: 'OKP', crv: 'Ed25519', x: toBase64url(key) }
      : {
          kty: 'EC',
          crv: 'P-256',
          x: toBase64url(key.subarray(1, 33)),
          y: toBase64url(key.subarray(33)),
        };
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return null;
  }
}

function verifyWithOpenssl(
  algorithm: KeyAlgorithm,
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const imported = importedKey(algorithm, key);
  if (imported === null) return false;
  return algorithm === 1
    ? nodeVerify(null, message, imported, signature)
    : nodeVerify('sha256', message, { key: imported, dsaEncoding: 'ieee-p1363' }, signature);
}

/** OpenSSL alone. */
export const opensslCrypto: Crypto = { library: 'openssl', hash, verify: verifyWithOpenssl };

const library = sodium;

/** Ed25519 by libsodium, the rest by OpenSSL; undefined where libsodium does not load. */
export const sodiumCrypto: Crypto | undefined = library && {
  library: 'sodium',
  hash,
  verify: (algorithm, key, message, signature) =>
    algorithm === 1
      ? library.crypto_sign_verify_detached(signature, message, key)
      : verifyWithOpenssl(algorithm, key, message, signature),
};

/** The fastest there is on this machine. */
export const nodeCrypto: Crypto = sodiumCrypto ?? opensslCrypto;
