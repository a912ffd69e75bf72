/** `stele asset send`: so much of a class, for which the node chooses the outputs; or of one output, which may be split. */

import type { OutputView } from '@stele/protocol';
import {
  assetCall,
  inputOf,
  type NewOutputForm,
  pay,
  type PlannedCall,
  type RequestedCall,
} from '@stele/sdk';

import type { Invocation } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { requiredOption } from '../given-values.ts';
import { trouble } from '../trouble.ts';
import { classIdOf, classLabel, definitionOf, unitsIn } from './class-argument.ts';
import { isOutput, outputOf } from './output-argument.ts';
import { furtherActors, partyIn, type Person, personOf } from './person.ts';
import { type Session, sessionOf } from './session.ts';
import { type Acting, transact } from './transact.ts';

export async function sendAsset(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const [what = ''] = given.operands;
  requiredOption(given, 'to', 'PARTY');
  const session = await sessionOf(invocation);
  const person = await personOf(invocation, session);
  const acting = { session, person };
  const call = isOutput(what)
    ? await partsOf(invocation, acting)
    : await payment(invocation, acting);
  return await transact(invocation, acting, { calls: [call] });
}

async function payment(
  { arguments: given }: Invocation,
  { session, person }: Acting,
): Promise<RequestedCall> {
  const [className = '', ...amounts] = given.operands;
  const [amount = ''] = amounts;
  if (amounts.length !== 1) {
    throw trouble('OPERAND_MISSING', { command: 'asset send', label: 'CLASS AMOUNT' });
  }
  const definition = await definitionOf(session, className);
  const slot = given.value('slot');
  const to = await partyIn(requiredOption(given, 'to', 'PARTY'), session.ledger.chain.suite);
  const payment = {
    from: person.text,
    class: classIdOf(definition),
    ...(slot !== undefined && { slot }),
    amount: String(unitsIn(amount, definition)),
    to: { party: to },
  };
  return pay(payment, await furtherActors(given, session));
}

/** As many parts as amounts are named, all of it where none is; the rest stays with the sender. */
async function partsOf(
  { arguments: given }: Invocation,
  { session, person }: Acting,
): Promise<PlannedCall> {
  const [id = '', ...texts] = given.operands;
  const output = await outputOf(session, id);
  const to = {
    party: await partyIn(requiredOption(given, 'to', 'PARTY'), session.ledger.chain.suite),
  };
  const amounts = await amountsOf(session, output, texts);
  const outputs: NewOutputForm[] = amounts.map((amount) => ({
    like: 0,
    amount: String(amount),
    to,
  }));
  const actors = [person.principal, ...(await furtherActors(given, session))];
  return assetCall('transfer', actors, {
    inputs: [inputOf(output)],
    outputs: [...outputs, ...changeOf(output, amounts, person)],
  });
}

/** In units. AMOUNT_MALFORMED, AMOUNT_EXCEEDS. */
export async function amountsOf(
  session: Session,
  output: OutputView,
  texts: readonly string[],
): Promise<readonly bigint[]> {
  const all = BigInt(output.amount);
  if (texts.length === 0) return [all];
  const definition = await definitionOf(session, classLabel(output.class));
  const amounts = texts.map((text) => unitsIn(text, definition));
  const sum = amounts.reduce((total, one) => total + one, 0n);
  if (sum > all) throw trouble('AMOUNT_EXCEEDS', { output: output.id });
  return amounts;
}

/** What is left of an output goes back to whom it came from. */
export function changeOf(
  output: OutputView,
  amounts: readonly bigint[],
  { text }: Person,
): readonly NewOutputForm[] {
  const rest = amounts.reduce((left, one) => left - one, BigInt(output.amount));
  return rest === 0n ? [] : [{ like: 0, amount: String(rest), to: { party: text } }];
}
