/** `stele service`: a systemd unit for this installation, on standard output. Changes nothing. */

import { type Command, dataOption, noOperands } from '../command.ts';

export const service: Command = {
  name: 'service',
  operands: noOperands,
  options: [dataOption, { name: 'user', value: 'NAME', help: 'service.user' }],
  about: 'service.about',
  calls: [],
  run: async (invocation) => (await import('../service/print-unit.ts')).printUnit(invocation),
};
