import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import { isCoded } from '@stele/base';

import { testOrderingDriver } from '../conformance/index.ts';
import type { Delivery } from '../driver.ts';
import { createSoloDriver } from './index.ts';

const origin = { epoch: 3, engineHeight: 41 };

testOrderingDriver({
  name: 'solo',
  test: (name, body) => void test(name, body),
  openEngine: () =>
    Promise.resolve({
      origin,
      createDriver: () => createSoloDriver(),
      settle,
      close: () => Promise.resolve(),
    }),
});

function unexpected(reason: unknown): void {
  assert.equal(reason, undefined, 'the driver failed');
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await setImmediate();
}

test('solo: makes one delivery of what is handed over in one turn', async () => {
  const driver = createSoloDriver();
  const deliveries: Delivery[] = [];
  await driver.start(origin, {
    delivered: (delivery) => void deliveries.push(delivery),
    failed: unexpected,
  });
  await Promise.all([1, 2, 3].map((byte) => driver.order(Uint8Array.of(byte))));
  await settle();
  assert.equal(deliveries.length, 1);
  assert.deepEqual(deliveries[0], {
    epoch: 3,
    engineHeight: 42,
    items: [Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3)],
  });
});

test('solo: order waits while the queue is full, in turn, and is refused by stop', async () => {
  const driver = createSoloDriver({ itemBytesMax: 10, deliveryBytesMax: 10, queueBytesMax: 20 });
  let release: () => void = () => undefined;
  const taken: number[] = [];
  await driver.start(origin, {
    delivered: (delivery) =>
      new Promise((resolve) => {
        taken.push(...delivery.items.map((item) => item[0] ?? 0));
        release = resolve;
      }),
    failed: unexpected,
  });
  const states: string[] = [];
  const orderings = [1, 2, 3, 4, 5].map((byte, i) =>
    driver.order(new Uint8Array(10).fill(byte)).then(
      () => (states[i] = 'accepted'),
      (reason: unknown) => (states[i] = isCoded(reason) ? reason.code : 'other'),
    ),
  );
  await settle();
  // One is being taken, two stand in the queue.
  assert.deepEqual(states, ['accepted', 'accepted', 'accepted']);
  release();
  await settle();
  assert.deepEqual(states, ['accepted', 'accepted', 'accepted', 'accepted']);
  const stopped = driver.stop();
  release();
  await Promise.all([stopped, ...orderings]);
  assert.equal(states[4], 'ORDERING_STOPPED');
  assert.deepEqual(taken, [1, 2]);
});

test('solo: is started once', async () => {
  const driver = createSoloDriver();
  const receiver = { delivered: () => undefined, failed: unexpected };
  await driver.start(origin, receiver);
  assert.throws(() => driver.start(origin, receiver), /bug: a driver is started once/);
});

test('solo: reports a bug of the receiver even while it is being stopped', async () => {
  const driver = createSoloDriver();
  let release: (reason: Error) => void = () => undefined;
  let failure: unknown;
  await driver.start(origin, {
    delivered: () =>
      new Promise((_, reject) => {
        release = reject;
      }),
    failed: (reason) => {
      failure = reason;
    },
  });
  await driver.order(Uint8Array.of(1));
  await settle();
  const stopped = driver.stop();
  release(new RangeError('a bug in the receiver'));
  await stopped;
  assert.ok(failure instanceof RangeError);
});
