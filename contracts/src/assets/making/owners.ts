/** Whether an owner makes sense: somebody can act for it, and every hold in it can be left (spec/assets.md, "Holds"). */

import { refuse } from '@stele/kernel/contract';
import type { Principal } from '@stele/protocol';
import { isReachable } from '../acting.ts';
import type { AssetClass } from '../asset-class.ts';
import { type Desk, requireClass } from '../desk.ts';
import type { Exit, Hold, Owner } from '../schema/owner.ts';

/** Refuses with OWNER_UNREACHABLE, HOLD_MALFORMED or CLASS_UNKNOWN: all holds are looked at for one before the next. */
export function checkOwner(desk: Desk, of: AssetClass, owner: Owner): void {
  if (owner.kind === 'party') {
    requireReachable(owner.value);
    return;
  }
  const holds = holdsOf(owner);
  for (const principal of principalsOf(holds)) requireReachable(principal);
  for (const hold of holds) checkHold(desk, of, hold);
  for (const { exits } of holds) {
    for (const { pays } of exits) if (pays !== null) requireClass(desk, pays.class);
  }
}

/** The holds of an owner, each before those inside of it. */
export function holdsOf(owner: Owner | null): readonly Hold[] {
  if (owner === null || owner.kind === 'party') return [];
  return [owner.value, ...owner.value.exits.flatMap(({ to }) => holdsOf(to))];
}

function principalsOf(holds: readonly Hold[]): readonly Principal[] {
  return holds.flatMap((hold) => [hold.for, ...hold.exits.flatMap(principalsOfExit)]);
}

function principalsOfExit({ by, pays, to }: Exit): readonly Principal[] {
  return [
    ...(by === null ? [] : [by]),
    ...(pays === null ? [] : [pays.to]),
    ...(to?.kind === 'party' ? [to.value] : []),
  ];
}

function requireReachable(principal: Principal): void {
  if (isReachable(principal)) return;
  refuse('OWNER_UNREACHABLE', 'nobody can ever act for one of the principals');
}

function checkHold({ context: { timeMs } }: Desk, of: AssetClass, { exits }: Hold): void {
  const names = new Set(exits.map(({ name }) => name));
  if (names.size < exits.length) malformed('two exits have one name');
  if (exits.every(({ until }) => until !== null)) malformed('all exits close some day');
  for (const exit of exits) {
    checkWindow(exit, timeMs);
    if (exit.preimage?.algorithm === 0) malformed('a preimage is of SHA-256 or SM3');
    if (exit.step !== '') checkStep(of, exit.step);
  }
}

function checkWindow({ from, until }: Exit, timeMs: number): void {
  if (until === null) return;
  if (until <= timeMs || (from !== null && from >= until)) malformed('an exit is never open');
}

/** A step on the way out is given no values, so it cannot be one that sets fields. */
function checkStep({ steps }: AssetClass, name: string): void {
  const step = steps.get(name);
  if (step === undefined || step.sets.length > 0) {
    malformed('an exit takes a step that the class does not have, or one that sets fields');
  }
}

function malformed(sentence: string): never {
  refuse('HOLD_MALFORMED', sentence);
}
