/** `stele asset hold`: an output, or parts of it, into a hold made of a template. */

import { fillTemplate, type Template, templateOf, TEMPLATES } from '@stele/contracts';
import { assetCall, inputOf, ownerForm } from '@stele/sdk';

import type { Invocation } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { oneOf, requiredOption } from '../given-values.ts';
import { outputOf } from './output-argument.ts';
import { furtherActors, personOf } from './person.ts';
import { amountsOf, changeOf } from './send.ts';
import { sessionOf } from './session.ts';
import { parametersOf } from './template-parameters.ts';
import { transact } from './transact.ts';

export async function holdAsset(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const [id = '', ...texts] = given.operands;
  const template = templateIn(requiredOption(given, 'template', 'NAME'));
  const session = await sessionOf(invocation);
  const person = await personOf(invocation, session);
  const output = await outputOf(session, id);
  const values = await parametersOf(invocation, { session, person }, template);
  const to = ownerForm({ hold: fillTemplate(template, values) });
  const amounts = await amountsOf(session, output, texts);
  const held = amounts.map((amount) => ({ like: 0, amount: String(amount), to }));
  const actors = [person.principal, ...(await furtherActors(given, session))];
  const call = assetCall('transfer', actors, {
    inputs: [inputOf(output)],
    outputs: [...held, ...changeOf(output, amounts, person)],
  });
  return await transact(invocation, { session, person }, { calls: [call] });
}

/** CHOICE_UNKNOWN. */
export function templateIn(value: string): Template {
  const names = TEMPLATES.map(({ name }) => name);
  return templateOf(oneOf(names, value));
}
