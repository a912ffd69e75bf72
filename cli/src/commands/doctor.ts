/** `stele doctor`: what is wrong with an installation and how to mend it. Looks at the data folder itself, and asks the server. */

import { type Command, dataOption, type Invocation, printLine, urlOption } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

export const doctor: Command = {
  name: 'doctor',
  operands: { label: '', min: 0, max: 0 },
  options: [dataOption, urlOption],
  about: 'doctor.about',
  calls: ['GET /readyz', 'GET /v1/chains/main'],
  run: runDoctor,
};

async function runDoctor(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  if (given.flag('curl')) {
    const { dataFolderOf } = await import('../settings/data-folder.ts');
    const { serverAddressOf } = await import('../settings/address.ts');
    const { curlCommand } = await import('../client/curl.ts');
    const address = serverAddressOf(given, world, dataFolderOf(given, world));
    printLine(world, curlCommand({ method: 'GET', url: `${address}/readyz` }));
    return exitCodes.done;
  }
  const { examine } = await import('../local/doctor/examine.ts');
  return await examine(invocation);
}
