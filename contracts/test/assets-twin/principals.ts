/** Principals by their text, as the twin has them. */

import { rejection } from '@stele/base';
import { type Principal, principalFromText, principalToText } from '@stele/protocol';

/** One text a principal. */
export function canonical(text: string): string {
  return principalToText(principalFromText(text));
}

export function acts(actors: readonly string[], text: string): boolean {
  return actsFor(actors.map(canonical), principalFromText(text));
}

function actsFor(actors: readonly string[], principal: Principal): boolean {
  if (actors.includes(principalToText(principal))) return true;
  if (principal.kind !== 'threshold') return false;
  let count = 0;
  for (const member of principal.members) if (actsFor(actors, member)) count++;
  return count >= principal.m;
}

/** Whether anybody could ever sign for it. */
export function canAct(text: string): boolean {
  const can = (principal: Principal): boolean => {
    if (principal.kind === 'role' || principal.kind === 'contract') return false;
    if (principal.kind !== 'threshold') return true;
    return principal.members.filter(can).length >= principal.m;
  };
  return can(principalFromText(text));
}

/** How the twin refuses. */
export function no(code: string): never {
  throw rejection(code, 'the twin says no');
}

export function refuseIf(condition: boolean, code: string): void {
  if (condition) no(code);
}
