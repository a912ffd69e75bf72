/**
 * From the node's proof to the customer's receipt: the note and salt are added here, and the whole is verified here, offline, before
 * anybody gets it. A node cannot hand out a receipt that does not prove this very record.
 */

import { rejection, toHex } from '@stele/base';
import { encodeItem, receiptToCbor, verifyReceipt } from '@stele/protocol';
import type {
  ChainIdentity,
  Crypto,
  Receipt,
  ReceiptItem,
  RecordSummary,
  Verdict,
} from '@stele/protocol';
import type { RecordPlan } from './record-plan.ts';

export interface VerifiedReceipt {
  readonly receipt: Receipt;
  readonly verdict: Verdict;
  /** Where and when, as the entry itself says it. */
  readonly proven: Pick<RecordSummary, 'transaction' | 'height' | 'index' | 'committedAt'>;
}

/** Where a record stands in its transaction. */
export type RecordPlace = Pick<ReceiptItem, 'call' | 'index' | 'path'>;

/**
 * The receipt of one record, of the proof that the node gave for its transaction. Rejects with RECEIPT_INVALID, data: {steps}, unless
 * it proves that `chain` recorded `plan` in the transaction `id`.
 */
export function completeReceipt(
  chain: ChainIdentity,
  proof: Receipt,
  {
    plan,
    place,
    id,
  }: { readonly plan: RecordPlan; readonly place: RecordPlace; readonly id: string },
): VerifiedReceipt {
  const { note, digestSalt } = plan;
  const receipt: Receipt = {
    item: { ...place, bytes: encodeItem(plan.item) },
    ...(note && { note }),
    ...(digestSalt && { digestSalt }),
    entry: proof.entry,
    proof: proof.proof,
    genesis: proof.genesis,
    charters: proof.charters,
    statements: proof.statements,
  };
  const verdict = verifyReceipt(receiptToCbor(receipt), {
    crypto: chain.suite.crypto,
    digests: plan.digests,
    trusted: [chain.fingerprint],
  });
  const { record } = verdict;
  if (verdict.verdict !== 'valid' || record?.transaction !== id) throw invalid(verdict);
  const { transaction, height, index, committedAt } = record;
  return { receipt, verdict, proven: { transaction, height, index, committedAt } };
}

function invalid({ steps }: Verdict): Error {
  const failed = steps.filter(({ result }) => result === 'fail');
  const codes = failed.map(({ name, code = '' }) => `${name}: ${code}`);
  const what = codes.length === 0 ? 'it is of another transaction' : codes.join(', ');
  return rejection('RECEIPT_INVALID', `the node’s proof does not prove the record (${what})`, {
    action: 'Ask another node of the chain, and tell the operator of this one.',
    data: { steps: failed },
  });
}

/**
 * The same library, remembering what it verified: the receipts of a batch share entry, checkpoint and statements, so all but the
 * first cost hashes only. For one batch: what it remembers is never forgotten.
 */
export function rememberingCrypto(crypto: Crypto): Crypto {
  const verified = new Map<string, boolean>();
  return {
    library: crypto.library,
    hash: (algorithm, bytes) => crypto.hash(algorithm, bytes),
    verify: (algorithm, key, message, signature) => {
      const question = [String(algorithm), ...[key, message, signature].map(toHex)].join(' ');
      const known = verified.get(question);
      if (known !== undefined) return known;
      const answer = crypto.verify(algorithm, key, message, signature);
      verified.set(question, answer);
      return answer;
    },
  };
}
