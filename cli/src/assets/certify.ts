/** `stele asset certify`: a registrar says who may hold what it certifies for, until when; or takes that back. */

import { assetCall } from '@stele/sdk';

import type { Invocation } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { notBoth } from '../given-values.ts';
import { furtherActors, partyIn, personOf } from './person.ts';
import { sessionOf } from './session.ts';
import { transact } from './transact.ts';
import { momentIn } from './values.ts';

export async function certifyParty(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  notBoth(given, 'until', 'withdraw');
  const until = given.value('until');
  const untilMs = until === undefined ? null : momentIn('--until', until);
  const session = await sessionOf(invocation);
  const person = await personOf(invocation, session);
  const party = await partyIn(given.operands[0] ?? '', session.ledger.chain.suite);
  const actors = [person.principal, ...(await furtherActors(given, session))];
  const names = { registrar: person.text, party };
  const call = given.flag('withdraw')
    ? assetCall('decertify', actors, names)
    : assetCall('certify', actors, { ...names, until: untilMs });
  return await transact(invocation, { session, person }, { calls: [call] });
}
