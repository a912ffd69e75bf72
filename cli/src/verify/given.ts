/** What a person gave to `stele verify`: a file, a receipt, or both; and where the missing one lies. */

import { stat } from 'node:fs/promises';

import { decodeItem, type DigestAlgorithm, parseReceipt } from '@stele/protocol';

import { digestFile } from '../files/digest-file.ts';
import { absenceOf } from '../files/reason.ts';
import { looksLikeReceipt, readReceiptBytes, receiptPathOf } from '../receipts/read-receipt.ts';
import type { Progress } from '../terminal/progress.ts';
import { trouble } from '../trouble.ts';

export interface Given {
  /** Absent when only a receipt was given: then the record is verified, not a file. */
  readonly file?: string;
  readonly receiptPath: string;
  readonly receipt: Uint8Array;
}

/**
 * `receiptOption` says where the receipt is; without it, one beside the file is taken, and an operand without one is a receipt
 * itself or an error. FILE_UNREADABLE, FILE_NOT_REGULAR, RECEIPT_MISSING.
 */
export async function readGiven(
  operand: string,
  receiptOption: string | undefined,
): Promise<Given> {
  if (receiptOption !== undefined) {
    const receipt = await readReceiptBytes(receiptOption);
    if (receipt === undefined) {
      throw trouble('RECEIPT_MISSING', { file: operand, path: receiptOption });
    }
    return { file: operand, receiptPath: receiptOption, receipt };
  }
  const own = await readReceiptBytes(operand);
  const beside = receiptPathOf(operand);
  const receipt = await readReceiptBytes(beside);
  if (receipt !== undefined && own !== undefined) {
    return { file: operand, receiptPath: beside, receipt };
  }
  if (own !== undefined && looksLikeReceipt(operand, own)) {
    return { receiptPath: operand, receipt: own };
  }
  if (own === undefined) {
    throw trouble('FILE_UNREADABLE', { path: operand, reason: absenceOf(operand) });
  }
  throw trouble('RECEIPT_MISSING', { file: operand, path: beside });
}

/** The file's digests by the algorithms of the record; a receipt too broken to say gets the common ones. */
export async function digestsFor(
  { file, receipt }: Given,
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
