/** `stele open`: a new one-time link to the console, opened where there is a browser. */

import { type Command, noOperands, serviceOptions } from '../command.ts';

export const open: Command = {
  name: 'open',
  operands: noOperands,
  options: [{ name: 'print', help: 'open.print' }, ...serviceOptions],
  about: 'open.about',
  calls: ['POST /v1/sign-in/links'],
  run: async (invocation) => (await import('../open/open-console.ts')).openConsole(invocation),
};
