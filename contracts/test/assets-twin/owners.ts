/** What the twin wants of owners and their holds, and what holds lead to by themselves. */

import { type Books, classIn } from './books.ts';
import type { TwinClass, TwinExit, TwinHold, TwinOwner } from './model.ts';
import { canAct, refuseIf } from './principals.ts';

/** All holds of an owner, the outer ones first. */
export function holdsIn(owner: TwinOwner | null | undefined): TwinHold[] {
  const hold = owner?.hold;
  return hold === undefined ? [] : [hold, ...hold.exits.flatMap(({ to }) => holdsIn(to))];
}

export function checkOwner(books: Books, of: TwinClass, owner: TwinOwner, timeMs: number): void {
  const holds = holdsIn(owner);
  const exits = holds.flatMap((hold) => hold.exits);
  const named = [
    owner.party,
    ...holds.map((hold) => hold.for),
    ...exits.flatMap(({ by, pays, to }) => [by, pays?.to, to?.party]),
  ];
  refuseIf(
    named.some((text) => typeof text === 'string' && !canAct(text)),
    'OWNER_UNREACHABLE',
  );
  for (const hold of holds) {
    const isSound =
      new Set(hold.exits.map(({ name }) => name)).size === hold.exits.length &&
      hold.exits.some(({ until }) => typeof until !== 'number') &&
      hold.exits.every(({ preimage }) => preimage?.algorithm !== 0) &&
      hold.exits.every((exit) => isOpenSomeDay(exit, timeMs) && isStepOf(of, exit.step ?? ''));
    refuseIf(!isSound, 'HOLD_MALFORMED');
  }
  for (const { pays } of exits) if (pays) classIn(books, pays.class);
}

function isOpenSomeDay({ from, until }: TwinExit, timeMs: number): boolean {
  return typeof until !== 'number' || (until > timeMs && (from ?? 0) < until);
}

function isStepOf({ steps }: TwinClass, name: string): boolean {
  return name === '' || steps.some((step) => step.name === name && step.sets.length === 0);
}

/** The exit that opens to anyone by itself, the earliest of them. */
export function lapseIn(owner: TwinOwner): TwinExit | undefined {
  const open = (owner.hold?.exits ?? []).filter(
    ({ by, from, pays, preimage, to }) =>
      (by ?? null) === null &&
      typeof from === 'number' &&
      (pays ?? null) === null &&
      (preimage ?? null) === null &&
      (to ?? null) !== null,
  );
  const earliest = Math.min(...open.map(({ from }) => from ?? 0));
  return open.find(({ from }) => from === earliest);
}
