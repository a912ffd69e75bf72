/** `stele service`: a systemd unit for this installation, on standard output. Changes nothing. */

import { type Command, dataOption, type Invocation, noOperands } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';

export const service: Command = {
  name: 'service',
  operands: noOperands,
  options: [dataOption, { name: 'user', value: 'NAME', help: 'service.user' }],
  about: 'service.about',
  calls: [],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { printUnit } = await import('../service/print-unit.ts');
    return printUnit(invocation);
  },
};
