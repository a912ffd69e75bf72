import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Wakeable } from './wakeable.ts';

const LONG_MS = 60_000;

/** Whether it is over by the next turns of the event loop; the timer keeps the process, which a sleeper does not. */
async function isOver(sleeping: Promise<void>): Promise<boolean> {
  return Promise.race([sleeping.then(() => true), sleep(20, false)]);
}

void test('a sleeper wakes when it is called, and only then', async () => {
  const wakeable = new Wakeable();
  const sleeping = wakeable.sleep(LONG_MS);
  assert.equal(await isOver(sleeping), false);
  wakeable.wake();
  assert.equal(await isOver(sleeping), true);
  const next = wakeable.sleep(LONG_MS);
  assert.equal(await isOver(next), false, 'being woken is not remembered');
  wakeable.wake();
});

void test('after its end nobody sleeps, whether the end came during the sleep or before it', async () => {
  const wakeable = new Wakeable();
  const sleeping = wakeable.sleep(LONG_MS);
  wakeable.end();
  assert.equal(await isOver(sleeping), true);
  assert.equal(await isOver(wakeable.sleep(LONG_MS)), true);
});
