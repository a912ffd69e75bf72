/**
 * A receivable by HTTP: issued, split in three, handed on with accept, reject, withdraw and, when nobody says
 * anything, by itself; traced back to its issue and forward to where it is; redeemed at maturity.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BalancesView, OutputView, Page, TracePage } from '@stele/protocol';

import { exit, hand, issue, redeem, transfer } from './test/acts.ts';
import { holdOf } from './test/arrangements.ts';
import type { Network } from './test/network.ts';
import { asked, serveNetwork, type ServedNetwork } from './test/served.ts';

const CLAIM = 'gateway/car-maker';
const PEOPLE = ['gateway', 'debtor', 'tier-1', 'tier-2', 'tier-3', 'tier-4'];
const DAY_MS = 86_400_000;
const SOON_MS = 3_000;
const POLL_MS = 50;

async function issued(network: Network): Promise<string> {
  await network.admit(...PEOPLE);
  await network.define('receivable', { series: 'car-maker' });
  const attributes = ['{debtor}', Date.now() + DAY_MS, '{digest:contract}', '{digest:confirmed}'];
  const part = { attributes, amount: '100000', to: 'tier-1' };
  await network.does(issue(['gateway', 'debtor'], CLAIM, [part]));
  return (await network.the('tier-1', CLAIM)).view.id;
}

const escrow = (receiver: string, inMs: number) =>
  holdOf('escrow', {
    sender: 'tier-1',
    receiver,
    deadline: Date.now() + inMs,
    lapsesTo: 'tier-1',
  });

/** In three: accepted by one, rejected by one, and left alone by one. */
async function split(network: Network): Promise<OutputView> {
  const claim = await network.the('tier-1', CLAIM);
  await network.does(
    transfer(
      'tier-1',
      [claim],
      [
        { amount: '50000', to: escrow('tier-2', DAY_MS) },
        { amount: '30000', to: escrow('tier-3', DAY_MS) },
        { amount: '20000', to: escrow('tier-4', SOON_MS) },
      ],
    ),
  );
  const [first, second, third] = await network.of('tier-1', CLAIM);
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  await network.refuses('HELD', hand('tier-1', first, 'tier-3'));
  await network.refuses('EXIT_NOT_ACTING', exit('tier-3', first, 'accept'));
  await network.does(exit('tier-2', first, 'accept'));
  await network.does(exit('tier-3', second, 'reject'));
  return third.view;
}

/** What came back is offered again, and withdrawn. */
async function withdraw(network: Network): Promise<void> {
  const amounted = async () =>
    (await network.of('tier-1', CLAIM)).find(({ amount }) => amount === 30_000n) ?? assert.fail();
  await network.does(hand('tier-1', await amounted(), escrow('tier-4', DAY_MS)));
  await network.does(exit('tier-1', await amounted(), 'withdraw'));
}

/** What nobody has answered comes back by itself, on an idle chain, and is joined with the rest. */
async function lapse({ server, network }: ServedNetwork, held: OutputView): Promise<OutputView> {
  while ((await asked<OutputView>(server, `outputs/${held.id}`)).live) await sleep(POLL_MS);
  const back = await network.of('tier-1', CLAIM);
  assert.deepEqual(
    back.map(({ amount, view }) => [amount, view.madeAt.method]),
    [
      [30_000n, 'transfer'],
      [20_000n, 'timer'],
    ],
  );
  await network.does(transfer('tier-1', back, [{ amount: '50000', to: 'tier-1' }]));
  return (await network.the('tier-1', CLAIM)).view;
}

async function tracedBack({ server }: ServedNetwork, from: string, to: string): Promise<void> {
  const path = `outputs/${from}/trace?direction=back&limit=100`;
  const { items, complete } = await asked<TracePage>(server, path);
  assert.equal(complete, true);
  const sources = items.filter((one) => one.from.length === 0);
  assert.deepEqual(
    sources.map(({ output, by }) => [output.id, by.method]),
    [[to, 'issue']],
  );
  const known = new Set(items.map(({ output }) => output.id));
  assert.ok(
    items.every((one) => one.from.every((id) => known.has(id))),
    'no step is missing',
  );
}

async function tracedForward({ server }: ServedNetwork, from: string): Promise<void> {
  const path = `outputs/${from}/trace?direction=forward&limit=100`;
  const { items, complete } = await asked<TracePage>(server, path);
  assert.equal(complete, true);
  const live = items.filter(({ output }) => output.live).map(({ output }) => output.amount);
  assert.deepEqual(live, ['50000', '50000'], 'all of it is somewhere');
}

void test('a receivable, from its issue to its redemption, by HTTP', async (context) => {
  const served = await serveNetwork(context);
  const { server, network } = served;
  const origin = await issued(network);
  const held = await split(network);
  await withdraw(network);
  const joined = await lapse(served, held);
  await tracedBack(served, joined.id, origin);
  await tracedForward(served, origin);

  const account = network.text('tier-2');
  const { items: balances } = await asked<BalancesView>(server, `accounts/${account}/balances`);
  assert.deepEqual(
    balances.map(({ amount, held }) => [amount, held]),
    [['50000', '0']],
  );
  for (const name of ['tier-1', 'tier-2']) {
    await network.does(redeem([name, 'debtor'], await network.of(name, CLAIM)));
  }
  const { items } = await asked<Page<OutputView>>(server, `accounts/${account}/outputs`);
  assert.deepEqual(items, []);
  const spent = await asked<OutputView>(server, `outputs/${joined.id}`);
  assert.equal(spent.live, false);
});
