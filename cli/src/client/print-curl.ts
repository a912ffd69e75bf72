/** `--curl` of commands that do not make their call as one of the service's: the call that tells the most. */

import { type Invocation, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { serverAddressOf } from '../settings/address.ts';
import { adminKeyPath, dataFolderOf } from '../settings/data-folder.ts';
import { curlCommand } from './curl.ts';

export function printCurl(
  { arguments: given, world }: Invocation,
  path: string,
  access: 'open' | 'operator',
): ExitCode {
  const folder = dataFolderOf(given, world);
  const url = `${serverAddressOf(given, world, folder)}${path}`;
  const keyPath = access === 'operator' ? adminKeyPath(folder) : undefined;
  printLine(world, curlCommand({ method: 'GET', url, keyPath }));
  return exitCodes.done;
}
