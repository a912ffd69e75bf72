import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure, isCoded, rejection } from '@stele/base';
import { retrying } from './retry.ts';
import { fakeWorld } from './test/fake-world.ts';
import { stubTransport } from './test/stub-transport.ts';

const policy = { attemptsMax: 4, pauseMs: 100, pauseMaxMs: 250 };
const busy = (retryAfterMs?: number) =>
  failure('BUSY', 'busy', {
    retryable: true,
    ...(retryAfterMs === undefined ? {} : { data: { retryAfterMs } }),
  });

/** A transport whose log fails with these, one after the other, then answers. */
function failing(errors: Error[]): { log: () => Promise<Uint8Array>; asked: () => number } {
  let asked = 0;
  const log = (): Promise<Uint8Array> => {
    const error = errors[asked++];
    return error === undefined ? Promise.resolve(new Uint8Array(1)) : Promise.reject(error);
  };
  return { log, asked: () => asked };
}

void test('retryable failures are tried again, after pauses that grow', async () => {
  const world = fakeWorld();
  const { log, asked } = failing([busy(), busy(), busy()]);
  const transport = retrying(stubTransport({ log }), policy, world);
  assert.equal((await transport.log('checkpoint')).length, 1);
  assert.equal(asked(), 4);
  const [first = 0, second = 0, third = 0] = world.slept;
  assert.ok(first > 0 && first <= 100);
  assert.ok(second > 0 && second <= 200);
  assert.ok(third > 0 && third <= 250);
});

void test('the last failure is thrown as it was', async () => {
  const errors = [busy(), busy(), busy(), busy(), busy()];
  const { log, asked } = failing(errors);
  const transport = retrying(stubTransport({ log }), policy, fakeWorld());
  await assert.rejects(transport.log('x'), (error) => error === errors[3]);
  assert.equal(asked(), 4);
});

void test('what would fail again is not tried again', async () => {
  for (const error of [
    rejection('EXPIRED', 'over'),
    failure('DEAD', 'dead'),
    new TypeError('bug'),
  ]) {
    const { log, asked } = failing([error]);
    const world = fakeWorld();
    const transport = retrying(stubTransport({ log }), policy, world);
    await assert.rejects(transport.log('x'), (thrown) => thrown === error);
    assert.equal(asked(), 1);
    assert.deepEqual(world.slept, []);
  }
});

void test('a server’s own time to wait is respected, within reason', async () => {
  const world = fakeWorld();
  const { log } = failing([busy(200), busy(3_600_000)]);
  await retrying(stubTransport({ log }), policy, world).log('x');
  const [first = 0, second = 0] = world.slept;
  assert.ok(first > 200 && first <= 300);
  assert.ok(second > 250 && second <= 450);
});

void test('an aborted wait is not tried again', async () => {
  const stop = new AbortController();
  let asked = 0;
  const events = (): Promise<never> => {
    asked++;
    stop.abort();
    return Promise.reject(busy());
  };
  const transport = retrying(stubTransport({ events }), policy, fakeWorld());
  await assert.rejects(transport.events({ limit: 1, signal: stop.signal }), (error) =>
    isCoded(error, 'BUSY'),
  );
  assert.equal(asked, 1);
});
