/** `stele asset issue`: one part of a class, to a party. */

import { assetCall } from '@stele/sdk';

import type { Invocation } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { requiredOption } from '../given-values.ts';
import { classIdOf, definitionOf, unitsIn } from './class-argument.ts';
import { furtherActors, partyIn, personOf } from './person.ts';
import { sessionOf } from './session.ts';
import { transact } from './transact.ts';
import { digestIn, pairsIn, scalarsFor } from './values.ts';

export async function issueAsset(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const [className = '', amount = ''] = given.operands;
  const to = requiredOption(given, 'to', 'PARTY');
  const payload = given.value('payload');
  const session = await sessionOf(invocation);
  const person = await personOf(invocation, session);
  const definition = await definitionOf(session, className);
  const part = {
    attributes: scalarsFor(definition.attributes, pairsIn(given, 'attribute')),
    amount: String(unitsIn(amount, definition)),
    to: { party: await partyIn(to, session.ledger.chain.suite) },
    payload: payload === undefined ? null : digestIn('payload', payload),
  };
  const actors = [person.principal, ...(await furtherActors(given, session))];
  const args = { class: classIdOf(definition), parts: [part], inputs: [], change: [] };
  const call = assetCall('issue', actors, args);
  return await transact(invocation, { session, person }, { calls: [call] });
}
