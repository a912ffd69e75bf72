/** Private keys as PKCS #8 PEM (RFC 5958), the form that openssl and security tools read. */

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as nodeSign,
} from 'node:crypto';
import { assert, concat, fromBase64url, fromHex, rejection, toHex } from '@stele/base';
import { type KeyAlgorithm, SIGNATURE_BYTES } from '../algorithms.ts';
import type { Signer } from '../crypto.ts';
import { plain } from './plain-bytes.ts';
import { sodium } from './sodium.ts';

/** A new key and its PEM. Ed25519 or P-256. */
export function generateSigner(algorithm: 1 | 2 = 1): {
  readonly signer: Signer;
  readonly pem: string;
} {
  const { privateKey } =
    algorithm === 1
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { signer: signerFromPem(pem), pem };
}

/** Reads a private key. Rejects with KEY_UNREADABLE. The error never shows any of the text. */
export function signerFromPem(pem: string): Signer {
  return signerOf(readKey(pem));
}

function signerOf(privateKey: KeyObject): Signer {
  const algorithm = algorithmOf(privateKey);
  const publicKey = publicKeyOf(privateKey);
  return {
    algorithm,
    publicKey,
    sign: algorithm === 1 ? ed25519(privateKey) : p256(privateKey),
  };
}

type Sign = Signer['sign'];

/** Signatures are deterministic (RFC 8032 §5.1.6): either library gives the same. */
function ed25519(privateKey: KeyObject): Sign {
  if (sodium === undefined) return (message) => plain(nodeSign(null, message, privateKey));
  const { d, x } = privateKey.export({ format: 'jwk' });
  const secretKey = concat(fromBase64url(d ?? ''), fromBase64url(x ?? ''));
  const library = sodium;
  return (message) => {
    const signature = new Uint8Array(SIGNATURE_BYTES);
    library.crypto_sign_detached(signature, message, secretKey);
    return signature;
  };
}

function p256(privateKey: KeyObject): Sign {
  const options = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return (message) => lowS(plain(nodeSign('sha256', message, options)));
}

/** PKCS #8 of an Ed25519 key up to its 32 bytes (RFC 8410 §7). */
const ED25519_PKCS8 = fromHex('302e020100300506032b657004220420');
const ED25519_SEED_BYTES = 32;

/** The Ed25519 key whose 32-byte seed this is (RFC 8032 §5.1.5). */
export function signerFromSeed(seed: Uint8Array): Signer {
  assert(seed.length === ED25519_SEED_BYTES, 'a seed is 32 bytes');
  const key = Buffer.from(concat(ED25519_PKCS8, seed));
  return signerOf(createPrivateKey({ key, format: 'der', type: 'pkcs8' }));
}

function readKey(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw unreadable('the text is not a private key in PEM');
  }
}

function algorithmOf(key: KeyObject): KeyAlgorithm {
  if (key.asymmetricKeyType === 'ed25519') return 1;
  const curve = key.asymmetricKeyDetails?.namedCurve;
  if (key.asymmetricKeyType === 'ec' && curve === 'prime256v1') return 2;
  throw unreadable('the key is neither Ed25519 nor P-256');
}

function publicKeyOf(privateKey: KeyObject): Uint8Array {
  const { x, y } = createPublicKey(privateKey).export({ format: 'jwk' });
  const first = fromBase64url(x ?? '');
  return y === undefined ? first : concat(Uint8Array.of(4), first, fromBase64url(y));
}

function unreadable(why: string): Error {
  return rejection('KEY_UNREADABLE', `A signing key cannot be read: ${why}`, {
    action: 'put the key file back from a backup',
  });
}

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** OpenSSL gives either of the two valid s; the chain admits the lower one only (spec/encoding.md). */
function lowS(signature: Uint8Array): Uint8Array {
  const s = BigInt(`0x${toHex(signature.subarray(32))}`);
  if (s <= P256_ORDER / 2n) return signature;
  const low = (P256_ORDER - s).toString(16).padStart(64, '0');
  return concat(signature.subarray(0, 32), fromHex(low));
}
