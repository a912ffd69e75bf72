/** `stele open`: a new one-time link to the console, opened where there is a browser. */

import { type Command, type Invocation, noOperands, serviceOptions } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';

export const open: Command = {
  name: 'open',
  operands: noOperands,
  options: [{ name: 'print', help: 'open.print' }, ...serviceOptions],
  about: 'open.about',
  calls: ['POST /v1/sign-in/links'],
  run: async (invocation: Invocation): Promise<ExitCode> => {
    const { openConsole } = await import('../open/open-console.ts');
    return await openConsole(invocation);
  },
};
