/** `stele asset define`: a class from a JSON file, or an example of such a file. */

import { isCoded } from '@stele/base';
import { accountToText, principalToText } from '@stele/protocol';
import { assetCallFromJson, wholeClass } from '@stele/sdk';

import { type Invocation, printJson } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { jsonObjectIn } from '../files/json-file.ts';
import { textFileAt } from '../files/text-file.ts';
import { oneOf } from '../given-values.ts';
import { operatorOf } from '../notarize/operator.ts';
import { dataFolderOf } from '../settings/data-folder.ts';
import { trouble } from '../trouble.ts';
import { exampleNames, exampleOf } from './examples.ts';
import { accountIn, furtherActors, personOf } from './person.ts';
import { sessionOf } from './session.ts';
import { transact } from './transact.ts';

export async function defineClass(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  const example = given.value('example');
  if (example !== undefined) {
    const name = oneOf(exampleNames, example);
    printJson(world, exampleOf(name, likelyIssuer(invocation)));
    return exitCodes.done;
  }
  const [path] = given.operands;
  if (path === undefined) {
    throw trouble('OPERAND_MISSING', { command: 'asset define', label: 'FILE' });
  }
  const definition = wholeClass(jsonObjectIn(path, await textFileAt(path)));
  const session = await sessionOf(invocation);
  const person = await personOf(invocation, session);
  const actors = [person.principal, ...(await furtherActors(given, session))];
  const call = callOf(path, () => assetCallFromJson('define', actors, definition));
  return await transact(invocation, { session, person }, { calls: [call] });
}

/** The account of the operator, where there is one: the example works as it is. Else one to be replaced. */
function likelyIssuer({ arguments: given, world }: Invocation): string {
  const named = given.value('account');
  if (named !== undefined) return principalToText(accountIn(named));
  try {
    return accountToText(operatorOf(dataFolderOf(given, world)).account);
  } catch (error) {
    if (isCoded(error)) return `acc_${'0'.repeat(32)}`;
    throw error;
  }
}

/** The place of a fault is said of the file. CLASS_FILE_MALFORMED. */
function callOf<T>(path: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!isCoded(error, 'ARGS_MALFORMED')) throw error;
    throw trouble('CLASS_FILE_MALFORMED', { path, reason: error.message }, error);
  }
}
