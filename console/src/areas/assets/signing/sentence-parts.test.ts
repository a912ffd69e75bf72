// What is told before signing loses nothing by being laid out.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { sentenceParts } from './sentence-parts.ts';

const ACCOUNT = `acc_${'0a'.repeat(16)}`;
const DIGEST = 'c4'.repeat(32);

void test('accounts, digests and times are found where they stand', () => {
  const sentence = `${ACCOUNT} 将 1.00 a/b（due 2027-03-31 00:00 UTC、of ${DIGEST}）转让给 ${ACCOUNT}。`;
  assert.deepEqual(
    sentenceParts(sentence).map(({ kind, text }) => [kind, text]),
    [
      ['account', ACCOUNT],
      ['text', ' 将 1.00 a/b（due '],
      ['time', '2027-03-31T00:00:00Z'],
      ['text', '、of '],
      ['digest', DIGEST],
      ['text', '）转让给 '],
      ['account', ACCOUNT],
      ['text', '。'],
    ],
  );
  const [, time] = sentenceParts('at 2027-03-31 01:02:03.456 UTC');
  assert.deepEqual(time, { kind: 'time', text: '2027-03-31T01:02:03.456Z' });
});

void test('nothing of a sentence is left out or added', () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(ACCOUNT, DIGEST, '2027-03-31 00:00 UTC', 'acc_', '2027-03-31', `${DIGEST}0`),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const sentence = pieces.join(' ');
      const again = sentenceParts(sentence).map(({ kind, text }) =>
        kind === 'time' ? text.replace('T', ' ').replace(':00Z', ' UTC') : text,
      );
      assert.equal(again.join(''), sentence);
    }),
    { numRuns: 500 },
  );
});
