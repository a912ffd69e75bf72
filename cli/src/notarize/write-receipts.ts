/**
 * From one proof of the server's to a receipt beside each file. The receipts of a batch differ only in item, path and note, and this
 * side has those; each one is verified, as a stranger would, before it is written.
 */

import { assert, isCoded, toHex } from '@stele/base';
import {
  encodeItem,
  parseReceipt,
  payloadPaths,
  type Receipt,
  receiptToJson,
} from '@stele/protocol';
import { completeReceipt } from '@stele/sdk';

import { moveAside } from '../files/move-aside.ts';
import { createFile } from '../files/write-file.ts';
import { receiptPathOf } from '../receipts/read-receipt.ts';
import type { Batch } from './batch.ts';
import { existingReceiptOf } from './existing-receipt.ts';
import type { Operator } from './operator.ts';
import { failed, type FileOutcome, kept, type RecordedFile, recorded } from './outcome.ts';
import type { DigestedFile } from './record.ts';

/** Enough to keep the disk busy while the processor verifies. */
const writersAtOnce = 8;

export interface RecordedBatch {
  readonly batch: Batch;
  /** The file of each record. */
  readonly files: readonly DigestedFile[];
  /** As the server gave it, of any record of the batch. */
  readonly proof: Uint8Array;
}

export interface WriteOptions {
  readonly operator: Operator;
  /** Move aside what is in the way instead of refusing. */
  readonly force: boolean;
  onWritten(): void;
}

/** One outcome a file, in order; never throws for one file's sake. */
export async function writeReceipts(
  recordedBatch: RecordedBatch,
  options: WriteOptions,
): Promise<readonly FileOutcome[]> {
  const { files, batch } = recordedBatch;
  const proof = parseReceipt(recordedBatch.proof);
  const paths = pathsIn(batch, options.operator);
  const outcomes = new Array<FileOutcome>(files.length);
  let next = 0;
  const writer = async (): Promise<void> => {
    for (let i = next++; i < files.length; i = next++) {
      const file = files[i];
      if (file === undefined) return;
      const place = { call: 0, index: i, path: paths[i] ?? new Uint8Array() };
      outcomes[i] = await writeOne({ file, batch, proof, place }, options).catch((error: unknown) =>
        failed(file.path, error),
      );
      options.onWritten();
    }
  };
  await Promise.all(Array.from({ length: writersAtOnce }, writer));
  return outcomes;
}

function pathsIn({ records }: Batch, { chain }: Operator): readonly Uint8Array[] {
  if (records.length === 1) return [new Uint8Array()];
  const items = records.map(({ item }) => encodeItem(item));
  return payloadPaths(chain.suite, { kind: 'items', items });
}

interface OneReceipt {
  readonly file: DigestedFile;
  readonly batch: Batch;
  readonly proof: Receipt;
  readonly place: { readonly call: number; readonly index: number; readonly path: Uint8Array };
}

async function writeOne(
  { file, batch, proof, place }: OneReceipt,
  options: WriteOptions,
): Promise<FileOutcome> {
  const { chain } = options.operator;
  const record = batch.records[place.index];
  assert(record !== undefined, 'every file has its record');
  // With the digests of the file as it was read, whatever the journal says.
  const plan = { ...record, digests: file.digests };
  const id = toHex(batch.signed.id);
  const { receipt, verdict } = completeReceipt(chain, proof, { plan, place, id });
  assert(verdict.record !== undefined, 'a valid receipt is of a record');
  const outcome = recorded(file.path, verdict.record);
  return await put(file, receiptToJson(receipt), { options, outcome });
}

async function put(
  file: DigestedFile,
  json: string,
  { options, outcome }: { readonly options: WriteOptions; readonly outcome: RecordedFile },
): Promise<FileOutcome> {
  const path = receiptPathOf(file.path);
  try {
    await createFile(path, json);
    return outcome;
  } catch (error) {
    if (!isCoded(error, 'RECEIPT_IN_THE_WAY')) throw error;
    const existing = await existingReceiptOf(file, options.operator.chain);
    if (!options.force && existing.kind === 'same') return kept(file.path, existing.record);
    if (!options.force) throw error;
    await moveAside(path);
    await createFile(path, json);
    return outcome;
  }
}
