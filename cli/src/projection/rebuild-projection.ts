/** `stele projection rebuild`: begins the derivation, and watches it until search has caught up. */

import { setTimeout as delay } from 'node:timers/promises';

import { type Service, serviceOf } from '../client/service.ts';
import { type Invocation, printJson, printLine } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { inCounts, progressOn } from '../terminal/progress.ts';
import { projectionState, type ProjectionState, stateText } from './projection-state.ts';

const rebuildCall = {
  method: 'POST',
  path: '/v1/projection/rebuild',
  // Dropping large tables takes a while.
  waitMs: 600_000,
} as const;

const lookAgainMs = 200;

export async function rebuildProjection(invocation: Invocation): Promise<ExitCode> {
  const { arguments: given, world, text } = invocation;
  const service = serviceOf(invocation);
  if (given.flag('curl')) {
    printLine(world, service.curl(rebuildCall));
    return exitCodes.done;
  }
  await service.ask(rebuildCall);
  const state = given.flag('no-wait')
    ? await projectionState(service)
    : await caughtUp(invocation, service);
  if (given.flag('json')) printJson(world, state);
  else printLine(world, stateText(state, text));
  return isUnderWay(state) || state.status === 'following' ? exitCodes.done : exitCodes.failed;
}

/** Ends when it follows, or when it cannot go on by itself. */
async function caughtUp({ world, text }: Invocation, service: Service): Promise<ProjectionState> {
  const progress = progressOn(world.err, inCounts);
  let total = 0;
  try {
    for (;;) {
      const state = await projectionState(service);
      if (!isUnderWay(state)) return state;
      total = Math.max(total, state.behindEntries);
      progress.show(text('projectionRebuild.deriving'), total - state.behindEntries, total);
      await delay(lookAgainMs);
    }
  } finally {
    progress.clear();
  }
}

function isUnderWay({ status }: ProjectionState): boolean {
  return status === 'beginning' || status === 'catching-up';
}
