// Holds as pages read them: windows, deadlines, whose exits they are; what has another form is not guessed at.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { deadlineOf, type Exit, exitsOf, type Hold, readOwner, standingOf } from './owner.ts';

const A = `acc_${'a'.repeat(32)}`;
const B = `acc_${'b'.repeat(32)}`;

const EXIT = {
  name: 'accept',
  by: B,
  from: null,
  until: null,
  preimage: null,
  pays: null,
  step: '',
  to: { party: B },
};

const ESCROW = {
  hold: {
    for: A,
    reason: 'escrow',
    reference: null,
    exits: [
      EXIT,
      { ...EXIT, name: 'withdraw', by: A, until: 2_000, to: { party: A } },
      { ...EXIT, name: 'lapse', by: null, from: 3_000, to: { party: A } },
    ],
  },
};

function holdIn(value: Parameters<typeof readOwner>[0]): Hold {
  const owner = readOwner(value);
  assert.ok(owner?.kind === 'hold');
  return owner.hold;
}

const namesOf = (exits: readonly Exit[]): readonly string[] => exits.map(({ name }) => name);

void test('a party, and a hold within a hold', () => {
  assert.deepEqual(readOwner({ party: A }), { kind: 'party', party: A });
  const nested = {
    hold: { ...ESCROW.hold, exits: [{ ...EXIT, to: ESCROW, pays: paid, preimage: lock }] },
  };
  const [exit] = holdIn(nested).exits;
  assert.equal(exit?.to?.kind, 'hold');
  assert.deepEqual(exit.pays, paid);
  assert.deepEqual(exit.preimage, lock);
});

const paid = { class: 'cd', slot: null, amount: '5', to: A };
const lock = { algorithm: 1, digest: 'ef' };

void test('another form is not read at all', () => {
  const others = [null, 'x', [], {}, { hold: {} }, { hold: { exits: [{}] } }, { hold: [] }];
  for (const value of [...others, { hold: { exits: [{ ...EXIT, to: 'x' }] } }]) {
    assert.equal(readOwner(value), undefined, JSON.stringify(value));
  }
});

void test('a window is open from its first millisecond to before its last', () => {
  const window = { from: 1_000, until: 2_000 };
  const seen = [999, 1_000, 1_999, 2_000].map((nowMs) => standingOf(window, nowMs));
  assert.deepEqual(seen, ['early', 'open', 'open', 'late']);
  assert.equal(standingOf({ from: null, until: null }, 0), 'open');
});

void test('whose exits they are, and what runs out next', () => {
  const hold = holdIn(ESCROW);
  assert.deepEqual(namesOf(exitsOf(hold, B)), ['accept', 'lapse']);
  assert.deepEqual(namesOf(exitsOf(hold, A)), ['withdraw', 'lapse']);
  assert.deepEqual(
    [0, 2_000, 3_000].map((nowMs) => deadlineOf(hold, nowMs)),
    [2_000, 3_000, undefined],
  );
});
