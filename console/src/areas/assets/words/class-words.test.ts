// A class in sentences: everything that a definition says is said, and nothing else.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { ClassForm } from '@stele/sdk';

import { limitSentences, moveRules } from './class-words.ts';

const RECEIVABLE: ClassForm = {
  organisation: 'firm',
  name: 'receivable',
  kind: 'right',
  scale: 2,
  attributes: [{ name: 'debtor', type: 'account' }],
  set: null,
  fields: [],
  holders: null,
  hook: '',
  countersigner: null,
  terms: null,
  states: ['open', 'confirmed'],
  steps: [
    { name: 'confirm', from: ['open'], to: 'confirmed', by: ['debtor'], sets: [], together: [2] },
  ],
  roles: [{ name: 'issuer', is: 'acc_00' }],
  moves: [
    { move: 'issue', by: ['issuer', 'bank'] },
    { move: 'transfer', by: [] },
    { move: 'redeem', by: ['issuer'] },
  ],
  limits: {
    supply: '1000000',
    perHolder: null,
    partMin: '100',
    depthMax: 5,
    rest: { firstDays: 180, nextDays: 730 },
    forValue: 'primary',
    spends: { class: 'ab', rate: 1 },
  },
};

void test('who may do what: each move once, in one order', () => {
  const rules = moveRules(RECEIVABLE);
  assert.deepEqual(
    rules.map(({ move, isAllowed, who }) => [move, isAllowed, who.key, who.parameters['roles']]),
    [
      ['issue', true, 'assets.who.roles', 'issuer + bank'],
      ['transfer', true, 'assets.who.holder', undefined],
      ['offer', false, 'assets.who.nobody', undefined],
      ['sale', false, 'assets.who.nobody', undefined],
      ['pledge', false, 'assets.who.nobody', undefined],
      ['step', false, 'assets.who.nobody', undefined],
      ['redeem', true, 'assets.who.both', 'issuer'],
      ['freeze', false, 'assets.who.nobody', undefined],
    ],
  );
});

void test('limits, with amounts by the scale of the class', () => {
  const { limits } = RECEIVABLE;
  assert.deepEqual(
    limitSentences(limits, 2).map(({ key, parameters }) => [key, parameters]),
    [
      ['assets.limit.supply', { amount: '10,000.00' }],
      ['assets.limit.partMin', { amount: '1.00' }],
      ['assets.limit.depthMax', { count: 5 }],
      ['assets.limit.rest', { first: 180, next: 730 }],
      ['assets.limit.forValue.primary', {}],
      ['assets.limit.spends', { class: 'ab', rate: 1 }],
    ],
  );
});

void test('a definition without moves and limits forbids everything and limits nothing', () => {
  const none = { supply: null, perHolder: null, partMin: null, depthMax: null, rest: null };
  const empty: ClassForm = {
    ...RECEIVABLE,
    moves: [],
    limits: { ...none, forValue: 'always', spends: null },
  };
  assert.ok(moveRules(empty).every(({ isAllowed }) => !isAllowed));
  assert.deepEqual(limitSentences(empty.limits, null), []);
});
