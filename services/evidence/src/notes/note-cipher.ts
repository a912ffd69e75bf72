/**
 * Notes at rest: AES-256-GCM under a key of the customer's own, so that a copied store without the master secret shows nothing, and
 * one customer's key opens nobody else's notes. The row's place is authenticated too: a note moved to another record does not open.
 */

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { concat, failure } from '@stele/base';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** nonce ‖ ciphertext ‖ tag */
export function seal(key: Uint8Array, place: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce).setAAD(place);
  const body = cipher.update(plaintext);
  return concat(nonce, body, cipher.final(), cipher.getAuthTag());
}

/** Fails with NOTE_UNREADABLE: the row was changed, or the master secret is another one. */
export function unseal(key: Uint8Array, place: Uint8Array, sealed: Uint8Array): Uint8Array {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES))
      .setAAD(place)
      .setAuthTag(sealed.subarray(-TAG_BYTES));
    const body = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
    return concat(body, decipher.final());
  } catch (cause) {
    throw failure('NOTE_UNREADABLE', 'a stored note does not open under its customer’s key', {
      action:
        'Check that the master secret is the one this store was made with, or restore the store.',
      cause,
    });
  }
}
