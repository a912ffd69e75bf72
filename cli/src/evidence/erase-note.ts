/** `stele evidence erase-note`: for good, so it is asked for twice, the second time by `--yes`. */

import { evidencePath } from '../client/paths.ts';
import { serviceOf } from '../client/service.ts';
import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { idIn } from '../given-values.ts';
import { trouble } from '../trouble.ts';

export async function eraseNote(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const id = idIn('record', given.operands[0] ?? '');
  const service = serviceOf(invocation);
  const call = { method: 'DELETE', path: `${evidencePath}/${id}/note` } as const;
  if (given.flag('curl')) {
    printLine(world, service.curl(call));
    return exitCodes.done;
  }
  if (!given.flag('yes')) throw trouble('CONFIRMATION_MISSING', { id });
  await service.ask(call);
  if (given.flag('json')) printJson(world, { id, noteErased: true });
  else printLine(world, text('evidenceEraseNote.erased', { id }));
  return exitCodes.done;
}
