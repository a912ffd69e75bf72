/** What a person gave to `stele verify`: a file, a receipt, or both; and where the missing one lies. */

import { stat } from 'node:fs/promises';

import { isCoded } from '@stele/base';
import { decodeItem, type DigestAlgorithm, parseReceipt } from '@stele/protocol';

import { digestFile } from '../files/digest-file.ts';
import {
  certificatePathOf,
  looksLikePdf,
  receiptAttachedTo,
} from '../certificates/read-certificate.ts';
import { absenceOf } from '../files/reason.ts';
import { looksLikeReceipt, readReceiptBytes, receiptPathOf } from '../receipts/read-receipt.ts';
import type { Progress } from '../terminal/progress.ts';
import { trouble } from '../trouble.ts';

export interface Given {
  /** Absent when only a receipt was given: then the record is verified, not a file. */
  readonly file?: string;
  /** Of the receipt, or of the certificate that it was taken out of. */
  readonly receiptPath: string;
  readonly receipt: Uint8Array;
  readonly isCertificate: boolean;
}

type Source = Omit<Given, 'file'>;

/**
 * `receiptOption` says where the receipt is, or a certificate with one inside; without it, one beside the file is taken, and an operand
 * without one is a receipt or certificate itself or an error. FILE_UNREADABLE, FILE_NOT_REGULAR, RECEIPT_MISSING,
 * CERTIFICATE_MALFORMED.
 */
export async function readGiven(
  operand: string,
  receiptOption: string | undefined,
): Promise<Given> {
  if (receiptOption !== undefined) {
    const source = await sourceAt(receiptOption);
    if (source !== undefined) return { file: operand, ...source };
    throw trouble('RECEIPT_MISSING', { file: operand, path: receiptOption });
  }
  const own = await readReceiptBytes(operand);
  if (own === undefined) {
    throw trouble('FILE_UNREADABLE', { path: operand, reason: absenceOf(operand) });
  }
  const beside = await sourceBeside(operand);
  if (beside !== undefined) return { file: operand, ...beside };
  if (looksLikeReceipt(operand, own)) return receiptOf(operand, own);
  const attached = await sourceAttached(operand, own);
  if (attached !== undefined) return attached;
  throw trouble('RECEIPT_MISSING', { file: operand, path: receiptPathOf(operand) });
}

function receiptOf(receiptPath: string, receipt: Uint8Array): Source {
  return { receiptPath, receipt, isCertificate: false };
}

/** The receipt beside a file, else the certificate. */
async function sourceBeside(file: string): Promise<Source | undefined> {
  for (const path of [receiptPathOf(file), certificatePathOf(file)]) {
    const source = await sourceAt(path);
    if (source !== undefined) return source;
  }
  return undefined;
}

async function sourceAt(path: string): Promise<Source | undefined> {
  const bytes = await readReceiptBytes(path);
  if (bytes === undefined) return undefined;
  const isCertificate = looksLikePdf(bytes) || isNamedCertificate(path);
  if (!isCertificate) return receiptOf(path, bytes);
  const receipt = await receiptAttachedTo(path);
  return receipt && { receiptPath: path, receipt, isCertificate };
}

/** A PDF that is no certificate is a file like any other, unless its name promises one. */
async function sourceAttached(path: string, start: Uint8Array): Promise<Source | undefined> {
  if (!looksLikePdf(start) && !isNamedCertificate(path)) return undefined;
  try {
    return await sourceAt(path);
  } catch (error) {
    if (isCoded(error, 'CERTIFICATE_MALFORMED') && !isNamedCertificate(path)) return undefined;
    throw error;
  }
}

function isNamedCertificate(path: string): boolean {
  return /\.certificate\.pdf$/i.test(path);
}

/** The file's digests by the algorithms of the record; a receipt too broken to say gets the common ones. */
export async function digestsFor(
  { file, receipt }: Pick<Given, 'file' | 'receipt'>,
  progress: Progress,
): Promise<ReadonlyMap<DigestAlgorithm, Uint8Array> | undefined> {
  if (file === undefined) return undefined;
  const totalBytes = (await stat(file).catch(() => undefined))?.size ?? 0;
  let doneBytes = 0;
  const { digests } = await digestFile(file, algorithmsOf(receipt), (bytes) => {
    doneBytes += bytes;
    progress.show(file, doneBytes, totalBytes);
  });
  progress.clear();
  return digests;
}

function algorithmsOf(receipt: Uint8Array): readonly DigestAlgorithm[] {
  try {
    const { item } = parseReceipt(receipt);
    if (item !== undefined) return [...decodeItem(item.bytes).digests.keys()];
  } catch {
    // What is wrong with the receipt is for the verification to say.
  }
  return [1];
}
