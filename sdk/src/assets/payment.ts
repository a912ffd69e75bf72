/**
 * Paying an amount: the node chooses the outputs, and the transfer that comes back must pay exactly what was asked, give the rest back
 * to whom it came from, and do nothing else. Inputs count only by rows whose digest is the guard that will be signed.
 */

import { equal, fromHex } from '@stele/base';
import { callToCbor, encode, principalFromText, principalToText } from '@stele/protocol';
import type { Call, JsonObject, LedgerApi, Principal } from '@stele/protocol';
import { differs } from '../transaction/check-prepared.ts';
import type { RequestedCall } from '../transaction/requested-call.ts';
import { ASSETS_CONTRACT, assetCall } from './calls.ts';
import { decodedCall } from './decoded-call.ts';
import type {
  AmountText,
  AssetArguments,
  ClassId,
  InputForm,
  OwnerForm,
  PrincipalText,
} from './forms.ts';
import { isGuardedBy, outputIn } from './known-output.ts';
import type { KnownOutput } from './known-output.ts';

export interface Payment {
  readonly from: PrincipalText;
  readonly class: ClassId;
  /** Of which slot; absent or null: of one that reaches. */
  readonly slot?: string | null;
  readonly amount: AmountText;
  readonly to: OwnerForm;
  /** Keys of the outputs that pay, all those of one slot; absent or null: as few as reach. */
  readonly inputs?: readonly string[] | null;
}

/**
 * Asks a node to make a transfer of a payment; `others` act in it beside the payer, where the class wants their consent. Who pays acts in
 * any case.
 */
export function pay(payment: Payment, others: readonly Principal[] = []): RequestedCall {
  const { from } = payment;
  const beside = others.filter((other) => principalToText(other) !== from);
  const actors = [principalFromText(from), ...beside];
  return {
    call: { contract: ASSETS_CONTRACT, method: 'pay', actors },
    args: payment as unknown as JsonObject,
    judge: (made, transport) => judgePayment({ payment, actors }, made, transport),
  };
}

interface Asked {
  readonly payment: Payment;
  readonly actors: readonly Principal[];
}

/** Rejects with PREPARED_DIFFERS, data: {part}. */
async function judgePayment(
  { payment, actors }: Asked,
  made: Call,
  transport: LedgerApi,
): Promise<void> {
  const decoded = decodedCall(made, 0);
  if (decoded?.method !== 'transfer') throw differs('method');
  const { inputs } = decoded.args;
  judgeChoice(payment, inputs);
  const outputs = await Promise.all(inputs.map((input) => spentBy(input, transport)));
  const sum = outputs.reduce((all, output) => all + unitsOf(payment, output), 0n);
  if (new Set(outputs.map(({ slot }) => slot)).size !== 1) throw differs('slots');
  const wanted = assetCall('transfer', actors, transferOf(payment, inputs, sum)).call;
  const isSame = equal(encode(callToCbor(made)), encode(callToCbor(wanted)));
  if (!isSame) throw differs('payment');
}

/** None pays twice; where some were named, no other pays. */
function judgeChoice({ inputs: named = null }: Payment, inputs: readonly InputForm[]): void {
  const keys = new Set(inputs.map(({ output }) => ('key' in output ? output.key.key : '')));
  if (keys.size !== inputs.length) throw differs('inputs');
  const isNamed = named === null || [...keys].every((key) => named.includes(key));
  if (!isNamed) throw differs('inputs');
}

async function spentBy(input: InputForm, transport: LedgerApi): Promise<KnownOutput> {
  const { output, exit, preimage } = input;
  if (!('key' in output) || exit !== '' || preimage !== null) throw differs('inputs');
  const { key, guard } = output.key;
  const row = await transport.row({
    contract: ASSETS_CONTRACT,
    table: 'outputs',
    key: fromHex(key),
  });
  const known = row !== null && isGuardedBy(row.value, guard) ? outputIn(row.value) : undefined;
  if (known === undefined) throw differs('inputs');
  return known;
}

/** What an input adds, once it is of the class, the slot and the party that were named. */
function unitsOf(payment: Payment, output: KnownOutput): bigint {
  const { owner } = output;
  if (output.class !== payment.class) throw differs('class');
  const { slot = null } = payment;
  if (slot !== null && output.slot !== slot) throw differs('slot');
  if (!('party' in owner) || owner.party !== payment.from) throw differs('owner');
  return BigInt(output.amount);
}

/** The one transfer that is accepted for these inputs: what is paid first, then what is left. */
function transferOf(
  payment: Payment,
  inputs: readonly InputForm[],
  sum: bigint,
): AssetArguments['transfer'] {
  const { from, amount, to } = payment;
  const rest = sum - BigInt(amount);
  if (rest < 0n) throw differs('inputs');
  const change = { like: 0, amount: String(rest), to: { party: from } };
  const outputs = [{ like: 0, amount, to }, ...(rest === 0n ? [] : [change])];
  return { inputs, outputs };
}
