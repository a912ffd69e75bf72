/** When nobody has ended a hold by the time at which it lapses, its timer takes that exit (spec/assets.md, "Timers"). */

import { assert } from '@stele/base';
import type { CallContext } from '@stele/kernel/contract';
import { carryOut, NO_PARTICULARS } from './checks/check-deed.ts';
import { deskOf } from './desk.ts';
import { makeExits, stepsOfExits } from './making/make-exits.ts';
import { checkExits, lapseOf } from './taking/exits.ts';
import { findOutput, requireFree } from './taking/read-inputs.ts';

/** `key`: of the output whose hold lapses. A timer is taken away with its output, so the output is there. */
export function lapse(context: CallContext, key: Uint8Array): void {
  const desk = deskOf(context);
  const found = findOutput(desk, key);
  assert(found?.output.owner.kind === 'hold', 'a timer is of an output in a hold');
  const exit = lapseOf(found.output.owner.value);
  requireFree(desk, found);
  checkExits(desk, [{ exit, preimage: null }]);
  const spent = [{ ...found, exit }];
  const made = makeExits(desk, spent);
  const deed = { desk, method: 'lapse', spent, made, steps: stepsOfExits(spent) };
  carryOut(deed, { ...NO_PARTICULARS, isTimer: true });
}
