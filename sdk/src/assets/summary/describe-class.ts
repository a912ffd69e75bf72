/** A class in words: what it consists of, who may do what with it, and within which limits. What is not there says nothing. */

import { HOLDER } from '@stele/contracts';
import { amountToText } from '../amount.ts';
import type { Scale } from '../amount.ts';
import type { AttributeForm, ClassForm, LimitsForm, StepForm } from '../forms.ts';
import { CLASS_WORDS as WORDS } from './class-words.ts';
import { fill, joinedClosely, listed } from './statement.ts';
import type { Sentence } from './statement.ts';

/** The moves, in the order in which they are told. */
const MOVES = ['issue', 'transfer', 'offer', 'sale', 'pledge', 'step', 'redeem', 'freeze'] as const;
/** In which nobody acts as holder. */
const WITHOUT_HOLDER: readonly string[] = ['issue', 'freeze'];

/** Everything that a definition says beside name, kind and scale. */
export function classInWords(definition: ClassForm): readonly Sentence[] {
  const { limits, scale, holders, countersigner, hook, terms } = definition;
  return [
    ...contentWords(definition),
    ...definition.roles.map(({ name, is }) => fill(WORDS.role, { name, is })),
    ...moveWords(definition),
    ...(holders === null ? [] : [fill(WORDS.holders, { registrar: holders })]),
    ...(countersigner === null ? [] : [fill(WORDS.countersigner, { countersigner })]),
    ...limitsInWords(limits, scale),
    ...(hook === '' ? [] : [fill(WORDS.hook, { hook })]),
    ...(terms === null ? [] : [fill(WORDS.terms, { digest: terms })]),
  ];
}

function contentWords(definition: ClassForm): readonly Sentence[] {
  const { attributes, set, states, fields, steps } = definition;
  const [first = ''] = states;
  return [
    ...typed(WORDS.attributes, attributes),
    ...(set === null ? [] : [fill(WORDS.set, { ...set })]),
    ...(first === '' ? [] : [fill(WORDS.states, { states: listed(states), first })]),
    ...typed(WORDS.fields, fields),
    ...steps.map(stepWords),
  ];
}

function typed(words: Sentence, values: readonly AttributeForm[]): readonly Sentence[] {
  if (values.length === 0) return [];
  const each = values.map(({ name, type }) => fill(WORDS.typed, { name, type }));
  return [fill(words, { values: listed(each) })];
}

function stepWords({ name, from, to, by, sets, together }: StepForm): Sentence {
  const who = by.map((one) => (one === HOLDER ? WORDS.holder : one));
  return joinedClosely([
    fill(WORDS.step, { name, from: listed(from), to, by: listed(who) }),
    ...(sets.length === 0 ? [] : [fill(WORDS.stepSets, { fields: listed(sets) })]),
    ...(together.length === 0
      ? []
      : [fill(WORDS.stepTogether, { members: listed(together.map(String)) })]),
  ]);
}

export interface MoveInWords {
  readonly move: string;
  readonly words: Sentence;
  /** Who has to sign; undefined: nobody may. */
  readonly who: Sentence | undefined;
}

/** Every move in one order for all classes; step only where there is one to take. */
export function movesInWords({
  moves,
  steps,
}: Pick<ClassForm, 'moves' | 'steps'>): readonly MoveInWords[] {
  const allowed = new Map(moves.map(({ move, by }) => [move, by]));
  return MOVES.filter((move) => move !== 'step' || steps.length > 0).map((move) => {
    const by = allowed.get(move);
    return { move, words: WORDS.moves[move], who: by && whoSigns(move, by) };
  });
}

function moveWords(definition: ClassForm): readonly Sentence[] {
  const moves = movesInWords(definition);
  const forbidden = moves.filter(({ who }) => who === undefined).map(({ words }) => words);
  return [
    ...moves.flatMap(({ words, who }) =>
      who === undefined ? [] : [fill(WORDS.move, { move: words, who })],
    ),
    ...(forbidden.length === 0 ? [] : [fill(WORDS.forbidden, { moves: listed(forbidden) })]),
  ];
}

function whoSigns(move: string, by: readonly string[]): Sentence {
  if (WITHOUT_HOLDER.includes(move)) return fill(WORDS.rolesSign, { roles: listed(by) });
  if (move === 'step') {
    return by.length === 0 ? WORDS.stepSigns : fill(WORDS.stepBothSign, { roles: listed(by) });
  }
  if (by.length === 0) return WORDS.holderSigns;
  return fill(WORDS.bothSign, { roles: listed(by) });
}

/** The limits that there are, in the order of validation. */
export function limitsInWords(limits: LimitsForm, scale: Scale): readonly Sentence[] {
  const { depthMax, rest, forValue, spends } = limits;
  return [
    ...(['supply', 'perHolder', 'partMin'] as const).flatMap((limit) => {
      const units = limits[limit];
      if (units === null) return [];
      return [fill(WORDS.limits[limit], { amount: amountToText(BigInt(units), scale) })];
    }),
    ...(depthMax === null ? [] : [fill(WORDS.depthMax, { count: String(depthMax) })]),
    ...(rest === null
      ? []
      : [fill(WORDS.rest, { first: String(rest.firstDays), next: String(rest.nextDays) })]),
    ...(forValue === 'never' ? [WORDS.forValueNever] : []),
    ...(forValue === 'primary' ? [WORDS.forValuePrimary] : []),
    ...(spends === null
      ? []
      : [fill(WORDS.spends, { class: spends.class, rate: String(spends.rate) })]),
  ];
}
