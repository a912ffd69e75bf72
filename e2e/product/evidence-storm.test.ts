/**
 * The server killed again and again with 64 connections under load, in one data folder. What was acknowledged is there once, what was
 * not is there at most once, and the bill is exact: the projection, the service's own recount, a recount by the test, the quotas
 * on the ledger and the answers that customers got all give the same numbers.
 */

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  adminOf,
  type Client,
  type Customer,
  eventually,
  registerCustomer,
} from './evidence-client.ts';
import { Purchases } from './evidence-purchases.ts';
import { recount, type UsageRow } from './evidence-recount.ts';
import { type Order, randomOf, Storm } from './evidence-storm.ts';
import { checkReceipts, checkRecords, forEach, idsByDigest } from './evidence-storm-checks.ts';
import { Machine, type Server } from './product.ts';

const isDeep = process.env['STELE_TEST_DEEP'] === '1';
const ROUNDS = isDeep ? 25 : 5;
const RECEIPTS_MAX = isDeep ? 5_000 : 500;
/** Of the customer that runs out again and again. */
const SMALL_QUOTA = 300;
const LARGE_QUOTA = 1_000_000;

interface Scene {
  readonly machine: Machine;
  readonly customers: readonly Customer[];
  readonly storm: Storm;
  readonly purchases: Purchases;
  readonly random: () => number;
}

async function begin(context: TestContext, seed: number): Promise<Scene> {
  const machine = new Machine(context);
  const server = await machine.start(context);
  const admin = adminOf(machine, server);
  const quotas = [SMALL_QUOTA, LARGE_QUOTA, LARGE_QUOTA, null];
  const customers: Customer[] = [];
  for (const [i, quota] of quotas.entries()) {
    customers.push(await registerCustomer(admin, `Bank ${String(i)}`, quota));
  }
  admin.close();
  await server.kill();
  const storm = new Storm(customers, seed);
  return { machine, customers, storm, purchases: new Purchases(), random: randomOf(seed + 1) };
}

/** One storm and its end by kill -9, at a random moment. */
async function rage(
  { machine, storm, purchases, customers, random }: Scene,
  server: Server,
): Promise<void> {
  const admin = adminOf(machine, server);
  const [small] = customers;
  assert.ok(small);
  let isOver = false;
  const raging = [storm.rage(admin, () => isOver), purchases.buy(admin, small, () => isOver)];
  await sleep(300 + random() * 1_500);
  server.signal('SIGKILL');
  await server.ended;
  isOver = true;
  await Promise.all(raging);
  admin.close();
}

/** What got no answer: all of it is there once, or none. With its key it is asked for again, by two at once. */
async function settle(
  { storm }: Scene,
  clients: readonly Client[],
): Promise<{ lost: number; kept: number }> {
  const counts = { lost: 0, kept: 0 };
  const open = storm.orders.filter(({ state }) => state === 'unanswered');
  await forEach(open, async (order) => {
    const client = clients[order.customer];
    assert.ok(client);
    const found = await Promise.all(order.records.map((one) => idsByDigest(client, one)));
    const [first = []] = found;
    assert.ok(first.length <= 1, 'at most once');
    for (const ids of found) assert.equal(ids.length, first.length, 'all or none of a batch');
    if (first.length === 0) counts.lost++;
    else counts.kept++;
    if (order.key === undefined) {
      order.ids = found.flat();
      order.state = first.length === 0 ? 'refused' : 'recorded';
      return;
    }
    await Promise.all([storm.send(clients, order), storm.send(clients, order)]);
    assert.notEqual(order.state, 'unanswered');
    if (first.length > 0) {
      assert.deepEqual(order.ids, found.flat(), 'what was there is what is told');
    }
  });
  return counts;
}

async function usage(admin: Client, source: 'projection' | 'ledger'): Promise<readonly UsageRow[]> {
  const { items } = await admin.json<{ items: UsageRow[] }>(
    200,
    'GET',
    `/v1/usage?source=${source}`,
  );
  return items;
}

