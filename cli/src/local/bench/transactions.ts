/** Signed transactions to load a ledger with: one evidence record each, as `stele notarize` makes them, ready before the clock starts. */

import { randomBytes } from 'node:crypto';

import type { Submission } from '@stele/protocol';
import type { RecordPlan } from '@stele/sdk';

import { signBatch } from '../../notarize/batch.ts';
import type { Operator } from '../../notarize/operator.ts';
import { recordOf } from '../../notarize/record.ts';

const randomId = (): Uint8Array => new Uint8Array(randomBytes(16));

export function signedTransactions(operator: Operator, count: number): readonly Submission[] {
  return Array.from({ length: count }, () => signedRecords(operator, 1));
}

/** One transaction with so many records, at most ITEMS. */
export function signedRecords(operator: Operator, count: number): Submission {
  const records = Array.from({ length: count }, (_, i) => sampleRecord(operator, i));
  return signBatch(operator, records, randomId).signed.submission;
}

/** Of no file: its digests are random, which costs the ledger the same. */
export function sampleRecord(operator: Operator, number: number): RecordPlan {
  const file = {
    path: `sample-${String(number)}.pdf`,
    sizeBytes: 123_456,
    digests: new Map([
      [1, randomDigest()],
      [2, randomDigest()],
    ] as const),
  };
  return recordOf(operator, file, randomId());
}

function randomDigest(): Uint8Array {
  return new Uint8Array(randomBytes(32));
}
