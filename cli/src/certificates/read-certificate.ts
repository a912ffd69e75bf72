/** Certificates on disk: where the one of a file lies, and the receipt inside of one. Offline. */

import { CERTIFICATE_BYTES_MAX, receiptInCertificate } from '@stele/certificate';

import { readBounded } from '../files/read-bounded.ts';

export function certificatePathOf(file: string): string {
  return `${file}.certificate.pdf`;
}

/** Whether it begins as a PDF does. A reader of PDF looks for this in the first 1 024 bytes; ours are written without a prefix. */
export function looksLikePdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 1_024)).includes('%PDF-');
}

/**
 * The receipt attached to the certificate at `path`; undefined when there is no such file. FILE_UNREADABLE, FILE_NOT_REGULAR,
 * CERTIFICATE_MALFORMED with why no receipt can be had.
 */
export async function receiptAttachedTo(path: string): Promise<Uint8Array | undefined> {
  const bytes = await readBounded(path, CERTIFICATE_BYTES_MAX + 1);
  return bytes && (await receiptInCertificate(bytes));
}
