/** What people read of a class, in both languages: everything that it says, nothing that it does not. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ClassForm } from '../forms.ts';
import { classForm, wholeClass } from '../json-forms.ts';
import { classInWords } from './describe-class.ts';

const ISSUER = `acc_${'1'.repeat(32)}`;
const LEAST = classForm(
  wholeClass({
    organisation: 'acme',
    name: 'draft',
    kind: 'right',
    scale: 2,
    roles: [{ name: 'issuer', is: ISSUER }],
    moves: [{ move: 'issue', by: ['issuer'] }],
  }),
);
const step = { from: ['drawn'], to: 'paid', by: ['holder', 'issuer'], sets: [], together: [] };
const MOST: ClassForm = {
  ...LEAST,
  scale: null,
  attributes: [
    { name: 'series', type: 'identifier' },
    { name: 'member', type: 'uint' },
  ],
  set: { by: 'series', member: 'member' },
  fields: [{ name: 'day', type: 'time' }],
  states: ['drawn', 'paid'],
  steps: [
    { ...step, name: 'pay', sets: ['day'] },
    { ...step, name: 'close', from: ['drawn', 'paid'], by: ['holder'], together: [1, 2] },
  ],
  moves: [
    { move: 'freeze', by: ['issuer'] },
    { move: 'step', by: [] },
    { move: 'transfer', by: ['issuer'] },
    { move: 'sale', by: [] },
    { move: 'issue', by: ['issuer'] },
  ],
  holders: ISSUER,
  limits: {
    supply: '100',
    perHolder: '2',
    partMin: '1',
    depthMax: 3,
    rest: { firstDays: 180, nextDays: 730 },
    forValue: 'primary',
    spends: { class: 'ab'.repeat(16), rate: 5 },
  },
  hook: 'age-check',
  countersigner: ISSUER,
  terms: 'cd'.repeat(32),
};

void test('a class of little is told in little', () => {
  assert.deepEqual(
    classInWords(LEAST).map(({ en }) => en),
    [
      `Role issuer: ${ISSUER}`,
      'Issue: issuer must sign.',
      'Nobody may: Hand over, Offer, Sell, Pledge or lock, Redeem, Freeze.',
    ],
  );
});

void test('all that a class can say is told', () => {
  assert.deepEqual(
    classInWords(MOST).map(({ en }) => en),
    [
      'Attributes: series (identifier), member (uint)',
      'Those with the same series are one set; member says which member of it.',
      'States: drawn, paid. It begins as drawn.',
      'Fields of a state: day (time)',
      'Step pay: from drawn to paid, signed by the holder, issuer; sets day',
      'Step close: from drawn, paid to paid, signed by the holder; the members 1, 2 of a set together',
      `Role issuer: ${ISSUER}`,
      'Issue: issuer must sign.',
      'Hand over: the holder and issuer must sign together.',
      'Sell: the holder signs.',
      'Take a step: whom the step names signs.',
      'Freeze: issuer must sign.',
      'Nobody may: Offer, Pledge or lock, Redeem.',
      `Only who is certified by ${ISSUER} may hold it.`,
      `${ISSUER} signs every transaction with it.`,
      'At most 100 exist at a time.',
      'A holder has at most 2.',
      'A part is at least 1.',
      'It goes through at most 3 hands.',
      'It rests 180 days with its first holder, and 730 days with each later one.',
      'Only the issuer may sell it; after that it is not handed over for money.',
      `For each unit issued, 5 of class ${'ab'.repeat(16)} are used up.`,
      'The contract age-check may refuse what is done with it.',
      `Terms: the document ${'cd'.repeat(32)}`,
    ],
  );
});

void test('the same in Chinese, with nothing left to fill in', () => {
  const sentences = classInWords(MOST);
  for (const { en, 'zh-CN': zh } of sentences) {
    assert.match(zh, /\p{Script=Han}/u);
    assert.doesNotMatch(en + zh, /[{}]|undefined/);
  }
  const [, , states, , pay] = sentences.map((sentence) => sentence['zh-CN']);
  assert.equal(states, '状态：drawn、paid。初始为 drawn。');
  assert.equal(pay, '状态变更 pay：由 drawn 变为 paid，须 持有人、issuer 签名；填写 day');
});
