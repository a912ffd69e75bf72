/**
 * Ed25519 keys in the form that openssl and `stele account new-key` write: PKCS #8 (RFC 5958) of 32 bytes (RFC 8410 §7) in PEM. Only the one
 * encoding without attributes is taken: it is what all of them write.
 */

import { concat, equal, fromBase64, fromHex, rejection, toBase64 } from '@stele/base';

export const SEED_BYTES = 32;
/** All of the structure up to the seed. */
const HEAD = fromHex('302e020100300506032b657004220420');
const PEM = /-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----/;

/** The seed in a PEM text. Rejects with KEY_UNREADABLE, which says nothing of what the text holds. */
export function seedFromPem(pem: string): Uint8Array {
  const bytes = bytesIn(pem);
  const isSeed = bytes.length === HEAD.length + SEED_BYTES;
  if (!isSeed || !equal(bytes.subarray(0, HEAD.length), HEAD)) throw unreadable();
  return bytes.slice(HEAD.length);
}

export function pemFromSeed(seed: Uint8Array): string {
  return `-----BEGIN PRIVATE KEY-----\n${toBase64(concat(HEAD, seed))}\n-----END PRIVATE KEY-----\n`;
}

function bytesIn(pem: string): Uint8Array {
  const body = PEM.exec(pem)?.[1];
  if (body === undefined) throw unreadable();
  try {
    return fromBase64(body.replaceAll(/\s/g, ''));
  } catch {
    throw unreadable();
  }
}

function unreadable(): Error {
  return rejection('KEY_UNREADABLE', 'the text is not an Ed25519 private key in PEM', {
    action: 'Choose the file that stele account new-key wrote.',
  });
}
