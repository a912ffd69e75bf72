/** `stele asset exit`: takes a hold's exit, and pays what it demands out of what the taker has. */

import type { JsonValue, OutputView } from '@stele/protocol';
import {
  assetCall,
  type ExitForm,
  type HoldForm,
  type InputForm,
  inputOf,
  type NewOutputForm,
  type PriceForm,
  selectOutputs,
} from '@stele/sdk';

import type { Invocation } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { trouble } from '../trouble.ts';
import { outputOf } from './output-argument.ts';
import { furtherActors, personOf } from './person.ts';
import { firstOf } from './reading.ts';
import { sessionOf } from './session.ts';
import { type Acting, transact } from './transact.ts';
import { digestIn } from './values.ts';

export async function takeExit(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const [id = '', exit = ''] = given.operands;
  const secret = given.value('preimage');
  const preimage = secret === undefined ? null : digestIn('preimage', secret);
  const session = await sessionOf(invocation);
  const person = await personOf(invocation, session);
  const output = await outputOf(session, id);
  const { pays } = exitOf(output, exit);
  const paid = pays === null ? nothingPaid : await paymentOf({ session, person }, pays);
  const actors = [person.principal, ...(await furtherActors(given, session))];
  const call = assetCall('transfer', actors, {
    inputs: [inputOf(output, { exit, preimage }), ...paid.inputs],
    outputs: paid.outputs,
  });
  return await transact(invocation, { session, person }, { calls: [call] });
}

/** HOLD_NONE, EXIT_NAME_UNKNOWN. */
function exitOf({ id, owner }: OutputView, name: string): ExitForm {
  const hold = holdOf(owner);
  if (hold === undefined) throw trouble('HOLD_NONE', { output: id });
  const exit = hold.exits.find((one) => one.name === name);
  if (exit !== undefined) return exit;
  const names = hold.exits.map((one) => one.name).join(', ');
  throw trouble('EXIT_NAME_UNKNOWN', { output: id, exit: name, names });
}

export function holdOf(owner: JsonValue): HoldForm | undefined {
  const { hold } = owner as { readonly hold?: HoldForm };
  return hold;
}

interface Paid {
  readonly inputs: readonly InputForm[];
  readonly outputs: readonly NewOutputForm[];
}

/** No more are looked through for the means to pay. */
const outputsMax = 10_000;

const nothingPaid: Paid = { inputs: [], outputs: [] };

/** Paid from one slot, the rest back. FUNDS_TOO_SMALL. */
async function paymentOf({ session, person }: Acting, price: PriceForm): Promise<Paid> {
  const { class: of, slot, amount, to } = price;
  const { items: own } = await firstOf(
    session.assets.outputs(person.text, { class: of }),
    outputsMax,
  );
  const chosen = selectOutputs(own, BigInt(amount), slot ?? undefined);
  if (chosen === undefined) throw trouble('FUNDS_TOO_SMALL', { party: person.text });
  const rest = chosen.reduce((sum, output) => sum + BigInt(output.amount), -BigInt(amount));
  // The hold's own input is number 0.
  const like = 1;
  const change = { like, amount: String(rest), to: { party: person.text } };
  return {
    inputs: chosen.map((output) => inputOf(output)),
    outputs: [{ like, amount, to: { party: to } }, ...(rest === 0n ? [] : [change])],
  };
}
