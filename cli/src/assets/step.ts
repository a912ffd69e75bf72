/** `stele asset step`: outputs take a step of their class. */

import { assetCall, type ClassForm, inputOf } from '@stele/sdk';

import type { Invocation } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';
import { trouble } from '../trouble.ts';
import { classLabel, definitionOf } from './class-argument.ts';
import { outputOf } from './output-argument.ts';
import { furtherActors, personOf } from './person.ts';
import { sessionOf } from './session.ts';
import { transact } from './transact.ts';
import { pairsIn, scalarsFor } from './values.ts';

export async function takeStep(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given } = invocation;
  const [step = '', ...ids] = given.operands;
  const session = await sessionOf(invocation);
  const person = await personOf(invocation, session);
  const outputs = await Promise.all(ids.map((id) => outputOf(session, id)));
  const [first] = outputs;
  if (first === undefined) {
    throw trouble('OPERAND_MISSING', { command: 'asset step', label: 'OUTPUT…' });
  }
  const definition = await definitionOf(session, classLabel(first.class));
  const values = scalarsFor(fieldsOf(definition, step), pairsIn(given, 'set'));
  const actors = [person.principal, ...(await furtherActors(given, session))];
  const inputs = outputs.map((output) => inputOf(output));
  const call = assetCall('step', actors, { inputs, step, values });
  return await transact(invocation, { session, person }, { calls: [call] });
}

/** The fields that a step sets, in its order. STEP_NAME_UNKNOWN. */
function fieldsOf({ steps, fields }: ClassForm, name: string): ClassForm['fields'] {
  const step = steps.find((one) => one.name === name);
  if (step === undefined) {
    throw trouble('STEP_NAME_UNKNOWN', {
      step: name,
      names: steps.map((one) => one.name).join(', '),
    });
  }
  return step.sets.flatMap((field) => fields.find((one) => one.name === field) ?? []);
}
