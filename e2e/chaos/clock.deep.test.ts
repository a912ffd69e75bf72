/**
 * The wall clock set by an hour and by a year, forward and back, while the server runs; the monotonic clock stays true. Times of blocks
 * never go back. A clock that is behind the last block takes no writes and says so, and reads go on; set right, writes are taken again.
 */

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, eventually, readiness } from '../product/evidence-client.ts';
import type { Server } from '../product/product.ts';
import { fileFrom } from './debian-program.ts';
import { begin, finish, placeOf, rage, type Scene, WITHOUT_SEARCH } from './scene.ts';

const HOUR_S = 3_600;
const YEAR_S = 31_536_000;
/** What the clock is set to, in seconds off, and what it is set to afterwards: a chain goes on from the latest time it has seen. */
const JUMPS = [
  { to: -HOUR_S, then: 0 },
  { to: -YEAR_S, then: 0 },
  { to: HOUR_S, back: 0, then: HOUR_S + 60 },
  { to: YEAR_S, back: HOUR_S + 60, then: YEAR_S + 60 },
];
const STORM_MS = 1_500;
const FAKETIME = ['x86_64', 'aarch64'].map(
  (machine) => `/usr/lib/${machine}-linux-gnu/faketime/libfaketimeMT.so.1`,
);

/** Of every block, in their order. */
async function blockTimes(client: Client): Promise<readonly number[]> {
  const { height } = await client.json<{ height: number }>(200, 'GET', '/v1/chains/main');
  const times: number[] = [];
  for (let at = 0; at <= height; at++) {
    const path = `/v1/chains/main/blocks/${String(at)}`;
    const { time } = await client.json<{ time: string }>(200, 'GET', path);
    times.push(Date.parse(time));
  }
  return times;
}

void test('the clock is set by hours and years', async (context) => {
  const library = fileFrom('libfaketime', FAKETIME);
  if (library.kind === 'unavailable') {
    context.skip(library.reason);
    return;
  }
  const scene = await begin(context, { environment: WITHOUT_SEARCH });
  const { machine, storm } = scene;
  const clock = machine.path('clock');
  const set = (seconds: number): void => {
    writeFileSync(clock, `${seconds < 0 ? '' : '+'}${String(seconds)}\n`);
  };
  set(0);
  const environment = {
    ...WITHOUT_SEARCH,
    LD_PRELOAD: library.path,
    FAKETIME_TIMESTAMP_FILE: clock,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  };
  const server = await machine.start(context, [], environment);
  const { admin } = placeOf(scene, server);
  const customer = scene.customers[0]?.id ?? '';
  const expiring = await admin.json<{ key: string }>(
    201,
    'POST',
    `/v1/customers/${customer}/keys`,
    {
      body: { name: 'an hour', scopes: ['evidence:read'], expiresAt: inHalfAnHour() },
    },
  );
  const ready = (isReady: boolean): Promise<unknown> =>
    eventually(`ready: ${String(isReady)}`, () => readiness(server), {
      holds: ({ parts }) => parts['chain'] === (isReady ? 'commits' : 'CLOCK_BEHIND'),
    });
  const setTo = (seconds: number): void => {
    set(seconds);
    storm.own.leadMs = seconds * 1_000;
  };
  for (const { to, back, then } of JUMPS) {
    const raging = rage(scene, server);
    await sleep(STORM_MS);
    setTo(to);
    await sleep(STORM_MS);
    await ready(to > 0);
    await readEarlier(scene, server);
    const expired = await admin
      .as(expiring.key)
      .ask('GET', `/v1/evidence?digest=sha-256:${'0'.repeat(64)}`);
    assert.equal(expired.status, to > 0 ? 401 : 200, 'a key expires by the clock');
    if (back !== undefined) {
      setTo(back);
      await ready(false);
      await readEarlier(scene, server);
    }
    setTo(then);
    await ready(true);
    await sleep(STORM_MS);
    await raging.end();
  }
  const times = await blockTimes(admin);
  admin.close();
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
    'times of blocks never go back',
  );
  assert.ok(storm.saw.has('503 CLOCK_BEHIND'), storm.seen);
  await finish(scene, server, { name: 'clock set by ±1 h, ±1 year', rounds: JUMPS.length });
});

function inHalfAnHour(): string {
  return new Date(Date.now() + HOUR_S * 500).toISOString();
}

async function readEarlier({ storm, customers }: Scene, server: Server): Promise<void> {
  const order = storm.orders.find(({ state }) => state === 'recorded') ?? assert.fail();
  const client = new Client(server.address, customers[order.customer]?.key ?? '');
  await client.json(200, 'GET', `/v1/evidence/${order.ids[0] ?? ''}/receipt`);
  client.close();
}
