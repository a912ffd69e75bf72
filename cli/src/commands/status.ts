/** `stele status`: what the running server says of its chain, and what the data folder takes. */

import {
  type Command,
  dataOption,
  type Invocation,
  noOperands,
  printJson,
  printLine,
  urlOption,
} from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

export const status: Command = {
  name: 'status',
  operands: noOperands,
  options: [dataOption, urlOption],
  about: 'status.about',
  calls: ['GET /v1/chains/main'],
  run: runStatus,
};

async function runStatus(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  if (given.flag('curl')) {
    const { printCurl } = await import('../client/print-curl.ts');
    return printCurl(invocation, '/v1/chains/main', 'operator');
  }
  const { dataFolderOf } = await import('../settings/data-folder.ts');
  const { serverAddressOf } = await import('../settings/address.ts');
  const folder = dataFolderOf(given, world);
  const address = serverAddressOf(given, world, folder);
  const { statusOf } = await import('../status/status-of.ts');
  const found = await statusOf({ folder, address, isNamed: given.value('url') !== undefined });
  if (given.flag('json')) printJson(world, found);
  else {
    const { statusLines } = await import('../status/report.ts');
    for (const line of statusLines(invocation, found)) printLine(world, line);
  }
  return exitCodes.done;
}
