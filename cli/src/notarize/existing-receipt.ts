/** What lies where a new receipt is to go: nothing, the receipt of this very file, or something that must not be lost. */

import type { ChainIdentity, Verdict } from '@stele/protocol';
import { verifyReceipt } from '@stele/protocol';

import { readReceiptBytes, receiptPathOf } from '../receipts/read-receipt.ts';
import type { DigestedFile } from './record.ts';

export type ExistingReceipt =
  | { readonly kind: 'none' }
  | { readonly kind: 'same'; readonly record: NonNullable<Verdict['record']> }
  | { readonly kind: 'other' };

/** `same` when the receipt is valid for the file's content on this chain; anything else there is `other`. */
export async function existingReceiptOf(
  file: DigestedFile,
  { suite, fingerprint }: ChainIdentity,
): Promise<ExistingReceipt> {
  const receipt = await readReceiptBytes(receiptPathOf(file.path));
  if (receipt === undefined) return { kind: 'none' };
  const { verdict, record } = verifyReceipt(receipt, {
    crypto: suite.crypto,
    digests: file.digests,
    trusted: [fingerprint],
  });
  return verdict === 'valid' && record !== undefined ? { kind: 'same', record } : { kind: 'other' };
}
