/**
 * Putting files on record: hash them where they are, hand in the digests, get receipts that are verified already. The whole way is
 * local but for two calls, submit and receipt, and the bodies are built here.
 */

import { toHex } from '@stele/base';
import { RECORD_ID_BYTES, parseReceipt, payloadPaths, suiteOf } from '@stele/protocol';
import type { ChainIdentity, Receipt, Signer, Verdict } from '@stele/protocol';
import { recordBatch, recordItem } from '../calls/evidence.ts';
import type { Ledger } from '../ledger.ts';
import type { Plan } from '../transaction/draft.ts';
import { sign } from '../transaction/sign.ts';
import type { Submitted } from '../transaction/submit.ts';
import { inBatches } from './batches.ts';
import type { Batch } from './batches.ts';
import { completeReceipt, rememberingCrypto } from './receipts.ts';
import { buildItem } from './record-plan.ts';
import type { RecordInput, RecordPlan } from './record-plan.ts';

/** Who owns the records, and who signs for the owner. */
export interface Owner {
  /** 16 bytes. */
  readonly account: Uint8Array;
  readonly signers: readonly Signer[];
}

/** A file on record. */
export interface Recorded {
  /** The record's id, 32 hexadecimal digits. */
  readonly id: string;
  readonly transaction: string;
  readonly height: number;
  readonly index: number;
  readonly committedAt: string;
  /** Complete: with note and salt. Keep it; receiptToJson writes it. */
  readonly receipt: Receipt;
  /** Always valid under the chain's own fingerprint. */
  readonly verdict: Verdict;
}

/**
 * Records one file, and resolves when its receipt is proven and verified. Rejects with the codes of a refusal, RECEIPT_INVALID,
 * WAIT_RAN_OUT.
 */
export async function record(ledger: Ledger, owner: Owner, input: RecordInput): Promise<Recorded> {
  const plan = buildItem(ledger.chain.suite, input, ledger.world.random);
  return recordOne(ledger, owner, plan);
}

/** Records many files, as few transactions as they fit in; results in the order given. A failure leaves earlier batches recorded. */
export async function recordMany(
  ledger: Ledger,
  owner: Owner,
  inputs: readonly RecordInput[],
): Promise<readonly Recorded[]> {
  const { suite } = ledger.chain;
  const plans = inputs.map((input) => buildItem(suite, input, ledger.world.random));
  const recorded: Recorded[] = [];
  for (const batch of inBatches(plans)) recorded.push(...(await recordAll(ledger, owner, batch)));
  return recorded;
}

async function recordAll(ledger: Ledger, owner: Owner, batch: Batch): Promise<readonly Recorded[]> {
  const [only, ...more] = batch.plans;
  if (only !== undefined && more.length === 0) return [await recordOne(ledger, owner, only)];
  const id = ledger.world.random.bytes(RECORD_ID_BYTES);
  const submitted = await handIn(ledger, owner, {
    calls: [recordBatch(owner.account, id, 0)],
    payloads: [{ kind: 'items', items: batch.items }],
  });
  const proof = await proofOf(ledger, submitted);
  const paths = payloadPaths(ledger.chain.suite, { kind: 'items', items: batch.items });
  const chain = remembering(ledger.chain);
  return batch.plans.map((plan, index) =>
    recordedAt(chain, { submitted, proof, plan, index, path: paths[index] ?? NOTHING }),
  );
}

const NOTHING = new Uint8Array(0);

async function recordOne(ledger: Ledger, owner: Owner, plan: RecordPlan): Promise<Recorded> {
  const calls = [recordItem(owner.account, plan.item)];
  const submitted = await handIn(ledger, owner, { calls });
  const proof = await proofOf(ledger, submitted);
  return recordedAt(ledger.chain, { submitted, proof, plan, index: 0, path: NOTHING });
}

function handIn(ledger: Ledger, { signers }: Owner, plan: Plan): Promise<Submitted> {
  return ledger.submit(sign(ledger.draft(plan), signers), { wait: 'proven' });
}

async function proofOf(ledger: Ledger, { id }: Submitted): Promise<Receipt> {
  return parseReceipt(await ledger.transport.receipt(id, { call: 0, item: 0 }));
}

function remembering({ suite, fingerprint }: ChainIdentity): ChainIdentity {
  return { suite: suiteOf(suite.id, rememberingCrypto(suite.crypto)), fingerprint };
}

interface Place {
  readonly submitted: Submitted;
  readonly proof: Receipt;
  readonly plan: RecordPlan;
  readonly index: number;
  readonly path: Uint8Array;
}

/** What the record is told by comes from the verified receipt, not from what the node said beside it. */
function recordedAt(chain: ChainIdentity, place: Place): Recorded {
  const { submitted, proof, plan, index, path } = place;
  const at = { plan, place: { call: 0, index, path }, id: submitted.id };
  const { receipt, verdict, proven } = completeReceipt(chain, proof, at);
  return { ...proven, id: toHex(plan.item.id), receipt, verdict };
}
