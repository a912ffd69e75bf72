import assert from 'node:assert/strict';
import { mock, test, type TestContext } from 'node:test';

import { TestClock } from '../test/test-clock.ts';
import { TimerWatch } from './timer-watch.ts';

interface Watched {
  readonly clock: TestClock;
  readonly watch: TimerWatch;
  nextMs: number | undefined;
  dueCount: number;
}

function watched(t: TestContext): Watched {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => {
    mock.timers.reset();
  });
  const clock = new TestClock(5_000);
  const all: Watched = {
    clock,
    nextMs: undefined,
    dueCount: 0,
    watch: new TimerWatch({
      nextMs: () => all.nextMs,
      nowMs: () => clock.nowMs(),
      due: () => all.dueCount++,
    }),
  };
  return all;
}

/** Time goes by, of the clock and of the process. */
function pass({ clock }: Watched, ms: number): void {
  clock.advance(ms);
  mock.timers.tick(ms);
}

test('asks for a block when the first timer is due, not before', (t) => {
  const all = watched(t);
  all.nextMs = 5_300;
  all.watch.look();
  pass(all, 299);
  assert.equal(all.dueCount, 0);
  pass(all, 1);
  assert.equal(all.dueCount, 1);
  all.nextMs = undefined;
  pass(all, 60_000);
  assert.equal(all.dueCount, 1, 'the block was made, and there is no other timer');
});

test('asks again every second until the block is there', (t) => {
  const all = watched(t);
  all.nextMs = 1_000;
  all.watch.look();
  assert.equal(all.dueCount, 1);
  for (let i = 0; i < 3; i++) pass(all, 1_000);
  assert.equal(all.dueCount, 4);
});

test('an earlier timer is looked at when it is told, a clock that was set within a second', (t) => {
  const all = watched(t);
  all.nextMs = 900_000;
  all.watch.look();
  all.nextMs = 5_200;
  all.watch.look();
  pass(all, 200);
  assert.equal(all.dueCount, 1);
  all.nextMs = 900_000;
  all.watch.look();
  all.clock.wallMs = 950_000;
  pass(all, 1_000);
  assert.equal(all.dueCount, 2);
});

test('nothing is asked for after the end', (t) => {
  const all = watched(t);
  all.nextMs = 5_500;
  all.watch.look();
  all.watch.stop();
  all.watch.look();
  pass(all, 60_000);
  assert.equal(all.dueCount, 0);
});
