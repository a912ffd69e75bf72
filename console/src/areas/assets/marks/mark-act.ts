/** Freezing and lifting: at which levels somebody may, whose signatures it takes, and what a form asks of the ledger. */

import type { MarkView } from '@stele/protocol';
import type { ClassForm } from '@stele/sdk';

import { isAmong, othersThan, signersOfMove } from '../signers.ts';
import { type Act, withOthers } from '../signing/act.ts';
import { handleOf, type MarkTarget, operandsOf, type TargetKind } from './target.ts';

export type Level = MarkView['level'];

export interface Officer {
  readonly account: string;
  readonly isAdministrator: boolean;
}

/**
 * The levels at which an account may set and lift marks, those of the platform first: roles of the class freeze for the platform, an
 * administrator for an authority, and a party as a whole nobody else.
 */
export function levelsFor(
  on: TargetKind,
  definition: Pick<ClassForm, 'moves' | 'roles'> | undefined,
  { account, isAdministrator }: Officer,
): readonly Level[] {
  const freezers = definition === undefined ? undefined : signersOfMove(definition, 'freeze');
  const isFreezer = on !== 'party' && freezers !== undefined && isAmong(account, freezers);
  return [
    ...(isFreezer ? (['platform'] as const) : []),
    ...(isAdministrator ? (['authority'] as const) : []),
  ];
}

/** Who has to sign beside the account that acts. */
export function freezersBeside(
  account: string,
  level: Level,
  definition: Pick<ClassForm, 'moves' | 'roles'> | undefined,
): readonly string[] {
  if (level === 'authority' || definition === undefined) return [];
  return othersThan(account, signersOfMove(definition, 'freeze') ?? []);
}

export interface Marking {
  readonly method: 'mark' | 'unmark';
  /** Who acts first, and pays. */
  readonly account: string;
  readonly others: readonly string[];
  readonly target: MarkTarget;
  readonly level: Level;
  /** Digest of the order, 64 hexadecimal digits. */
  readonly reference: string;
}

export function markAct({ method, account, others, target, level, reference }: Marking): Act {
  return {
    account,
    others,
    method,
    args: { handle: { ...handleOf(target) }, level, reference },
    command: [
      `asset ${method} ${operandsOf(target)} --reference ${reference}`,
      ...(level === 'authority' ? ['--authority'] : []),
      ...withOthers(others),
    ].join(' '),
  };
}
