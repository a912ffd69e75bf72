/** `stele projection status`. Exit code 3 while search cannot answer: whoever watches needs no words. */

import { serviceOf } from '../client/service.ts';
import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { projectionState, projectionCall, stateText } from './projection-state.ts';

export async function showProjection(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const service = serviceOf(invocation);
  if (given.flag('curl')) {
    printLine(world, service.curl(projectionCall));
    return exitCodes.done;
  }
  const state = await projectionState(service);
  if (given.flag('json')) printJson(world, state);
  else printLine(world, stateText(state, text));
  const answers = state.status === 'following' || state.status === 'catching-up';
  return answers ? exitCodes.done : exitCodes.failed;
}
