/** Builds a receipt (spec/receipt.md) out of the log, the tree and what this node has signed. */

import { assert, equal, failure, isCoded, rejection } from '@stele/base';
import {
  type Call,
  decodeTransaction,
  encode,
  formatProof,
  type ItemSelection,
  parseCheckpoint,
  payloadPath,
  type ReceiptItem,
  type ReceiptOptions,
  receiptToCbor,
} from '@stele/protocol';

import { payloadPlaceOf } from '../storage/marks.ts';
import type { StoredCheckpoint } from '../storage/checkpoint-file.ts';
import { treePath, treeRoot } from '../storage/tree-proofs.ts';
import { walkedItems, walkedPayload } from '../storage/walked-record.ts';
import { idFromText, transactionUnknown } from './json-values.ts';
import { findTransaction, type OpenLedger, type ReadTransaction } from './open-ledger.ts';

export interface ReceiptQuery extends ReceiptOptions {
  /** Of the transaction. */
  readonly id: string;
  readonly selection: ItemSelection | undefined;
}

/**
 * The receipt in its CBOR form, without note: of one record with a selection, else of the transaction. Rejects with
 * TRANSACTION_UNKNOWN, ENTRY_REFUSED, ITEM_UNKNOWN, CHECKPOINT_UNKNOWN; fails with NOT_PROVEN while the newest checkpoint, or the
 * one asked for, does not cover it.
 */
export async function receiptOf(
  ledger: OpenLedger,
  { id, selection, checkpoint }: ReceiptQuery,
): Promise<Uint8Array> {
  const found = await findTransaction(ledger, idFromText(id));
  if (found === undefined) throw transactionUnknown(id);
  if (found.entry.outcome.code !== '') throw refused(found.entry.outcome.code);
  const item = selection === undefined ? undefined : await itemOf(ledger, found, selection);
  const { statement } = ledger.checkpoints;
  return receiptToCbor({
    ...(item === undefined ? {} : { item }),
    entry: found.bytes,
    proof: await proofOf(ledger, found.index, checkpoint),
    genesis: ledger.genesis,
    charters: [],
    statements: [{ bytes: statement.bytes, signature: statement.signature }],
  });
}

async function proofOf(
  ledger: OpenLedger,
  index: number,
  asked: string | undefined,
): Promise<string> {
  const { storage, chain, checkpoints } = ledger;
  const signed = asked === undefined ? checkpoints.shown : await checkpointOf(ledger, asked);
  if (signed === undefined || index >= signed.checkpoint.size) {
    throw asked === undefined ? notProven() : notCovered();
  }
  const { size } = signed.checkpoint;
  const path = await treePath(storage.tree, chain.suite.logHash, { index, size });
  return formatProof({ index, path, checkpoint: signed.text });
}

/** A checkpoint by its text. Rejects with CHECKPOINT_UNKNOWN when it is not of this log as it has been. */
async function checkpointOf(ledger: OpenLedger, text: string): Promise<StoredCheckpoint> {
  const { storage, chain, checkpoints, tip } = ledger;
  const { checkpoint } = readCheckpoint(text);
  const { origin, size, root } = checkpoint;
  if (origin !== checkpoints.origin || size > tip.size) throw checkpointUnknown();
  const known = await treeRoot(storage.tree, chain.suite.logHash, size);
  if (!equal(known, root)) throw checkpointUnknown();
  return { checkpoint, text };
}

function readCheckpoint(text: string): ReturnType<typeof parseCheckpoint> {
  try {
    return parseCheckpoint(text);
  } catch (error) {
    throw isCoded(error) ? checkpointUnknown() : error;
  }
}

async function itemOf(
  ledger: OpenLedger,
  found: ReadTransaction,
  selection: ItemSelection,
): Promise<ReceiptItem> {
  const { content } = decodeTransaction(found.entry.content);
  const call = content.calls[selection.call];
  if (call?.contract !== 'evidence') throw itemUnknown(selection);
  switch (call.method) {
    case 'record':
      return inlineItem(call, selection);
    case 'batch':
      return batchItem(ledger, found, call, selection);
    default:
      throw itemUnknown(selection);
  }
}

function inlineItem({ args }: Call, selection: ItemSelection): ReceiptItem {
  const [item] = args;
  if (selection.item !== 0 || item === undefined) throw itemUnknown(selection);
  return { call: selection.call, index: 0, bytes: encode(item), path: new Uint8Array(0) };
}

async function batchItem(
  { storage, chain }: OpenLedger,
  { index }: ReadTransaction,
  { args }: Call,
  selection: ItemSelection,
): Promise<ReceiptItem> {
  const place = payloadPlaceOf(storage.state, index);
  assert(place !== undefined, 'an executed batch has its payload on the disk');
  const { payloads } = await storage.payloads.read(index, place);
  const payload = typeof args[1] === 'number' ? payloads[args[1]] : undefined;
  const [bytes] = payload === undefined ? [] : walkedItems(payload, selection.item, 1);
  if (payload === undefined || bytes === undefined) throw itemUnknown(selection);
  const path = payloadPath(chain.suite, walkedPayload(payload), selection.item);
  return { call: selection.call, index: selection.item, bytes, path };
}

function refused(code: string): Error {
  return rejection(
    'ENTRY_REFUSED',
    `the transaction was refused with ${code}, so there is nothing to prove`,
  );
}

function itemUnknown({ call, item }: ItemSelection): Error {
  return rejection(
    'ITEM_UNKNOWN',
    `call ${String(call)} of the transaction has no record ${String(item)}`,
  );
}

function notProven(): Error {
  return failure(
    'NOT_PROVEN',
    'the newest checkpoint of this node does not cover the transaction yet',
    {
      action: 'Ask again after the next commit; if it lasts, set the clock of the machine right.',
      retryable: true,
    },
  );
}

function notCovered(): Error {
  return failure('NOT_PROVEN', 'the checkpoint asked for does not cover the transaction', {
    action: 'Ask with a later checkpoint, or without one for the newest.',
  });
}

function checkpointUnknown(): Error {
  return rejection('CHECKPOINT_UNKNOWN', 'the log was never as the checkpoint says');
}
