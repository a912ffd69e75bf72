/** Receipts on disk: where the one of a file lies, what a file that may be one looks like, and reading no more than one can be. */

import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

import { RECEIPT_BYTES_MAX } from '@stele/protocol';

import { reasonOf } from '../files/reason.ts';
import { trouble } from '../trouble.ts';

export function receiptPathOf(file: string): string {
  return `${file}.receipt.json`;
}

/**
 * The first RECEIPT + 1 bytes of `path`: enough for the verifier to find that it is too large. Absent when there is no such file.
 * FILE_UNREADABLE, FILE_NOT_REGULAR.
 */
export async function readReceiptBytes(path: string): Promise<Uint8Array | undefined> {
  let file;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw trouble('FILE_UNREADABLE', { path, reason: reasonOf(error) }, error);
  }
  try {
    if (!(await file.stat()).isFile()) throw trouble('FILE_NOT_REGULAR', { path });
    const bytes = Buffer.alloc(RECEIPT_BYTES_MAX + 1);
    let length = 0;
    for (;;) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length, length);
      length += bytesRead;
      if (bytesRead === 0 || length === bytes.length) {
        return new Uint8Array(bytes.subarray(0, length));
      }
    }
  } finally {
    await file.close();
  }
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
