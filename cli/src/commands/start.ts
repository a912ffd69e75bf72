/** `stele start`: the all-in-one process. Everything that opens a data folder is in ../local, loaded when it runs. */

import { numberOption } from '../arguments.ts';
import { type Command, dataOption, type Invocation, noOperands, printJson } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

export const start: Command = {
  name: 'start',
  operands: noOperands,
  options: [
    dataOption,
    { name: 'port', value: 'N', help: 'start.port' },
    { name: 'host', value: 'H', help: 'start.host' },
    { name: 'print-config', help: 'start.printConfig' },
  ],
  about: 'start.about',
  calls: [
    'GET /healthz    200 as soon as it serves',
    'GET /readyz     200 while the chain commits',
  ],
  run: runStart,
};

async function runStart(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  const port = numberOption(given, 'port', { min: 0, max: 65_535 });
  if (given.flag('curl')) {
    const { printCurl } = await import('../client/print-curl.ts');
    return printCurl(invocation, '/readyz', 'open');
  }
  const { checkSettings, readSettings } = await import('../local/start/settings.ts');
  const settings = readSettings({ host: given.value('host'), port }, given, world);
  if (given.flag('print-config')) {
    printJson(world, settings.report);
    return exitCodes.done;
  }
  checkSettings(settings);
  await sayOpening(invocation, settings.dataFolder);
  // Takes a good part of a second to load, and more on a busy machine.
  const { startServer } = await import('../local/start/start-server.ts');
  return await startServer(invocation, settings);
}

async function sayOpening({ world, text }: Invocation, folder: string): Promise<void> {
  const { hasChain } = await import('../settings/data-folder.ts');
  const key = hasChain(folder) ? 'start.opening' : 'start.creating';
  world.err.write(`${text(key, { folder })}\n`);
}
