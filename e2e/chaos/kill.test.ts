/**
 * kill −9 again and again, in one data folder, under load from many connections and while it starts, the first time while it makes its
 * chain. What was acknowledged is there once, what was not is there at most once, and the bill is exact.
 */

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminOf } from '../product/evidence-client.ts';
import { commandLine, Machine, type Server } from '../product/product.ts';
import { settle } from './account.ts';
import { checkBill } from './bill.ts';
import { Purchases } from './purchases.ts';
import { begin, finish, placeOf, rage, type Scene } from './scene.ts';

const isDeep = process.env['STELE_TEST_DEEP'] === '1';
/** What fits into four minutes; STELE_TEST_ROUNDS asks for more. */
const ROUNDS = Number(process.env['STELE_TEST_ROUNDS'] ?? (isDeep ? 60 : 3));
/** Of the first customer, who runs out again and again and buys more. */
const SMALL_QUOTA = 300;
const LARGE_QUOTA = 1_000_000;
const QUOTAS = [SMALL_QUOTA, LARGE_QUOTA, LARGE_QUOTA, null];
const STARTS_MS_MAX = 2_500;
/** Between requests of one connection: every record is counted again one by one in the end. */
const PACE = { connections: 32, pauseMs: 25 };

/** Every third time it is killed before it serves, at whatever it does then. */
async function killWhileItStarts(machine: Machine, afterMs: number): Promise<void> {
  const [program, ...args] = commandLine('start', '--port', '0');
  const options = { cwd: machine.folder, env: machine.environment(), stdio: 'ignore' } as const;
  const child = spawn(program, args, options);
  const ended = once(child, 'exit');
  await Promise.race([sleep(afterMs), ended]);
  assert.equal(child.exitCode, null, 'it does not end by itself');
  child.kill('SIGKILL');
  await ended;
}

async function killUnderLoad(scene: Scene, server: Server, purchases: Purchases): Promise<void> {
  const [small] = scene.customers;
  assert.ok(small);
  let isOver = false;
  const raging = rage(scene, server, PACE);
  const buying = purchases.buy(raging.admin, small, () => isOver);
  await sleep(100 + scene.random() * 1_000);
  server.signal('SIGKILL');
  await server.ended;
  isOver = true;
  await Promise.all([buying, raging.end()]);
}

void test('killed while it makes its chain, it makes it the next time', async (context) => {
  for (let round = 0; round < (isDeep ? 15 : 1); round++) {
    const machine = new Machine(context);
    await killWhileItStarts(machine, 250 + ((round * 137) % 900));
    const server = await machine.start(context, [], { STELE_PROJECTION: 'off' });
    assert.equal((await server.stop()).code, 0);
    assert.equal((await machine.stele(['ledger', 'check'])).code, 0);
  }
});

void test('killed again and again, it loses nothing and counts right', async (context) => {
  const scene = await begin(context, { quotas: QUOTAS });
  const { machine, storm, customers, random } = scene;
  const [small] = customers;
  assert.ok(small);
  const purchases = new Purchases();
  let killedStarting = 0;
  for (let round = 0; round < ROUNDS; round++) {
    if (round % 3 === 2) {
      await killWhileItStarts(machine, random() * STARTS_MS_MAX);
      killedStarting++;
      continue;
    }
    const server = await scene.start();
    const place = placeOf(scene, server);
    await settle(storm, place);
    place.admin.close();
    await killUnderLoad(scene, server, purchases);
  }
  const server = await scene.start();
  const admin = adminOf(machine, server);
  await purchases.settle(admin, small);
  admin.close();
  const quotas = [SMALL_QUOTA + purchases.bought, ...QUOTAS.slice(1)];
  const fault = { name: 'kill −9', rounds: ROUNDS };
  await finish(scene, server, fault, async (place) => {
    await checkBill(place.admin, { ...place, customers, orders: storm.orders, quotas });
  });
  assert.ok(
    storm.orders.some(({ state }) => state === 'refused'),
    'a package ran out',
  );
  context.diagnostic(`killed while it starts: ${String(killedStarting)}`);
});
