/**
 * `assets.pay`, which is no method of the contract: prepare makes a transfer of it (spec/assets.md, "What follows from the log"). Who signs checks the
 * transfer that comes out; the ledger knows nothing of the choice.
 */

import { type CodedError, equal, fromHex, rejection, toHex } from '@stele/base';
import {
  guardOf,
  holdingTerm,
  INPUTS_MAX,
  partyOf,
  paymentByIds,
  paymentFields,
} from '@stele/contracts';
import { argumentsFromJson, parseArguments, type TypesOf } from '@stele/kernel/contract';
import {
  decode,
  encode,
  type JsonObject,
  type JsonValue,
  type PreparedCall,
  type Principal,
  principalToText,
} from '@stele/protocol';

import { COINS_MAX } from '../../limits.ts';
import type { OpenLedger } from '../open-ledger.ts';
import { ASSETS, classOf, sha256 } from './asset-reader.ts';
import { type Coin, selectCoins, type Selection } from './coin-selection.ts';
import { markViews } from './output-view.ts';
import { type OutputRecord, readOutput } from './outputs.ts';
import { filedOutputs } from './party-outputs.ts';

const PAY = { args: paymentFields };

type Payment = TypesOf<typeof paymentFields>;

export interface PaymentOptions {
  /** Outputs that earlier calls of the transaction spend; those of this one are added. */
  readonly taken: Set<string>;
  /** How many inputs there may be with dust. */
  readonly inputsMax: number;
}

/** Whether a call is one that only prepare knows. */
export function isPayment({ contract, method }: PreparedCall): boolean {
  return contract === ASSETS && method === 'pay';
}

/**
 * The transfer that pays. Rejects with ARGS_MALFORMED, CLASS_UNKNOWN, OUTPUT_UNKNOWN, FUNDS_MISSING, FUNDS_SCATTERED, SLOT_AMBIGUOUS.
 */
export async function transferFor(
  ledger: OpenLedger,
  call: PreparedCall,
  { taken, inputsMax }: PaymentOptions,
): Promise<PreparedCall> {
  const payment = paymentOf(call.args);
  if (classOf(ledger.reader, payment.class) === undefined) {
    throw rejection('CLASS_UNKNOWN', 'there is no such class');
  }
  const records = await spendable(ledger, payment);
  const untaken = records.filter(({ key }) => !taken.has(toHex(key)));
  const chosen = chosenOf(payment, untaken, inputsMax);
  for (const { key } of chosen) taken.add(toHex(key));
  const from = principalToText(payment.from);
  return {
    contract: ASSETS,
    method: 'transfer',
    args: {
      inputs: chosen.map(inputJson),
      outputs: outputsJson(payment, chosen, { from, to: call.args['to'] ?? null }),
    },
    actors: call.actors ?? [from],
  };
}

function paymentOf(args: JsonObject): Payment {
  const positional = argumentsFromJson(PAY, paymentByIds(sha256, args));
  return parseArguments(PAY, positional) as unknown as Payment;
}

/** What the payer could spend: free outputs of the class, or those named. */
async function spendable(ledger: OpenLedger, payment: Payment): Promise<readonly OutputRecord[]> {
  const all = payment.inputs === null ? ofParty(ledger, payment) : named(ledger, payment.inputs);
  const records: OutputRecord[] = [];
  for await (const record of all) {
    if (isAsked(payment, record) && isFree(ledger, payment.from, record)) records.push(record);
    if (records.length === COINS_MAX) break;
  }
  return records;
}

function isAsked(payment: Payment, { output }: OutputRecord): boolean {
  if (!equal(output.class, payment.class)) return false;
  return payment.slot === null || equal(output.slot, payment.slot);
}

function ofParty(ledger: OpenLedger, { from, class: of }: Payment): AsyncGenerator<OutputRecord> {
  return filedOutputs(ledger, holdingTerm(partyOf(sha256, from), of), -1);
}

async function* named(
  ledger: OpenLedger,
  keys: readonly Uint8Array[],
): AsyncGenerator<OutputRecord> {
  // Whoever names one twice means it once.
  const once = new Map(keys.map((key) => [toHex(key), key]));
  for (const key of once.values()) {
    const record = await readOutput(ledger, key, ledger.tip.effectCount);
    if (record === undefined || record.end !== undefined) throw notThere(key);
    yield record;
  }
}

/** In the payer's own hands, and not marked. */
function isFree(ledger: OpenLedger, from: Principal, record: OutputRecord): boolean {
  const { owner } = record.output;
  const isOwn = owner.kind === 'party' && principalToText(owner.value) === principalToText(from);
  return isOwn && markViews(ledger, record).length === 0;
}

function chosenOf(
  payment: Payment,
  records: readonly OutputRecord[],
  inputsMax: number,
): readonly OutputRecord[] {
  const byKey = new Map(records.map((record) => [toHex(record.key), record]));
  const selection = selectCoins(records.map(coinOf), payment.amount, inputsMax);
  if (selection.kind !== 'chosen') throw unpayable(payment, selection);
  const { coins } = selection;
  // Who names inputs has chosen, within the slot that pays.
  if (payment.inputs !== null) return records.filter((one) => coinOf(one).lot === coins[0]?.lot);
  return coins.flatMap(({ key }) => byKey.get(toHex(key)) ?? []);
}

function coinOf({ key, output }: OutputRecord): Coin {
  const { slot, state, payload } = output;
  const lot = [slot, state === null ? null : [state.name, state.values], payload];
  return { key, amount: output.amount, lot: toHex(encode(lot)) };
}

function inputJson({ key, bytes: row }: OutputRecord): JsonObject {
  const guard = toHex(guardOf(sha256, row));
  return { output: { key: { key: toHex(key), guard } }, exit: '', preimage: null };
}

/** What is paid, and then what is left, to whom it came from. */
function outputsJson(
  payment: Payment,
  chosen: readonly OutputRecord[],
  { from, to }: { readonly from: string; readonly to: JsonValue },
): readonly JsonObject[] {
  const sum = chosen.reduce((all, { output }) => all + output.amount, 0n);
  const rest = sum - payment.amount;
  const paid = { like: 0, amount: payment.amount.toString(), to };
  const change = { like: 0, amount: rest.toString(), to: { party: from } };
  return rest === 0n ? [paid] : [paid, change];
}

function unpayable(
  payment: Payment,
  selection: Exclude<Selection, { kind: 'chosen' }>,
): CodedError {
  switch (selection.kind) {
    case 'missing': {
      const free = selection.free.toString();
      const what = `${free} of the class are free, ${payment.amount.toString()} are to be paid`;
      return rejection('FUNDS_MISSING', what, { data: { free, class: toHex(payment.class) } });
    }
    case 'scattered': {
      const reached = selection.reached.toString();
      const what = `the ${String(INPUTS_MAX)} largest outputs reach ${reached}`;
      const data = { countMax: INPUTS_MAX, reached };
      return rejection('FUNDS_SCATTERED', what, { data });
    }
    case 'ambiguous': {
      const what = 'no slot alone reaches the amount, or several do';
      return rejection('SLOT_AMBIGUOUS', what, { data: { slots: selection.lots.map(slotIn) } });
    }
  }
}

/** The slot in the name of a lot. */
function slotIn(lot: string): string {
  const [slot] = decode(fromHex(lot)) as readonly [Uint8Array];
  return toHex(slot);
}

function notThere(key: Uint8Array): CodedError {
  return rejection('OUTPUT_UNKNOWN', `the output out_${toHex(key)} is not there, or was spent`);
}
