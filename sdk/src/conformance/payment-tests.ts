/** The part of the suite in which the ledger chooses outputs: `assets.pay`, prepared as a transfer. */

import assert from 'node:assert/strict';
import { decodeBody, type JsonObject } from '@stele/protocol';
import {
  type AssetBench,
  type AssetPerson,
  inputOf,
  MONEY,
  newOutput,
  transfer,
} from './asset-bench.ts';
import { assetBench, escrow } from './asset-tests.ts';
import { rejectsWith } from './transport-bench.ts';
import type { Bench } from './transport-bench.ts';

function pay(
  by: AssetPerson,
  amount: number,
  more: JsonObject = {},
): {
  readonly method: string;
  readonly args: JsonObject;
  readonly by: AssetPerson;
} {
  return { method: 'pay', args: { from: by.text, amount: String(amount), ...more }, by };
}

async function balanceOf({ api }: AssetBench, { text }: AssetPerson): Promise<string> {
  const { items } = await api.balances({ account: text });
  return items.map(({ amount, held }) => `${amount} ${held}`).join();
}

export async function payments(bench: Bench): Promise<void> {
  const world = await assetBench(bench);
  const { alice, bob } = world;
  const { id } = await world.api.assetClass(MONEY);
  const toBob = { class: id, to: { party: bob.text } };
  await world.issue(alice, [10, 50, 3, 2]);
  await world.done(pay(alice, 51, toBob));
  assert.deepEqual([await balanceOf(world, alice), await balanceOf(world, bob)], ['14 0', '51 0']);
  const left = await world.api.outputs({ account: alice.text });
  assert.deepEqual(
    left.items.map(({ amount }) => amount),
    ['14'],
    'dust was taken along',
  );
  const named = { class: 'bank/yuan', to: { party: bob.text } };
  await world.issue(alice, [1]);
  await world.done(pay(alice, 14, named), pay(alice, 1, named));
  assert.equal(
    await balanceOf(world, alice),
    '',
    'two payments of one transaction share no output',
  );
  await rejectsWith('FUNDS_MISSING', () => world.unsigned(pay(alice, 1, toBob)));
}

export async function unpayable(bench: Bench): Promise<void> {
  const world = await assetBench(bench);
  const { alice, bob } = world;
  const { id } = await world.api.assetClass(MONEY);
  const to = { party: bob.text };
  const [one, two] = await world.issue(alice, [40, 60]);
  assert.ok(one !== undefined && two !== undefined);
  await world.done(transfer(alice, [inputOf(two)], [newOutput(60, escrow(alice, bob))]));
  await rejectsWith('FUNDS_MISSING', () => world.unsigned(pay(alice, 41, { class: id, to })));
  const inputs = [one.id];
  const { body } = await world.unsigned(pay(alice, 5, { class: id, to, inputs }));
  const [call] = decodeBody(body).calls;
  assert.equal(call?.method, 'transfer');
  for (const bad of [
    { to },
    { class: id },
    { class: id, to, amount: '0' },
    { class: 'no class', to },
    { class: id, to, inputs: ['x'] },
    { class: id, to, more: 1 },
  ]) {
    await rejectsWith('ARGS_MALFORMED', () => world.unsigned(pay(alice, 1, bad)));
  }
  await rejectsWith('CLASS_UNKNOWN', () =>
    world.unsigned(pay(alice, 1, { class: 'bank/none', to })),
  );
  await rejectsWith('OUTPUT_UNKNOWN', () =>
    world.unsigned(pay(alice, 1, { class: id, to, inputs: [two.id] })),
  );
}

export async function slots(bench: Bench): Promise<void> {
  const world = await assetBench(bench);
  const { alice, bob } = world;
  await world.define('invoice', { kind: 'right', attributes: [{ name: 'due', type: 'time' }] });
  const of = 'bank~invoice';
  const [early] = await world.issue(alice, [30], { of, attributes: [1_000] });
  const [late] = await world.issue(alice, [50], { of, attributes: [2_000] });
  assert.deepEqual([early?.attributes, late?.attributes], [{ due: 1_000 }, { due: 2_000 }]);
  const paying = { class: 'bank/invoice', to: { party: bob.text } };
  await rejectsWith('SLOT_AMBIGUOUS', () => world.unsigned(pay(alice, 30, paying)));
  await rejectsWith('SLOT_AMBIGUOUS', () => world.unsigned(pay(alice, 80, paying)));
  await rejectsWith('FUNDS_MISSING', () => world.unsigned(pay(alice, 81, paying)));
  await world.done(pay(alice, 40, paying));
  await world.done(pay(alice, 10, { ...paying, slot: late?.slot ?? '' }));
  const { items } = await world.api.outputs({ account: alice.text, class: of });
  assert.deepEqual(items, early === undefined ? [] : [early], 'the other slot was not touched');
}
