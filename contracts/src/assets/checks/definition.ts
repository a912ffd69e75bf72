/** Whether a class makes sense: its names are different, what they name is there, and what it allows can be done. */

import { refuse } from '@stele/kernel/contract';
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
  if (spends.rate === 0) malformed('an issue that spends nothing spends no class');
  if (findClass(desk, spends.class) === undefined) {
    refuse('CLASS_UNKNOWN', 'the class that an issue spends does not exist');
  }
}

function checkWords({ kind, attributes, fields, moves, limits }: ClassDefinition): void {
  requireOneOf(CLASS_KINDS, kind);
  for (const { type } of [...attributes, ...fields]) requireOneOf(ATTRIBUTE_TYPES, type);
  for (const { move } of moves) requireOneOf(MOVES, move);
  requireOneOf(FOR_VALUE, limits.forValue);
}

function requireOneOf(words: readonly string[], word: string): void {
  if (!words.includes(word)) malformed(`"${word}" is none of ${words.join(', ')}`);
}

function checkNames({ attributes, fields, states, steps, roles, moves }: ClassDefinition): void {
  requireDifferent(attributes.map(({ name }) => name));
  requireDifferent(fields.map(({ name }) => name));
  requireDifferent(states);
  requireDifferent(steps.map(({ name }) => name));
  requireDifferent([HOLDER, ...roles.map(({ name }) => name)]);
  requireDifferent(moves.map(({ move }) => move));
}

function requireDifferent(names: readonly (string | number)[]): void {
  if (new Set(names).size < names.length) malformed('a name stands twice');
}

/** A set is of tokens: which set and which member are attributes of theirs. */
function checkSet({ set, attributes, scale }: ClassDefinition): void {
  if (set === null) return;
  const typeOf = (wanted: string): string | undefined =>
    attributes.find(({ name }) => name === wanted)?.type;
  const isFit = scale === null && typeOf(set.member) === 'uint' && set.by !== set.member;
  if (!isFit || typeOf(set.by) === undefined) {
    malformed('a set names two attributes of a token, the member an integer');
  }
}

function checkStates({ states, fields, steps, set, ...rest }: ClassDefinition): void {
  if (states.length === 0 && fields.length + steps.length > 0) {
    malformed('fields and steps belong to a class with states');
  }
  const roles = [HOLDER, ...rest.roles.map(({ name }) => name)];
  const names = fields.map(({ name }) => name);
  for (const step of steps) {
    requireKnown(states, [...step.from, step.to]);
    requireKnown(roles, step.by);
    requireKnown(names, step.sets);
    checkStep(step, set !== null);
  }
}

function checkStep({ from, by, sets, together }: StepDefinition, hasSets: boolean): void {
  for (const names of [from, by, sets, together]) requireDifferent(names);
  if (together.length > 0 && !hasSets) malformed('steps go together in a class with sets');
}

function requireKnown(known: readonly string[], names: readonly string[]): void {
  for (const name of names) if (!known.includes(name)) malformed(`there is no "${name}"`);
}

/** What has no holder to act for it needs a role that does. */
function checkRoles({ roles, moves, holders, countersigner }: ClassDefinition): void {
  const names = roles.map(({ name }) => name);
  for (const { move, by } of moves) {
    requireKnown(names, by);
    requireDifferent(by);
    if (by.length === 0 && (move === 'issue' || move === 'freeze')) {
      malformed(`the move ${move} is a role's`);
    }
  }
  for (const principal of [...roles.map(({ is }) => is), holders, countersigner]) {
    if (principal !== null && !isReachable(principal)) {
      malformed('nobody can ever act for one of the principals');
    }
  }
}

function malformed(sentence: string): never {
  refuse('CLASS_MALFORMED', sentence);
}