/** Records of the answers, by customer. */
function recordedOf(orders: readonly Order[], customer: number): number {
  return orders
    .filter((order) => order.customer === customer && order.state === 'recorded')
    .reduce((sum, { records }) => sum + records.length, 0);
}

async function checkBill(scene: Scene, admin: Client): Promise<readonly UsageRow[]> {
  const { customers, storm, purchases } = scene;
  const counted = await recount(admin);
  assert.deepEqual(await usage(admin, 'ledger'), counted, 'the ledger counted by the service');
  const text = JSON.stringify(counted);
  const looked = async (): Promise<string> => {
    const { status, bytes } = await admin.ask('GET', '/v1/usage');
    return status === 200
      ? JSON.stringify((JSON.parse(bytes.toString()) as { items: unknown }).items)
      : String(status);
  };
  await eventually('usage of the projection', looked, { holds: (seen) => seen === text });
  const { bytes: csv } = await admin.ask('GET', '/v1/usage', { headers: { accept: 'text/csv' } });
  const lines = counted.map((row) =>
    [row.customer, row.day, row.records, row.refusals, row.units].join(','),
  );
  assert.equal(csv.toString(), ['customer,day,records,refusals,units', ...lines, ''].join('\r\n'));
  for (const [i, { id }] of customers.entries()) {
    const own = counted.filter(({ customer }) => customer === id);
    const sum = (of: (row: UsageRow) => number): number =>
      own.reduce((all, row) => all + of(row), 0);
    assert.equal(
      sum((row) => row.records),
      recordedOf(storm.orders, i),
      'records as answered',
    );
    const shown = await admin.json<{ quotaLeft: number | null }>(200, 'GET', `/v1/customers/${id}`);
    const bought = i === 0 ? SMALL_QUOTA + purchases.bought : i === 3 ? null : LARGE_QUOTA;
    const left = bought === null ? null : bought - sum((row) => row.units);
    assert.equal(shown.quotaLeft, left, 'left and used are what was bought');
  }
  return counted;
}

void test('a storm with crashes: everything acknowledged is there once, and the bill equals the record', async (context) => {
  const seed = Number(process.env['STELE_TEST_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
  context.diagnostic(`seed ${String(seed)}`);
  const scene = await begin(context, seed);
  const { machine, customers, storm, purchases } = scene;
  const totals = { lost: 0, kept: 0 };
  const clientsOf = (admin: Client): readonly Client[] => customers.map(({ key }) => admin.as(key));
  for (let round = 0; round < ROUNDS; round++) {
    const server = await machine.start(context);
    const admin = adminOf(machine, server);
    const { lost, kept } = await settle(scene, clientsOf(admin));
    totals.lost += lost;
    totals.kept += kept;
    admin.close();
    await rage(scene, server);
  }
  const server = await machine.start(context);
  const admin = adminOf(machine, server);
  const clients = clientsOf(admin);
  const last = await settle(scene, clients);
  const [small] = customers;
  assert.ok(small);
  await purchases.settle(admin, small);
  const records = await checkRecords(storm.orders, clients);
  const receipts = await checkReceipts(admin, storm.orders, clients, RECEIPTS_MAX);
  const bill = await checkBill(scene, admin);
  admin.close();
  const { code, stderr } = await server.stop();
  assert.equal(code, 0, stderr);
  assert.ok(totals.lost + totals.kept + last.lost + last.kept > 0, 'kills met requests under way');
  assert.ok(
    storm.orders.some(({ state }) => state === 'refused'),
    'a package ran out',
  );
  context.diagnostic(`cases: orders in a storm with crashes ${String(storm.orders.length)}`);
  context.diagnostic(`cases: records found by id and digest ${String(records)}`);
  context.diagnostic(`cases: receipts verified with their notes ${String(receipts)}`);
  context.diagnostic(
    `unanswered: ${String(totals.kept + last.kept)} recorded, ${String(totals.lost + last.lost)} not; units bought on the way ${String(purchases.bought)}`,
  );
  for (const row of bill) context.diagnostic(`bill: ${JSON.stringify(row)}`);
});
