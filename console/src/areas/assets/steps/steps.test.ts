// Steps: which lead on from where an output stands, for whom, with which members of its set, and what is asked of the ledger.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { OutputView } from '@stele/protocol';
import { type ClassForm, classForm } from '@stele/sdk';

import { exampleDefinition } from '../define-act.ts';
import { planOf } from '../signing/act.ts';
import { membersAmong } from './set-members.ts';
import { stepAct, stepsFor } from './step-act.ts';

const HOLDER = `acc_${'a'.repeat(32)}`;
const BANK = `acc_${'b'.repeat(32)}`;
const AUDITOR = `acc_${'c'.repeat(32)}`;

const DEFINITION: ClassForm = {
  ...classForm(exampleDefinition(BANK)),
  scale: null,
  attributes: [
    { name: 'number', type: 'uint' },
    { name: 'copy', type: 'uint' },
  ],
  set: { by: 'number', member: 'copy' },
  fields: [
    { name: 'receipt', type: 'digest' },
    { name: 'day', type: 'time' },
  ],
  states: ['open', 'shown', 'paid'],
  steps: [
    { name: 'show', from: ['open'], to: 'shown', by: ['holder'], sets: [], together: [2, 3] },
    { name: 'drop', from: ['open'], to: 'paid', by: ['issuer'], sets: [], together: [] },
    {
      name: 'pay',
      from: ['shown'],
      to: 'paid',
      by: ['holder', 'issuer'],
      sets: ['day', 'receipt'],
      together: [],
    },
  ],
  moves: [{ move: 'step', by: [] }],
};

function output(number: number, copy: number, more: Partial<OutputView> = {}): OutputView {
  return {
    id: `out_${String(copy).padStart(20, '0')}`,
    guard: 'ee'.repeat(8),
    attributes: { number, copy },
    owner: { party: HOLDER },
    state: { name: 'open', fields: {} },
    ...more,
  } as OutputView;
}

function namesFor(of: OutputView, account: string, definition = DEFINITION): readonly string[] {
  return stepsFor(definition, of, account).map(({ step }) => step.name);
}

void test('what leads on from a state, for those who have a part in it', () => {
  assert.deepEqual(namesFor(output(7, 2), HOLDER), ['show']);
  assert.deepEqual(namesFor(output(7, 1), HOLDER), [], 'the first copy is not shown');
  assert.deepEqual(namesFor(output(7, 1), BANK), ['drop']);
  assert.deepEqual(namesFor(output(7, 2), AUDITOR), []);
  const shown = output(7, 2, { state: { name: 'shown', fields: {} } });
  assert.deepEqual(namesFor(shown, HOLDER), ['pay']);
  assert.deepEqual(namesFor(output(7, 2, { state: null }), HOLDER), []);
});

void test('none where the class allows no step, and of what is held', () => {
  assert.deepEqual(namesFor(output(7, 2), HOLDER, { ...DEFINITION, moves: [] }), []);
  const owner = { hold: { for: HOLDER, reason: 'escrow', reference: null, exits: [] } };
  assert.deepEqual(namesFor(output(7, 2, { owner }), HOLDER), []);
});

void test('asked for: the outputs by their guards, values by their types, all who sign', () => {
  const shown = output(7, 2, { state: { name: 'shown', fields: {} } });
  const counted = { ...DEFINITION, countersigner: AUDITOR };
  const [possible] = stepsFor(counted, shown, HOLDER);
  assert.ok(possible !== undefined);
  const stepping = { account: HOLDER, possible, outputs: [shown], values: {} };
  assert.equal(stepAct(stepping), undefined, 'nothing is typed yet');
  const values = { day: '2027-03-31T12:00:00.000Z', receipt: 'ab'.repeat(32) };
  const act = stepAct({ ...stepping, values }) ?? assert.fail('it is complete');
  assert.deepEqual(act.others, [BANK, AUDITOR]);
  assert.deepEqual(act.args['values'], [Date.UTC(2027, 2, 31, 12), 'ab'.repeat(32)]);
  assert.equal(planOf(act).calls.length, 1);
  assert.equal(
    act.command,
    `asset step pay ${shown.id} --set day=2027-03-31T12:00:00.000Z --set receipt=${'ab'.repeat(32)} --with ${BANK} --with ${AUDITOR}`,
  );
});

async function* listed(...outputs: readonly OutputView[]): AsyncGenerator<OutputView> {
  yield* await Promise.resolve(outputs);
}

void test('members of a set: of the same number, in nobody’s hold, in the order of the class', async () => {
  const together = { set: { by: 'number', member: 'copy' }, together: [2, 3] };
  const mine = output(7, 3);
  const other = output(7, 2);
  const held = output(7, 2, {
    owner: { hold: { for: HOLDER, reason: 'escrow', reference: null, exits: [] } },
  });
  assert.deepEqual(await membersAmong(listed(output(8, 2), other, mine), mine, together), {
    outputs: [other, mine],
    missing: [],
  });
  assert.deepEqual(await membersAmong(listed(output(8, 2), held), mine, together), {
    outputs: [mine],
    missing: [2],
  });
});

void test('members of a set are looked for no further than they have to be', async () => {
  async function* endless(): AsyncGenerator<OutputView> {
    yield await Promise.resolve(output(7, 2));
    assert.fail('all were found');
  }
  const together = { set: { by: 'number', member: 'copy' }, together: [2, 3] };
  const { missing } = await membersAmong(endless(), output(7, 3), together);
  assert.deepEqual(missing, []);
});
