/**
 * Fires what is due (spec/contracts.md, "Timers"): one after another before anything else of a block, each in its own entry. How an
 * entry is made is the caller's: a dry run makes none.
 */

import { assert } from '@stele/base';
import { TIMERS_PER_BLOCK_MAX } from '@stele/protocol';
import { CallScope } from './call-scope.ts';
import { ContractContext } from './contract-context.ts';
import type { Environment } from './environment.ts';
import { outcomeOf } from './outcome.ts';
import type { Timer } from './timers.ts';

/** Makes the entry of a timer; `execute` is given its index and answers the outcome's code. */
export type TimerEntry = (timer: Timer, execute: (entryIndex: number) => string) => void;

/** Fires the timers that are due, as many as a block may. What one of them schedules for now fires with them. */
export function fireDueTimers(environment: Environment, entry: TimerEntry): void {
  const { timers, timeMs } = environment;
  for (let fired = 0; fired < TIMERS_PER_BLOCK_MAX; fired++) {
    const timer = timers.next;
    if (timer === undefined || timer.atMs > timeMs) return;
    entry(timer, (entryIndex) => fire(environment, timer, entryIndex));
  }
}

/** The timer is gone whatever comes of it: one that is refused once must not stand in the way of the others for ever. */
function fire(
  environment: Environment,
  { contract: name, key }: Timer,
  entryIndex: number,
): string {
  const { state, timers, contracts } = environment;
  timers.unschedule(name, key);
  const mark = state.mark();
  const contract = contracts.get(name);
  assert(contract?.timer !== undefined, 'what was scheduled can run');
  const { timer } = contract;
  const place = { entryIndex, callNumber: 0, setup: false };
  const context = new ContractContext(
    environment,
    place,
    { contract, actors: [] },
    new CallScope([]),
  );
  const code = outcomeOf(contract, context, () => {
    timer(context, key);
  });
  if (code !== '') state.rollback(mark);
  return code;
}
