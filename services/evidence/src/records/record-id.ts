/**
 * Record and batch ids (spec/contracts.md, "evidence"): HMAC-SHA-256 of the customer's Idempotency-Key under a secret of that customer,
 * cut to 16 bytes; random without a key. So the ledger's own index of ids is the idempotency table: it survives a crash, and to
 * everybody else an id says nothing.
 */

import { createHmac } from 'node:crypto';
import { concat, fromHex, toHex, utf8 } from '@stele/base';
import { RECORD_ID_BYTES } from '@stele/protocol';

/** The id of a record, or of a batch. */
export function keyedId(secret: Uint8Array, idempotencyKey: string): Uint8Array {
  return cut(secret, utf8(idempotencyKey));
}

const SEPARATOR = Uint8Array.of(0);

/** The id of item `i` of a batch: HMAC(key ‖ 0x00 ‖ i as 4 bytes). */
export function keyedItemId(secret: Uint8Array, idempotencyKey: string, i: number): Uint8Array {
  const number = Uint8Array.of(i >>> 24, i >>> 16, i >>> 8, i);
  return cut(secret, concat(utf8(idempotencyKey), SEPARATOR, number));
}

function cut(secret: Uint8Array, message: Uint8Array): Uint8Array {
  const whole = createHmac('sha256', secret).update(message).digest();
  return new Uint8Array(whole.subarray(0, RECORD_ID_BYTES));
}

export const RECORD_ID = /^ev_[0-9a-f]{32}$/;
export const BATCH_ID = /^eb_[0-9a-f]{32}$/;
const PREFIX_CHARACTERS = 3;

/** `ev_` and 32 hexadecimal digits. */
export function recordIdText(id: Uint8Array): string {
  return `ev_${toHex(id)}`;
}

export function batchIdText(id: Uint8Array): string {
  return `eb_${toHex(id)}`;
}

/** Undefined when it is no record id. */
export function recordIdFromText(text: string): Uint8Array | undefined {
  return RECORD_ID.test(text) ? fromHex(text.slice(PREFIX_CHARACTERS)) : undefined;
}

export function batchIdFromText(text: string): Uint8Array | undefined {
  return BATCH_ID.test(text) ? fromHex(text.slice(PREFIX_CHARACTERS)) : undefined;
}
