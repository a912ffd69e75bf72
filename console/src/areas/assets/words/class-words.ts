/** A class told in sentences: who may do what with it, and within which limits. Keys of the catalogues with their values; no text is made here. */

import { type Scale, type ClassForm, type LimitsForm } from '@stele/sdk';
import type { TextKey } from '../../../text/context.tsx';
import type { TextParameters } from '../../../text/fill.ts';
import { amountText } from '../amount.ts';

/** In the order in which a page tells them. */
export const MOVES = [
  'issue',
  'transfer',
  'offer',
  'sale',
  'pledge',
  'step',
  'redeem',
  'freeze',
] as const;

export type MoveName = (typeof MOVES)[number];

export interface Sentence {
  readonly key: TextKey;
  readonly parameters: TextParameters;
}

export interface MoveRule {
  readonly move: MoveName;
  readonly isAllowed: boolean;
  readonly who: Sentence;
}

/** Moves in which nobody acts as holder. */
const WITHOUT_HOLDER: readonly MoveName[] = ['issue', 'freeze'];

/** For each move, in one order for all classes, whether it is allowed and who has to sign it. */
export function moveRules({ moves }: Pick<ClassForm, 'moves'>): readonly MoveRule[] {
  return MOVES.map((move) => {
    const rule = moves.find((one) => one.move === move);
    if (rule === undefined) {
      return { move, isAllowed: false, who: { key: 'assets.who.nobody', parameters: {} } };
    }
    const roles = rule.by.join(' + ');
    return { move, isAllowed: true, who: signersOf(WITHOUT_HOLDER.includes(move), roles) };
  });
}

function signersOf(isWithoutHolder: boolean, roles: string): Sentence {
  if (isWithoutHolder) return { key: 'assets.who.roles', parameters: { roles } };
  if (roles === '') return { key: 'assets.who.holder', parameters: {} };
  return { key: 'assets.who.both', parameters: { roles } };
}

/** The limits that there are, in the order of validation. */
export function limitSentences(limits: LimitsForm, scale: Scale): readonly Sentence[] {
  const amount = (key: TextKey, units: string | null): readonly Sentence[] =>
    units === null ? [] : [{ key, parameters: { amount: amountText(units, scale) } }];
  return [
    ...amount('assets.limit.supply', limits.supply),
    ...amount('assets.limit.perHolder', limits.perHolder),
    ...amount('assets.limit.partMin', limits.partMin),
    ...depthSentences(limits.depthMax),
    ...restSentences(limits.rest),
    ...valueSentences(limits.forValue),
    ...spendSentences(limits.spends),
  ];
}

function depthSentences(depthMax: number | null): readonly Sentence[] {
  return depthMax === null
    ? []
    : [{ key: 'assets.limit.depthMax', parameters: { count: depthMax } }];
}

function restSentences(rest: LimitsForm['rest']): readonly Sentence[] {
  if (rest === null) return [];
  const { firstDays, nextDays } = rest;
  return [{ key: 'assets.limit.rest', parameters: { first: firstDays, next: nextDays } }];
}

function valueSentences(forValue: string): readonly Sentence[] {
  if (forValue === 'never') return [{ key: 'assets.limit.forValue.never', parameters: {} }];
  if (forValue === 'primary') return [{ key: 'assets.limit.forValue.primary', parameters: {} }];
  return [];
}

function spendSentences(spends: LimitsForm['spends']): readonly Sentence[] {
  if (spends === null) return [];
  return [{ key: 'assets.limit.spends', parameters: { class: spends.class, rate: spends.rate } }];
}
