/** `stele doctor`: what is wrong with an installation and how to mend it. Looks at the data folder itself, and asks the server. */

import { type Command, dataOption, type Invocation, noOperands, urlOption } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';

export const doctor: Command = {
  name: 'doctor',
  operands: noOperands,
  options: [dataOption, urlOption],
  about: 'doctor.about',
  calls: ['GET /readyz', 'GET /v1/chains/main'],
  run: runDoctor,
};

async function runDoctor(invocation: Invocation): Promise<ExitCode> {
  if (invocation.arguments.flag('curl')) {
    const { printCurl } = await import('../client/print-curl.ts');
    return printCurl(invocation, '/readyz', 'open');
  }
  const { examine } = await import('../local/doctor/examine.ts');
  return await examine(invocation);
}
