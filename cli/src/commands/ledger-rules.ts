/** `stele ledger rules`: which rules the chain is under, which come, which the node knows; and the operator's act that activates some. */

import {
  type Command,
  dataOption,
  type Invocation,
  noOperands,
  printLine,
  urlOption,
} from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

export const ledgerRules: Command = {
  name: 'ledger rules',
  operands: noOperands,
  options: [
    { name: 'activate', value: 'N', help: 'ledgerRules.activate' },
    { name: 'at', value: 'HEIGHT', help: 'ledgerRules.at' },
    dataOption,
    urlOption,
  ],
  about: 'ledgerRules.about',
  calls: ['GET  /v1/chains/main', 'POST /v1/chains/main/transactions    (with --activate)'],
  run: runLedgerRules,
};

async function runLedgerRules(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  const { dataFolderOf, adminKeyPath } = await import('../settings/data-folder.ts');
  const { serverAddressOf } = await import('../settings/address.ts');
  const folder = dataFolderOf(given, world);
  const address = serverAddressOf(given, world, folder);
  if (given.flag('curl')) {
    const { curlCommand } = await import('../client/curl.ts');
    const url = `${address}/v1/chains/main`;
    printLine(world, curlCommand({ method: 'GET', url, keyPath: adminKeyPath(folder) }));
    return exitCodes.done;
  }
  const { activationIn, activateRules } = await import('../rules/activate-rules.ts');
  const { showRules } = await import('../rules/show-rules.ts');
  const activation = activationIn(given);
  if (activation !== undefined) await activateRules({ address, folder }, activation);
  await showRules(invocation, address);
  return exitCodes.done;
}
