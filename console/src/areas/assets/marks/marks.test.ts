// Freezing and lifting: who may at which level, what is meant by what was typed, and how the contract and its table name it.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { fromHex, toHex } from '@stele/base';
import { type Handle, markKey } from '@stele/contracts';
import {
  type ClassView,
  type OutputView,
  portableCrypto,
  principalFromText,
} from '@stele/protocol';
import { classForm } from '@stele/sdk';

import { exampleDefinition } from '../define-act.ts';
import { planOf } from '../signing/act.ts';
import { type Freezable, kindsFor, NEW_FREEZE, targetIn } from './freezing.ts';
import { freezersBeside, levelsFor, markAct } from './mark-act.ts';
import { handleOf, markKeyOf, type MarkTarget, operandsOf, targetOfOutput } from './target.ts';

const ME = `acc_${'a'.repeat(32)}`;
const YOU = `acc_${'b'.repeat(32)}`;
const CLASS = 'c1'.repeat(16);
const SLOT = 'd2'.repeat(16);
const ORDER = 'ee'.repeat(32);
const OUTPUT = `out_${'0'.repeat(18)}2a`;

const OF: ClassView = {
  id: CLASS,
  organisation: 'firm',
  name: 'points',
  kind: 'right',
  scale: 2,
  definition: exampleDefinition(ME),
  issued: '0',
  redeemed: '0',
  definedAtHeight: 1,
};
const DEFINITION = classForm(OF.definition);

const TARGETS: readonly MarkTarget[] = [
  { on: 'output', output: OUTPUT },
  { on: 'slot', class: OF, slot: SLOT },
  { on: 'class', class: OF },
  { on: 'holder', class: OF, party: YOU },
  { on: 'party', party: `2-of(${ME},${YOU})` },
];

void test('each target stands where the contract puts its marks', () => {
  const sha256 = (bytes: Uint8Array): Uint8Array => portableCrypto.hash(1, bytes);
  const of = fromHex(CLASS);
  const handles: readonly Handle[] = [
    { kind: 'output', value: fromHex(OUTPUT.slice(4)) },
    { kind: 'slot', value: { class: of, slot: fromHex(SLOT) } },
    { kind: 'class', value: of },
    { kind: 'holder', value: { class: of, party: principalFromText(YOU) } },
    { kind: 'party', value: principalFromText(`2-of(${ME},${YOU})`) },
  ];
  assert.deepEqual(
    TARGETS.map((target) => toHex(markKeyOf(target))),
    handles.map((handle) => toHex(markKey(sha256, handle))),
  );
});

void test('each target is of the form that the contract takes, and named on the command line', () => {
  const acts = TARGETS.map((target) =>
    markAct({
      method: 'mark',
      account: ME,
      others: [],
      target,
      level: 'authority',
      reference: ORDER,
    }),
  );
  for (const act of acts) assert.equal(planOf(act).calls.length, 1);
  assert.deepEqual(TARGETS.map(operandsOf), [
    OUTPUT,
    `firm/points --slot ${SLOT}`,
    'firm/points',
    `firm/points --of ${YOU}`,
    `'2-of(${ME},${YOU})'`,
  ]);
  assert.equal(acts[2]?.command, `asset mark firm/points --reference ${ORDER} --authority`);
});

void test('roles of the class freeze for the platform, administrators for an authority', () => {
  const freezer = { account: ME, isAdministrator: false };
  assert.deepEqual(levelsFor('class', DEFINITION, freezer), ['platform']);
  assert.deepEqual(levelsFor('party', DEFINITION, freezer), []);
  const administrator = { account: YOU, isAdministrator: true };
  assert.deepEqual(levelsFor('class', DEFINITION, administrator), ['authority']);
  assert.deepEqual(levelsFor('party', undefined, administrator), ['authority']);
  const both = { ...freezer, isAdministrator: true };
  assert.deepEqual(levelsFor('slot', DEFINITION, both), ['platform', 'authority']);
  assert.deepEqual(levelsFor('slot', { ...DEFINITION, moves: [] }, both), ['authority']);
});

void test('where several freeze, the others sign too; for an authority its administrator alone', () => {
  const together = {
    moves: [{ move: 'freeze', by: ['court', 'issuer'] }],
    roles: [
      { name: 'issuer', is: ME },
      { name: 'court', is: YOU },
    ],
  };
  assert.deepEqual(freezersBeside(ME, 'platform', together), [YOU]);
  assert.deepEqual(freezersBeside(ME, 'authority', together), []);
  const asOne = { ...together, roles: [{ name: 'court', is: `1-of(${ME},${YOU})` }] };
  assert.deepEqual(levelsFor('class', asOne, { account: YOU, isAdministrator: false }), [
    'platform',
  ]);
});

const OUTPUT_VIEW = { id: OUTPUT, slot: SLOT, holder: YOU, class: OF } as unknown as OutputView;

void test('from an output everything about it is known', () => {
  const from: Freezable = { kind: 'output', output: OUTPUT_VIEW, of: OF };
  const officer = { account: ME, isAdministrator: false };
  assert.deepEqual(kindsFor(from, officer), ['output', 'slot', 'holder', 'class']);
  const all = kindsFor(from, { ...officer, isAdministrator: true });
  assert.equal(all.at(-1), 'party');
  for (const on of all) {
    const target = targetIn(from, { ...NEW_FREEZE, on });
    assert.deepEqual(target, targetOfOutput(on, OUTPUT_VIEW));
    assert.equal(target.on, on);
  }
});

void test('of a class a slot and a party are typed, and until then nothing is meant', () => {
  const from: Freezable = { kind: 'class', of: OF };
  const draft = { ...NEW_FREEZE, on: 'slot' } as const;
  assert.equal(targetIn(from, { ...draft, slot: SLOT.slice(1) }), undefined);
  const slot = targetIn(from, { ...draft, slot: ` ${SLOT} ` }) ?? assert.fail('it is a slot');
  assert.deepEqual(handleOf(slot), { slot: { class: CLASS, slot: SLOT } });
  assert.equal(targetIn(from, { ...draft, on: 'holder', party: 'acc_1' }), undefined);
  const holder = targetIn(from, { ...draft, on: 'holder', party: YOU }) ?? assert.fail('a party');
  assert.deepEqual(handleOf(holder), { holder: { class: CLASS, party: YOU } });
});

void test('of a party what it has of a class is offered where there is such a class', () => {
  const administrator = { account: ME, isAdministrator: true };
  const nothing: Freezable = { kind: 'party', party: YOU, classes: [] };
  assert.deepEqual(kindsFor(nothing, administrator), ['party']);
  const some: Freezable = { ...nothing, classes: [OF] };
  assert.deepEqual(kindsFor(some, { ...administrator, isAdministrator: false }), ['holder']);
  assert.deepEqual(targetIn(some, { ...NEW_FREEZE, on: 'holder' }), {
    on: 'holder',
    class: OF,
    party: YOU,
  });
});
