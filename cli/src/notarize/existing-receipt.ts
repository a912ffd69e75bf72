/** What lies where a new receipt is to go: nothing, the receipt of this very file, or something that must not be lost. */

import { rename, stat } from 'node:fs/promises';

import type { ChainIdentity, Verdict } from '@stele/protocol';
import { verifyReceipt } from '@stele/protocol';

import { readReceiptBytes, receiptPathOf } from '../receipts/read-receipt.ts';
import { reasonOf } from '../files/reason.ts';
import { trouble } from '../trouble.ts';
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

/** Renames what is in the way to the first free `FILE.receipt.N.json`. WRITE_FAILED. */
export async function moveReceiptAside(file: DigestedFile): Promise<void> {
  const path = receiptPathOf(file.path);
  for (let number = 1; ; number++) {
    const aside = path.replace(/json$/, `${String(number)}.json`);
    if (await exists(aside)) continue;
    await rename(path, aside).catch((error: unknown) => {
      throw trouble('WRITE_FAILED', { path: aside, reason: reasonOf(error) }, error);
    });
    return;
  }
}

async function exists(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}
