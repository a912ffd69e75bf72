/**
 * Bytes that look random to everybody else and are the same whenever the same thing is asked for again: how a key made under an
 * Idempotency-Key is that very key when the request is repeated, without its secret being kept anywhere. HMAC-SHA-256 in counter mode.
 */

import { createHmac } from 'node:crypto';
import { concat, type Random, utf8 } from '@stele/base';

/** Random bytes for `purpose` out of a secret of 32 bytes. */
export function keyedRandom(secret: Uint8Array, purpose: string): Random {
  let counter = 0;
  const block = (): Uint8Array =>
    createHmac('sha256', secret)
      .update(utf8(`${purpose}\0${String(counter++)}`))
      .digest();
  return {
    bytes: (count) => {
      let bytes: Uint8Array = new Uint8Array(0);
      while (bytes.length < count) bytes = concat(bytes, block());
      return bytes.slice(0, count);
    },
  };
}
