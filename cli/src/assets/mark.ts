/** `stele asset mark` and `unmark`: freezes an output, a slot, a class, what one party has of a class, or a party; and lifts that. */

import { fromHex } from '@stele/base';
import { assetCall, type AssetArguments, classIdOf, type HandleForm } from '@stele/sdk';
import { toHex } from '@stele/base';
import { outputFromText } from '@stele/contracts';

import type { Invocation } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { requiredOption } from '../given-values.ts';
import { trouble } from '../trouble.ts';
import { classNameIn } from './class-argument.ts';
import { isOutput, outputIn } from './output-argument.ts';
import { furtherActors, partyIn, personOf } from './person.ts';
import { type Session, sessionOf } from './session.ts';
import { transact } from './transact.ts';
import { digestIn } from './values.ts';

export async function markAsset(
  invocation: Invocation,
  method: 'mark' | 'unmark',
): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const [what = ''] = given.operands;
  const reference = digestIn('reference', requiredOption(given, 'reference', 'HEX'));
  const session = await sessionOf(invocation);
  const person = await personOf(invocation, session);
  const args: AssetArguments['mark'] = {
    handle: await handleOf(invocation, session, what),
    level: given.flag('authority') ? 'authority' : 'platform',
    reference,
  };
  const actors = [person.principal, ...(await furtherActors(given, session))];
  const call = assetCall(method, actors, args);
  return await transact(invocation, { session, person }, { calls: [call] });
}

/** `out_…`; `acme/receivable`, with `--slot` or `--of` a part of it; else a party. */
async function handleOf(
  { arguments: given }: Invocation,
  { ledger }: Session,
  what: string,
): Promise<HandleForm> {
  const slot = given.value('slot');
  const of = given.value('of');
  if (slot !== undefined && of !== undefined) {
    throw trouble('OPTIONS_OPPOSED', { one: 'slot', other: 'of' });
  }
  if (isOutput(what)) return { output: toHex(outputFromText(outputIn(what))) };
  if (!what.includes('/') || what.includes(':')) {
    return { party: await partyIn(what, ledger.chain.suite) };
  }
  const id = classIdOf(classNameIn(what));
  if (slot !== undefined) return { slot: { class: id, slot: slotIn(slot) } };
  if (of === undefined) return { class: id };
  return { holder: { class: id, party: await partyIn(of, ledger.chain.suite) } };
}

/** 32 hexadecimal digits. SLOT_MALFORMED. */
export function slotIn(value: string): string {
  if (/^[0-9a-f]{32}$/.test(value)) return toHex(fromHex(value));
  throw trouble('SLOT_MALFORMED', { value });
}
