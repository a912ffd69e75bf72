/** Receipts on disk: where the one of a file lies, what a file that may be one looks like, and reading no more than one can be. */

import { RECEIPT_BYTES_MAX } from '@stele/protocol';

import { readBounded } from '../files/read-bounded.ts';

export function receiptPathOf(file: string): string {
  return `${file}.receipt.json`;
}

/**
 * The first RECEIPT + 1 bytes of `path`: enough for the verifier to find that it is too large. Absent when there is no such file.
 * FILE_UNREADABLE, FILE_NOT_REGULAR.
 */
export async function readReceiptBytes(path: string): Promise<Uint8Array | undefined> {
  return await readBounded(path, RECEIPT_BYTES_MAX + 1);
}

/**
 * Whether a file is meant to be a receipt: by its name, or by its content. A damaged receipt still is one, and is to be judged
 * invalid, not looked up as a file that somebody notarised.
 */
export function looksLikeReceipt(path: string, bytes: Uint8Array): boolean {
  if (/\.receipt(?:\.json|\.cbor)?$/i.test(path)) return true;
  if (bytes.length > RECEIPT_BYTES_MAX) return false;
  const isJson = /^[ \t\r\n]*\{/.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1'));
  const isMap = ((bytes[0] ?? 0) & 0xe0) === 0xa0;
  return (isJson || isMap) && Buffer.from(bytes).includes('stele-receipt/');
}
