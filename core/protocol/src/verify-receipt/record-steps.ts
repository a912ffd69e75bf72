/** Steps about what was recorded: entry, signatures, item, note, file (spec/receipt.md, "Verification"). */

import { concat, equal, rejection, toHex } from '@stele/base';
import { digestName } from '../algorithms.ts';
import type { Call } from '../call.ts';
import { encode } from '../cbor.ts';
import { decodeEntry } from '../entry.ts';
import { decodeItem, decodeNote, ERASABLE_SALT_BYTES, noteHashOf } from '../evidence.ts';
import { leafHash, rootFromInclusion } from '../merkle.ts';
import type { PayloadRoot } from '../payload.ts';
import type { ReceiptItem, ReceiptNote } from '../receipt.ts';
import {
  checkTransaction,
  decodeTransaction,
  transactionId,
  verifyTransaction,
} from '../transaction.ts';
import {
  type Chain,
  type Findings,
  found,
  pass,
  skipped,
  type StepDefinition,
  type StepResult,
} from './findings.ts';

export const RECORD_STEPS: readonly StepDefinition[] = [
  { name: 'entry', part: 'integrity', needs: ['genesis'], run: entry },
  { name: 'signatures', part: 'integrity', needs: ['entry'], run: signatures },
  { name: 'item', part: 'integrity', needs: ['entry'], run: item },
  { name: 'note', part: 'integrity', needs: ['entry'], run: note },
  { name: 'file', part: 'integrity', needs: ['entry'], run: file },
];

const HASH_BYTES = 32;

function entry(findings: Findings): StepResult {
  const { receipt, proof } = found(findings.form);
  const chain = found(findings.chain);
  const decoded = decodeEntry(receipt.entry);
  if (decoded.kind !== 'transaction') {
    throw rejection('ENTRY_NOT_TRANSACTION', 'the entry is not a transaction');
  }
  const transaction = decodeTransaction(decoded.content);
  checkTransaction(chain, transaction);
  const { outcome } = decoded;
  if (outcome.index !== proof.index) {
    throw rejection('INDEX_MISMATCH', 'the entry says another place in the log than the proof');
  }
  if (outcome.code !== '') {
    throw rejection('ENTRY_REFUSED', `the ledger refused the transaction: ${outcome.code}`);
  }
  const id = transactionId(chain.suite, chain.fingerprint, transaction.body);
  findings.entry = { entry: decoded, id, transaction };
  return pass(`transaction ${toHex(id)} in block ${String(outcome.height)}`);
}

function signatures(findings: Findings): StepResult {
  const { id, transaction } = found(findings.entry);
  verifyTransaction(found(findings.chain).suite, id, transaction);
  return pass(`signed by ${String(transaction.signatures.length)} key(s)`);
}

function item(findings: Findings): StepResult {
  const { receipt } = found(findings.form);
  if (receipt.item === undefined) return skipped('ITEM_ABSENT', 'the receipt is of a transaction');
  const chain = found(findings.chain);
  const { content } = found(findings.entry).transaction;
  const decoded = decodeItem(receipt.item.bytes);
  const call = content.calls[receipt.item.call];
  const form = evidenceForm(call);
  if (call === undefined || form === undefined) {
    throw rejection('CALL_NOT_EVIDENCE', 'the call does not record evidence');
  }
  const holds =
    form === 'record'
      ? isInline(call, receipt.item)
      : isInPayload(chain, payloadOf(call, content.payloads), receipt.item);
  if (!holds) throw rejection('ITEM_MISMATCH', 'the record is not the one the transaction carries');
  checkSalt(receipt.digestSalt, decoded.salted);
  findings.item = decoded;
  findings.owner = found(call.actors[0]);
  return pass(`record ${toHex(decoded.id)} belongs to the transaction`);
}

/** A salt belongs to salted digests and to nothing else, so that one record cannot be read in two ways. */
function checkSalt(salt: Uint8Array | undefined, salted: boolean): void {
  if (salt === undefined || (salted && salt.length === ERASABLE_SALT_BYTES)) return;
  throw rejection('SALT_MISMATCH', 'the digest salt does not fit the record');
}

