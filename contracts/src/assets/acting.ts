/** Whether those who act in a call are, or make up, a principal. That every actor has signed the kernel has seen already. */

import { equal } from '@stele/base';
import { type CallContext, refuse } from '@stele/kernel/contract';
import { type Principal, principalToText } from '@stele/protocol';

export function acts(actors: readonly Principal[], principal: Principal): boolean {
  return (
    actors.some((actor) => isSame(actor, principal)) ||
    (principal.kind === 'threshold' &&
      principal.members.filter((member) => acts(actors, member)).length >= principal.m)
  );
}

export function allAct(actors: readonly Principal[], principals: readonly Principal[]): boolean {
  return principals.every((principal) => acts(actors, principal));
}

/** By their parts, which are in their one order: a call may compare many thousands, and encoding them cost more than all the rest. */
export function isSame(a: Principal, b: Principal): boolean {
  if (a.kind === 'account') return b.kind === 'account' && equal(a.account, b.account);
  if (a.kind === 'key') return b.kind === 'key' && equal(a.hash, b.hash);
  if (a.kind !== 'threshold') return principalToText(a) === principalToText(b);
  return b.kind === 'threshold' && a.m === b.m && areSame(a.members, b.members);
}

function areSame(some: readonly Principal[], others: readonly Principal[]): boolean {
  return (
    some.length === others.length &&
    some.every((one, i) => {
      const other = others[i];
      return other !== undefined && isSame(one, other);
    })
  );
}

/** Whether anybody can ever act for a principal: nothing stands for roles and contracts yet (spec/transaction.md). */
export function isReachable(principal: Principal): boolean {
  switch (principal.kind) {
    case 'key':
    case 'account':
      return true;
    case 'threshold':
      return principal.members.filter(isReachable).length >= principal.m;
    case 'role':
    case 'contract':
      return false;
  }
}

/** Of the chain: until organisations have accounts of their own. Refuses with NOT_AUTHORISED. */
export function requireAdministrator(context: CallContext): void {
  const [actor] = context.actors;
  const account = actor?.kind === 'account' ? context.account(actor.account) : undefined;
  if (account?.administrator === true) return;
  refuse('NOT_AUTHORISED', 'the first actor is not an administrator account');
}
