import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HASHING_MAX, HASHING_WAITING_MAX, TRIES_PER_PERSON_FREE } from '../limits.ts';
import { passwordsOf } from '../passwords/sign-in.ts';
import type { Person } from '../people/person.ts';
import { NOBODY } from '../store/people-state.ts';
import { testClock } from '../test/kit.ts';
import { BackOff } from './back-off.ts';

const LIMITS = { free: 2, waitMsMax: 60_000 };

function held(retryAfterMs: number): object {
  return { code: 'TRIES_TOO_MANY', data: { retryAfterMs } };
}

void test('a try that is given back leaves what others have to wait', () => {
  const clock = testClock();
  const tries = new BackOff(clock, LIMITS);
  const giveBack = tries.take('ada');
  tries.take('ada');
  clock.advance(1_000);
  tries.take('ada');
  giveBack();
  assert.throws(() => tries.take('ada'), held(1_000), 'as after the two that were wrong');
});

void test('a try that is given back with none since is as if it had never been', () => {
  const clock = testClock();
  const tries = new BackOff(clock, LIMITS);
  for (let i = 0; i < 10; i++) tries.take('ada')();
  tries.take('ada');
  tries.take('ada');
  assert.throws(() => tries.take('ada'), held(1_000));
  clock.advance(1_000);
  tries.take('ada')();
  tries.take('ada');
  assert.throws(() => tries.take('ada'), held(2_000));
});

void test('a try that is given back late takes nothing from those that were forgiven', () => {
  const tries = new BackOff(testClock(), LIMITS);
  const giveBack = tries.take('ada');
  tries.forgive('ada');
  giveBack();
  tries.take('ada');
  tries.take('ada');
  assert.throws(() => tries.take('ada'), held(1_000));
});

void test('a server that is busy counts no wrong password', async () => {
  const quiet = (): void => undefined;
  const passwords = passwordsOf(
    {
      store: {
        state: NOBODY,
        sessionOfHash: () => undefined,
        change: (next) => Promise.resolve().then(() => next(NOBODY).result),
      },
      clock: testClock(),
      random: { bytes: (count) => crypto.getRandomValues(new Uint8Array(count)) },
      log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
      organisation: { id: 'x', name: 'X' },
    },
    { cost: 16, blockSize: 8, parallelization: 1 },
  );
  const { promise: released, resolve: release } = Promise.withResolvers<undefined>();
  const busy = Array.from({ length: HASHING_MAX + HASHING_WAITING_MAX }, () =>
    passwords.hashing(() => released),
  );
  const ada: Person = { id: 'per_1', name: 'Ada', role: 'clerk', createdAtMs: 0, passkeys: [] };
  for (let i = 0; i <= TRIES_PER_PERSON_FREE; i++) {
    await assert.rejects(passwords.isOf(ada, 'wrong'), { code: 'SIGN_IN_BUSY' });
  }
  release(undefined);
  await Promise.all(busy);
  assert.equal(await passwords.isOf(ada, 'wrong'), false);
});
