/** `stele asset redeem`: gives back to whom it is redeemed by, all of some outputs or a part of one. */

import { assetCall, inputOf } from '@stele/sdk';

import type { Invocation } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { trouble } from '../trouble.ts';
import { outputOf } from './output-argument.ts';
import { furtherActors, personOf } from './person.ts';
import { amountsOf, changeOf } from './send.ts';
import { sessionOf } from './session.ts';
import { transact } from './transact.ts';

export async function redeemAsset(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const { operands } = given;
  const amount = given.value('amount');
  if (amount !== undefined && operands.length > 1) {
    throw trouble('OPERAND_UNEXPECTED', { command: 'asset redeem', operand: operands[1] });
  }
  const session = await sessionOf(invocation);
  const person = await personOf(invocation, session);
  const outputs = await Promise.all(operands.map((id) => outputOf(session, id)));
  const [first] = outputs;
  const change =
    first === undefined || amount === undefined
      ? []
      : changeOf(first, await amountsOf(session, first, [amount]), person);
  const actors = [person.principal, ...(await furtherActors(given, session))];
  const inputs = outputs.map((output) => inputOf(output));
  const call = assetCall('redeem', actors, { inputs, change });
  return await transact(invocation, { session, person }, { calls: [call] });
}
