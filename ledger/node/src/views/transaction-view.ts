/** A transaction that is in the log, with its outcome and what it did. */

import { assert, toHex } from '@stele/base';
import { argumentsToJson } from '@stele/kernel/contract';
import {
  type Call,
  type CallView,
  decodeEffect,
  decodeTransaction,
  type EffectView,
  type Outcome,
  type Principal,
  principalToText,
  type TransactionContent,
  type TransactionView,
} from '@stele/protocol';

import {
  effectView,
  idFromText,
  payloadRootView,
  timeText,
  transactionUnknown,
} from './json-values.ts';
import { findTransaction, type OpenLedger, readHeader } from './open-ledger.ts';

/** Rejects with TRANSACTION_UNKNOWN. */
export async function transactionView(ledger: OpenLedger, id: string): Promise<TransactionView> {
  const found = await findTransaction(ledger, idFromText(id));
  if (found === undefined) throw transactionUnknown(id);
  const { outcome, content: bytes } = found.entry;
  const { content, signatures } = decodeTransaction(bytes);
  const provenSize = ledger.checkpoints.shown?.checkpoint.size ?? 0;
  return {
    id,
    status: found.index < provenSize ? 'proven' : 'committed',
    height: outcome.height,
    index: outcome.index,
    committedAt: timeText(outcome.timeMs),
    code: outcome.code,
    validUntil: timeText(content.validUntilMs),
    payer: principalToText(payerOf(content)),
    calls: content.calls.map((call) => callView(ledger, call)),
    signatures: signatures.map(({ algorithm, key }) => ({ algorithm, key: toHex(key) })),
    payloads: content.payloads.map(payloadRootView),
    effects: await effectsOf(ledger, outcome),
  };
}

/** Who is charged: the payer named, else the first actor of the first call. */
export function payerOf({ payer, calls }: TransactionContent): Principal {
  const first = payer ?? calls[0]?.actors[0];
  assert(first !== undefined, 'a transaction has a call, and a call an actor');
  return first;
}

function callView({ kernel }: OpenLedger, { contract, method, args, actors }: Call): CallView {
  const known = kernel.contracts.get(contract)?.methods.get(method);
  return {
    contract,
    method,
    args: argumentsToJson(known, args),
    actors: actors.map(principalToText),
  };
}

async function effectsOf(ledger: OpenLedger, outcome: Outcome): Promise<readonly EffectView[]> {
  const { firstEffect, effectCount, height } = outcome;
  if (effectCount === 0) return [];
  const { header } = await readHeader(ledger, height);
  const block = ledger.reader.effectsOf(header.firstEffect);
  assert(block !== undefined, 'a block with effects has a record of them');
  const start = firstEffect - header.firstEffect;
  return block.effects
    .slice(start, start + effectCount)
    .map((bytes, i) => effectView(decodeEffect(bytes), firstEffect + i));
}
