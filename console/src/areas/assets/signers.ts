/** Whose signatures an act needs, as the definition of a class says it: roles by their names, the countersigner beside them. */

import { type Principal, principalFromText, principalToText } from '@stele/protocol';
import type { ClassForm } from '@stele/sdk';

/** The principals of these roles. */
export function inRoles(
  { roles }: Pick<ClassForm, 'roles'>,
  names: readonly string[],
): readonly string[] {
  return roles.filter(({ name }) => names.includes(name)).map(({ is }) => is);
}

/** Who has to act for a move beside the holder; undefined where the class does not allow it. */
export function signersOfMove(
  definition: Pick<ClassForm, 'moves' | 'roles'>,
  move: string,
): readonly string[] | undefined {
  const rule = definition.moves.find((one) => one.move === move);
  return rule === undefined ? undefined : inRoles(definition, rule.by);
}

/** Whoever has a say in everything that becomes of a class's assets. */
export function countersignerOf({
  countersigner,
}: Pick<ClassForm, 'countersigner'>): readonly string[] {
  return countersigner === null ? [] : [countersigner];
}

/** Those who have to sign beside an account, each once. */
export function othersThan(account: string, parties: readonly string[]): readonly string[] {
  return [...new Set(parties)].filter((party) => party !== account);
}

/** Whether an account is one of these parties, or signs for one of several together. */
export function isAmong(account: string, parties: readonly string[]): boolean {
  return parties.some((party) => hasPart(principalFromText(party), account));
}

function hasPart(principal: Principal, account: string): boolean {
  if (principal.kind !== 'threshold') return principalToText(principal) === account;
  return principal.members.some((member) => hasPart(member, account));
}
