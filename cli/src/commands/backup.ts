/** `stele backup FOLDER`: the data folder copied, also while a server writes to it. Opens the data folder itself. */

import { type Command, dataOption, type Invocation, printLine, urlOption } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

export const SERVICE_ROWS_PATH = '/v1/backups/service';

export const backup: Command = {
  name: 'backup',
  operands: { label: 'FOLDER', min: 1, max: 1 },
  options: [dataOption, urlOption],
  about: 'backup.about',
  calls: [`GET ${SERVICE_ROWS_PATH}`],
  run: runBackup,
};

async function runBackup(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  if (given.flag('curl')) {
    const { dataFolderOf, adminKeyPath } = await import('../settings/data-folder.ts');
    const { serverAddressOf } = await import('../settings/address.ts');
    const { curlCommand } = await import('../client/curl.ts');
    const folder = dataFolderOf(given, world);
    const url = `${serverAddressOf(given, world, folder)}${SERVICE_ROWS_PATH}`;
    printLine(world, curlCommand({ method: 'GET', url, keyPath: adminKeyPath(folder) }));
    return exitCodes.done;
  }
  const { makeBackup } = await import('../local/backup/make-backup.ts');
  return await makeBackup(invocation);
}
