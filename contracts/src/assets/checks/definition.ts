/**
 * Whether a class makes sense: its names are different, what they name is there, and what it allows can be done. A refusal begins with
 * the place of the fault in the definition, as "steps/0/to".
 */

import { refuse } from '@stele/kernel/contract';
import type { Principal } from '@stele/protocol';
import { isReachable } from '../acting.ts';
import { type Desk, findClass } from '../desk.ts';
import {
  ATTRIBUTE_TYPES,
  CLASS_KINDS,
  type ClassDefinition,
  FOR_VALUE,
  HOLDER,
  MOVES,
  type StepDefinition,
} from '../schema/class.ts';

/** Refuses with CLASS_MALFORMED or CLASS_UNKNOWN. */
export function checkDefinition(desk: Desk, definition: ClassDefinition): void {
  checkWords(definition);
  checkNames(definition);
  checkSet(definition);
  checkStates(definition);
  checkRoles(definition);
  const { spends } = definition.limits;
  if (spends === null) return;
  if (spends.rate === 0) {
    malformed('limits/spends/rate', 'an issue that spends nothing spends no class');
  }
  if (findClass(desk, spends.class) === undefined) {
    refuse('CLASS_UNKNOWN', 'the class that an issue spends does not exist');
  }
}

function checkWords({ kind, attributes, fields, moves, limits }: ClassDefinition): void {
  requireOneOf(CLASS_KINDS, kind, 'kind');
  for (const [at, values] of [
    ['attributes', attributes],
    ['fields', fields],
  ] as const) {
    values.forEach(({ type }, i) => {
      requireOneOf(ATTRIBUTE_TYPES, type, `${at}/${String(i)}/type`);
    });
  }
  moves.forEach(({ move }, i) => {
    requireOneOf(MOVES, move, `moves/${String(i)}/move`);
  });
  requireOneOf(FOR_VALUE, limits.forValue, 'limits/forValue');
}

function requireOneOf(words: readonly string[], word: string, at: string): void {
  if (!words.includes(word)) malformed(at, `"${word}" is none of ${words.join(', ')}`);
}

function checkNames({ attributes, fields, states, steps, roles, moves }: ClassDefinition): void {
  requireDifferent(namesOf(attributes), 'attributes');
  requireDifferent(namesOf(fields), 'fields');
  requireDifferent(states, 'states');
  requireDifferent(namesOf(steps), 'steps');
  requireDifferent([HOLDER, ...namesOf(roles)], 'roles');
  requireDifferent(
    moves.map(({ move }) => move),
    'moves',
  );
}

function namesOf(named: readonly { readonly name: string }[]): readonly string[] {
  return named.map(({ name }) => name);
}

function requireDifferent(names: readonly (string | number)[], at: string): void {
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) malformed(at, `"${String(twice)}" stands twice`);
}

/** A set is of tokens: which set and which member are attributes of theirs. */
function checkSet({ set, attributes, scale }: ClassDefinition): void {
  if (set === null) return;
  const typeOf = (wanted: string): string | undefined =>
    attributes.find(({ name }) => name === wanted)?.type;
  const isFit = scale === null && typeOf(set.member) === 'uint' && set.by !== set.member;
  if (!isFit || typeOf(set.by) === undefined) {
    malformed('set', 'a set names two attributes of a token, the member an integer');
  }
}

function checkStates({ states, fields, steps, set, moves, ...rest }: ClassDefinition): void {
  if (states.length === 0 && fields.length + steps.length > 0) {
    malformed('states', 'fields and steps belong to a class with states');
  }
  const roles = [HOLDER, ...namesOf(rest.roles)];
  steps.forEach((step, i) => {
    const at = `steps/${String(i)}`;
    requireKnown(states, step.from, `${at}/from`);
    requireKnown(states, [step.to], `${at}/to`);
    requireKnown(roles, step.by, `${at}/by`);
    requireKnown(namesOf(fields), step.sets, `${at}/sets`);
    checkStep(step, set !== null, at);
  });
  if (steps.length > 0 && !moves.some(({ move }) => move === 'step')) {
    malformed('moves', 'the steps can be taken only where the move "step" stands');
  }
}

function checkStep(step: StepDefinition, hasSets: boolean, at: string): void {
  for (const part of ['from', 'by', 'sets', 'together'] as const) {
    requireDifferent(step[part], `${at}/${part}`);
  }
  if (step.together.length > 0 && !hasSets) {
    malformed(`${at}/together`, 'steps go together in a class with sets');
  }
}

function requireKnown(known: readonly string[], names: readonly string[], at: string): void {
  for (const name of names) if (!known.includes(name)) malformed(at, `there is no "${name}"`);
}

/** What has no holder to act for it needs a role that does. */
function checkRoles({ roles, moves, holders, countersigner }: ClassDefinition): void {
  moves.forEach(({ move, by }, i) => {
    const at = `moves/${String(i)}/by`;
    requireKnown(namesOf(roles), by, at);
    requireDifferent(by, at);
    if (by.length === 0 && (move === 'issue' || move === 'freeze')) {
      malformed(at, `the move "${move}" is a role's`);
    }
  });
  roles.forEach(({ is }, i) => {
    requireReachable(is, `roles/${String(i)}/is`);
  });
  requireReachable(holders, 'holders');
  requireReachable(countersigner, 'countersigner');
}

function requireReachable(principal: Principal | null, at: string): void {
  if (principal === null || isReachable(principal)) return;
  malformed(at, 'nobody can ever act for this principal');
}

function malformed(at: string, sentence: string): never {
  refuse('CLASS_MALFORMED', `${at}: ${sentence}`);
}
