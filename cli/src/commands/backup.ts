/** `stele backup FOLDER`: the data folder copied, also while a server writes to it. Opens the data folder itself. */

import { serviceRowsPath } from '../client/paths.ts';
import { type Command, dataOption, type Invocation, urlOption } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';

export const backup: Command = {
  name: 'backup',
  operands: { label: 'FOLDER', min: 1, max: 1 },
  options: [dataOption, urlOption],
  about: 'backup.about',
  calls: [`GET ${serviceRowsPath}`],
  run: runBackup,
};

async function runBackup(invocation: Invocation): Promise<ExitCode> {
  if (invocation.arguments.flag('curl')) {
    const { printCurl } = await import('../client/print-curl.ts');
    return printCurl(invocation, serviceRowsPath, 'operator');
  }
  const { makeBackup } = await import('../local/backup/make-backup.ts');
  return await makeBackup(invocation);
}
