import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHALLENGE_LIFETIME_MS, CHALLENGES_MAX } from '../limits.ts';
import { testClock } from '../test/kit.ts';
import { type Challenges, challengesOf } from './challenges.ts';

const PER_MAKER = 3;

let drawn = 0;
const random = {
  bytes: (count: number) => {
    const bytes = new Uint8Array(count);
    new DataView(bytes.buffer).setUint32(0, drawn++);
    return bytes;
  },
};

function challenges(clock = testClock()): Challenges {
  return challengesOf({ clock, random }, PER_MAKER);
}

void test('a challenge counts once, for whom it was made, and for a while', () => {
  const clock = testClock();
  const { make, take } = challenges(clock);
  const first = make('ada');
  assert.equal(take(first), 'ada');
  assert.equal(take(first), undefined);
  const late = make('ada');
  clock.advance(CHALLENGE_LIFETIME_MS);
  assert.equal(take(late), undefined);
  assert.equal(take('AAAA'), undefined);
});

void test('whoever asks for many pushes out nobody else’s', () => {
  const { make, take } = challenges();
  const others = ['grace', 'alan'].map((maker) => make(maker));
  const own = Array.from({ length: CHALLENGES_MAX }, () => make('ada'));
  assert.deepEqual(
    others.map((challenge) => take(challenge)),
    ['grace', 'alan'],
  );
  assert.equal(own.filter((challenge) => take(challenge) !== undefined).length, PER_MAKER);
});

void test('of very many makers the oldest is forgotten', () => {
  const { make, take } = challenges();
  const all = Array.from({ length: CHALLENGES_MAX + 1 }, (_, i) => make(String(i)));
  assert.deepEqual(
    [take(all[0] ?? ''), take(all[1] ?? ''), take(all.at(-1) ?? '')],
    [undefined, '1', String(CHALLENGES_MAX)],
  );
});