function evidenceForm(call: Call | undefined): 'record' | 'batch' | undefined {
  if (call?.contract !== 'evidence') return undefined;
  if (call.method === 'record' && call.args.length === 1) return 'record';
  if (call.method === 'batch' && call.args.length === 2) return 'batch';
  return undefined;
}

function isInline({ args }: Call, { index, bytes, path }: ReceiptItem): boolean {
  return index === 0 && path.length === 0 && equal(encode(args[0] ?? null), bytes);
}

function payloadOf({ args }: Call, payloads: readonly PayloadRoot[]): PayloadRoot | undefined {
  const number = args[1];
  const payload = typeof number === 'number' ? payloads[number] : undefined;
  return payload?.kind === 'items' ? payload : undefined;
}

function isInPayload(
  { suite }: Chain,
  payload: PayloadRoot | undefined,
  { index, bytes, path }: ReceiptItem,
): boolean {
  if (payload === undefined || path.length % HASH_BYTES !== 0) return false;
  const root = rootFromInclusion(suite.H, {
    index,
    size: payload.count,
    leafHash: leafHash(suite.H, bytes),
    path: Array.from({ length: path.length / HASH_BYTES }, (_, i) =>
      path.subarray(HASH_BYTES * i, HASH_BYTES * (i + 1)),
    ),
  });
  return root !== undefined && equal(root, payload.root);
}

function note(findings: Findings): StepResult {
  const { receipt } = found(findings.form);
  if (receipt.note === undefined) return skipped('NOTE_ABSENT', 'the receipt shows no note');
  if (receipt.item !== undefined && findings.item === undefined) return notReached();
  const expected = findings.item?.noteHash ?? undefined;
  const { salt, bytes } = receipt.note;
  const sound = salt.length === ERASABLE_SALT_BYTES && expected !== undefined;
  if (!sound || !equal(noteHashOf(found(findings.chain).suite, salt, bytes), expected)) {
    throw noteMismatch();
  }
  findings.note = readNote(receipt.note);
  return pass('the note is the one the record commits to');
}

function readNote({ bytes }: ReceiptNote): ReturnType<typeof decodeNote> {
  try {
    return decodeNote(bytes);
  } catch (cause) {
    throw noteMismatch(cause);
  }
}

function noteMismatch(cause?: unknown): Error {
  return rejection('NOTE_MISMATCH', 'the note is not the one the record commits to', { cause });
}

function file(findings: Findings): StepResult {
  const { digests } = findings.input;
  const { receipt } = found(findings.form);
  if (digests === undefined) return skipped('FILE_NOT_GIVEN', 'no file was given to compare');
  if (receipt.item === undefined) {
    throw rejection('ITEM_ABSENT', 'the receipt is of a transaction, not of a file');
  }
  if (findings.item === undefined) return notReached();
  if (findings.item.salted && receipt.digestSalt === undefined) {
    throw rejection('SALT_ABSENT', "the record's digests are salted and the receipt has no salt");
  }
  const compared = [...findings.item.digests].filter(([algorithm]) => digests.has(algorithm));
  for (const [algorithm, recorded] of compared) {
    const own = digests.get(algorithm) ?? new Uint8Array(0);
    const expected = saltedDigest(findings, algorithm, own);
    if (!equal(recorded, expected)) {
      throw rejection(
        'DIGEST_MISMATCH',
        `the file's ${digestName(algorithm)} is ${toHex(expected)}, the record says ${toHex(recorded)}`,
        {
          data: {
            algorithm: digestName(algorithm),
            file: toHex(expected),
            record: toHex(recorded),
          },
        },
      );
    }
  }
  if (compared.length === 0) {
    throw rejection('DIGEST_NOT_COMPARABLE', 'file and record have no digest algorithm in common');
  }
  const names = compared.map(([algorithm]) => digestName(algorithm));
  return pass(`the file's ${names.join(' and ')} equal the record's`);
}

function saltedDigest(findings: Findings, algorithm: 1 | 2 | 3, digest: Uint8Array): Uint8Array {
  const { digestSalt } = found(findings.form).receipt;
  if (digestSalt === undefined) return digest;
  return findings.input.crypto.hash(algorithm, concat(digestSalt, digest));
}

function notReached(): StepResult {
  return skipped('NOT_REACHED', 'a step before it failed');
}
