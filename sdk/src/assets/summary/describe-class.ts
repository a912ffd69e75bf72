/** A class in words: what it consists of, who may do what with it, and within which limits. What is not there says nothing. */

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
    ...limitWords(limits, scale),
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
  const who = by.map((one) => (one === 'holder' ? WORDS.holder : one));
  return joinedClosely([
    fill(WORDS.step, { name, from: listed(from), to, by: listed(who) }),
    ...(sets.length === 0 ? [] : [fill(WORDS.stepSets, { fields: listed(sets) })]),
    ...(together.length === 0
      ? []
      : [fill(WORDS.stepTogether, { members: listed(together.map(String)) })]),
  ]);
}

function moveWords({ moves, steps }: Pick<ClassForm, 'moves' | 'steps'>): readonly Sentence[] {
  const allowed = new Map(moves.map(({ move, by }) => [move, by]));
  // Nobody misses a step where there is none to take.
  const told = MOVES.filter((move) => move !== 'step' || steps.length > 0);
  const forbidden = told.filter((move) => !allowed.has(move)).map((move) => WORDS.moves[move]);
  return [
    ...told.flatMap((move) => {
      const by = allowed.get(move);
      if (by === undefined) return [];
      return [fill(WORDS.move, { move: WORDS.moves[move], who: whoSigns(move, by) })];
    }),
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

function limitWords(limits: LimitsForm, scale: Scale): readonly Sentence[] {
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
