/** The run of a command that is one call: `--curl` prints it, `--json` prints the server's answer, else `show` does. */

import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { type ServiceCall, serviceOf } from './service.ts';

/** What is shown is the answer's JSON object: its shape is what the service's description (/openapi.json) says of this call. */
export async function runCall(
  invocation: Invocation,
  call: ServiceCall,
  show: (answer: object) => void,
): Promise<ExitCode> {
  const { arguments: given, world } = invocation;
  const service = serviceOf(invocation);
  if (given.flag('curl')) {
    printLine(world, service.curl(call));
    return exitCodes.done;
  }
  const answer = await service.askJson(call);
  if (given.flag('json')) printJson(world, answer);
  else show(answer);
  return exitCodes.done;
}
