/**
 * Records files that have been digested: finishes what an earlier run left, leaves alone what has its receipt, signs and submits
 * the rest in parts of at most ITEMS, and writes the receipts.
 */

import { isCoded, toHex } from '@stele/base';
import { PAYLOAD_ITEMS_MAX } from '@stele/protocol';
import type { Ledger } from '@stele/sdk';

import { receiptPathOf } from '../receipts/read-receipt.ts';
import { trouble } from '../trouble.ts';
import { type Batch, signBatch } from './batch.ts';
import { existingReceiptOf } from './existing-receipt.ts';
import {
  filesOfRecords,
  journalPath,
  readJournal,
  removeJournal,
  writeJournal,
} from './journal.ts';
import type { Operator } from './operator.ts';
import { failed, type FileOutcome, kept } from './outcome.ts';
import { type DigestedFile, type NewId, newIdsFor, recordOf } from './record.ts';
import { writeReceipts } from './write-receipts.ts';

export interface Recorder {
  readonly folder: string;
  readonly operator: Operator;
  readonly ledger: Ledger;
  readonly idempotencyKey: string | undefined;
  readonly force: boolean;
  onWritten(): void;
}

/** In all; the ledger is asked again and again meanwhile, also when it does not answer. */
const untilProven = { wait: 'proven', timeoutMs: 60_000 } as const;

/** An outcome for every file, in order. A part that fails as a whole fails for each of its files, and later parts are not tried. */
export async function recordFiles(
  recorder: Recorder,
  files: readonly DigestedFile[],
): Promise<readonly FileOutcome[]> {
  const outcomes = new Map<DigestedFile, FileOutcome>();
  let stopped: unknown;
  for (let part = 0; part * PAYLOAD_ITEMS_MAX < files.length; part++) {
    const start = part * PAYLOAD_ITEMS_MAX;
    const partFiles = files.slice(start, start + PAYLOAD_ITEMS_MAX);
    try {
      if (stopped === undefined) await recordPart(recorder, { part, files: partFiles, outcomes });
    } catch (error) {
      stopped = error;
    }
    for (const file of partFiles) {
      if (!outcomes.has(file)) outcomes.set(file, failed(file.path, stopped));
    }
  }
  return files.flatMap((file) => outcomes.get(file) ?? []);
}

interface Part {
  readonly part: number;
  readonly files: readonly DigestedFile[];
  /** Filled as files are done, so that what is recorded is reported even when a later step fails. */
  readonly outcomes: Map<DigestedFile, FileOutcome>;
}

async function recordPart(recorder: Recorder, part: Part): Promise<void> {
  const { idempotencyKey } = recorder;
  const work = { idempotencyKey, part: part.part, files: part.files };
  const journal = journalPath(recorder.folder, recorder.operator, work);
  await resume(recorder, part, journal);
  const fresh = await withoutReceipts(recorder, part);
  if (fresh.length === 0) return;
  const batch = newBatch(recorder, part.part, fresh);
  await writeJournal(journal, batch);
  await finish(recorder, { batch, files: fresh, journal }, part.outcomes);
}

function newBatch(recorder: Recorder, part: number, files: readonly DigestedFile[]): Batch {
  const newId = idsOf(recorder, part);
  const records = files.map((file, i) => recordOf(recorder.operator, file, newId('item', i)));
  return signBatch(recorder.operator, records, newId);
}

function idsOf({ operator, idempotencyKey }: Recorder, part: number): NewId {
  const newId = newIdsFor(operator, idempotencyKey);
  return (...parts) => newId(part, ...parts);
}

/** Goes on with what an earlier run signed. */
async function resume(recorder: Recorder, part: Part, journal: string): Promise<void> {
  const left = await readJournal(journal, recorder.operator);
  if (left === undefined) return;
  const files = filesOfRecords(left.records, part.files);
  if (files === undefined) throw trouble('IDEMPOTENCY_KEY_REUSED');
  const batch = await withTimeLeft(recorder, left, { part: part.part, journal });
  await finish(recorder, { batch, files, journal }, part.outcomes);
}

/** An expired transaction that is not in the log never will be: the same records may go into a new one. */
async function withTimeLeft(
  recorder: Recorder,
  left: Batch,
  { part, journal }: { readonly part: number; readonly journal: string },
): Promise<Batch> {
  if (await isInLog(recorder.ledger, left)) return left;
  try {
    await recorder.ledger.submit(left.signed, untilProven);
    return left;
  } catch (error) {
    if (!isCoded(error, 'EXPIRED')) throw error;
  }
  const batch = signBatch(recorder.operator, left.records, idsOf(recorder, part));
  await writeJournal(journal, batch);
  return batch;
}

interface SignedWork {
  readonly batch: Batch;
  readonly files: readonly DigestedFile[];
  readonly journal: string;
}

async function finish(
  recorder: Recorder,
  { batch, files, journal }: SignedWork,
  outcomes: Part['outcomes'],
): Promise<void> {
  const { ledger } = recorder;
  await ledger.submit(batch.signed, untilProven).catch(async (error: unknown) => {
    // These two are final. After anything else an earlier try may still have got through.
    if (isFinal(error)) await removeJournal(journal);
    throw error;
  });
  const proof = await ledger.transport.receipt(toHex(batch.signed.id), { call: 0, item: 0 });
  const written = await writeReceipts({ batch, files, proof }, recorder);
  files.forEach((file, i) => {
    const outcome = written[i];
    if (outcome !== undefined) outcomes.set(file, outcome);
  });
  if (written.every(({ kind }) => kind !== 'failed')) await removeJournal(journal);
}

/** Ordered and refused, or never to be ordered. */
function isFinal(error: unknown): boolean {
  if (!isCoded(error)) return false;
  return error.code === 'EXPIRED' || typeof error.data?.['index'] === 'number';
}

async function isInLog({ transport }: Ledger, { signed }: Batch): Promise<boolean> {
  try {
    await transport.transaction(toHex(signed.id));
    return true;
  } catch (error) {
    if (isCoded(error, 'TRANSACTION_UNKNOWN')) return false;
    throw error;
  }
}

/** The files still to be recorded; those that have a receipt, or something else in its place, are settled here. */
async function withoutReceipts(
  { operator, force }: Recorder,
  { files, outcomes }: Part,
): Promise<readonly DigestedFile[]> {
  const fresh: DigestedFile[] = [];
  for (const file of files) {
    if (outcomes.has(file)) continue;
    const settled = force ? undefined : await settledOutcome(file, operator);
    if (settled === undefined) fresh.push(file);
    else outcomes.set(file, settled);
  }
  return fresh;
}

async function settledOutcome(
  file: DigestedFile,
  { chain }: Operator,
): Promise<FileOutcome | undefined> {
  try {
    const existing = await existingReceiptOf(file, chain);
    if (existing.kind === 'none') return undefined;
    if (existing.kind === 'same') return kept(file.path, existing.record);
    return failed(file.path, trouble('RECEIPT_IN_THE_WAY', { path: receiptPathOf(file.path) }));
  } catch (error) {
    return failed(file.path, error);
  }
}
