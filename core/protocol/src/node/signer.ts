/** Private keys as PKCS #8 PEM (RFC 5958), the form that openssl and security tools read. */

import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as nodeSign,
} from 'node:crypto';
import { concat, fromBase64url, fromHex, rejection, toHex } from '@stele/base';
import type { KeyAlgorithm } from '../algorithms.ts';
import type { Signer } from '../crypto.ts';
import { plain } from './plain-bytes.ts';

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
  const privateKey = readKey(pem);
  const algorithm = algorithmOf(privateKey);
  const publicKey = publicKeyOf(privateKey);
  return {
    algorithm,
    publicKey,
    sign: (message) =>
      algorithm === 1
        ? plain(nodeSign(null, message, privateKey))
        : lowS(plain(nodeSign('sha256', message, { key: privateKey, dsaEncoding: 'ieee-p1363' }))),
  };
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
