/**
 * The file of a transaction that waits for signatures (spec/disk.md, `inbox/`): canonical CBOR `[1, who handed it in, when, submission]`,
 * then SHA-256 of it. It is put in place whole, so what does not fit its hash was changed by the disk or by hand, and is no transaction.
 */

import { concat, equal, fromHex, isCoded, toHex } from '@stele/base';
import {
  type ChainIdentity,
  decodeSubmission,
  encode,
  encodeSubmission,
  encodeTransaction,
  inspectTransaction,
  type Payload,
  Shape,
  type Signature,
  type TransactionContent,
} from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { INBOX_FOLDER } from '../../storage/layout.ts';

export interface PendingTransaction {
  /** Transaction id, in hexadecimal. */
  readonly id: string;
  readonly body: Uint8Array;
  readonly content: TransactionContent;
  /** Each verified. */
  readonly signatures: readonly Signature[];
  readonly payloads: readonly Payload[];
  /** Who handed it in; empty: somebody in the node's own process. */
  readonly by: string;
  readonly handedInMs: number;
}

const VERSION = 1;
const SHA_256 = 1;
const HASH_BYTES = 32;
const SHAPE = new Shape('PENDING_MALFORMED');
const NAME = /^[0-9a-f]{64}$/;

export function pendingPath(id: string): string {
  return `${INBOX_FOLDER}/${id}`;
}

/** Whether a file of the folder is one, and not what a crash left of writing one. */
export function isPendingName(name: string): boolean {
  return NAME.test(name);
}

export function encodePending({ by, handedInMs, ...pending }: PendingTransaction): Uint8Array {
  const submission = encodeSubmission({
    tx: encodeTransaction(pending),
    payloads: pending.payloads,
  });
  const record = encode([VERSION, by, handedInMs, submission]);
  return concat(record, nodeCrypto.hash(SHA_256, record));
}

/** Reads a file; undefined when it is not what was written, or is of another chain. */
export function decodePending(
  chain: ChainIdentity,
  id: string,
  bytes: Uint8Array,
): PendingTransaction | undefined {
  const record = bytes.subarray(0, Math.max(0, bytes.length - HASH_BYTES));
  if (!equal(nodeCrypto.hash(SHA_256, record), bytes.subarray(record.length))) return undefined;
  try {
    const pending = readRecord(chain, record);
    return pending.id === id ? pending : undefined;
  } catch (error) {
    if (isCoded(error)) return undefined;
    throw error;
  }
}

function readRecord(chain: ChainIdentity, record: Uint8Array): PendingTransaction {
  const items = SHAPE.versioned(SHAPE.decode(record), VERSION, 4);
  const { tx, payloads } = decodeSubmission(SHAPE.bytes(items[3]));
  const { id, transaction } = inspectTransaction(chain, tx, payloads);
  const { body, content, signatures } = transaction;
  const by = SHAPE.text(items[1]);
  return {
    id: toHex(id),
    body,
    content,
    signatures,
    payloads,
    by,
    handedInMs: SHAPE.uint(items[2]),
  };
}

/** The transaction's id as bytes. */
export function idOf({ id }: PendingTransaction): Uint8Array {
  return fromHex(id);
}
