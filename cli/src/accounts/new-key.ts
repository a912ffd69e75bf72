/** `stele account new-key`: a person's key, made here and never sent anywhere. */

import { keyPrincipal, accountToText, principalToText, suiteOf } from '@stele/protocol';
import { generateSigner, nodeCrypto } from '@stele/protocol/node';
import { accountOfKey } from '@stele/sdk';

import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { createNew } from '../files/create-new.ts';

const OWNER_ONLY = 0o600;

export async function newKey({ arguments: given, world, text }: Invocation): Promise<ExitCode> {
  const [path = ''] = given.operands;
  const { signer, pem } = generateSigner();
  await createNew(path, pem, OWNER_ONLY);
  const suite = suiteOf('intl', nodeCrypto);
  const account = accountToText(accountOfKey(suite, signer.publicKey));
  const key = principalToText(keyPrincipal(suite, signer.algorithm, signer.publicKey));
  if (given.flag('json')) {
    printJson(world, { path, account, key });
    return exitCodes.done;
  }
  printLine(world, account);
  world.err.write(`${text('account.keyMade', { path, key })}\n`);
  return exitCodes.done;
}
