/** L17, L13, S34: money in two tiers at 1:1, delivery against payment, and an exchange between two chains by one secret. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { decodeBody, decodeEntry, decodeTransaction } from '@stele/protocol';
import { toHex } from '@stele/base';
import { exit, hand, issue, redeem, transfer } from '../test/acts.ts';
import { holdOf } from '../test/arrangements.ts';
import { input } from '../test/holdings.ts';
import { lockOf } from '../test/places.ts';
import { Scene } from '../test/scene.ts';

const YUAN = 'central-bank/yuan';
const PURSE = 'central-bank/purse';

async function opened(): Promise<Scene> {
  const scene = await Scene.open('issuer', 'bank', 'ann', 'ben');
  await scene.define('money');
  await scene.does(issue('issuer', YUAN, [{ amount: '3000000', to: 'bank' }]));
  return scene;
}

/** The bank turns its own money into that of a person. */
async function paidOut(scene: Scene, to: string, amount: number): Promise<void> {
  const [money = assert.fail()] = await scene.of('bank', YUAN);
  const change = [{ amount: String(Number(money.amount) - amount), to: 'bank' }];
  await scene.does(
    issue('bank', PURSE, [{ amount: String(amount), to }], { inputs: [money], change }),
  );
}

void test('money: issuer to bank, bank to people, each yuan of a purse backed by one', async () => {
  const scene = await opened();
  await paidOut(scene, 'ann', 50_000);
  assert.deepEqual(await scene.sums(YUAN), { bank: 2_950_000n });
  await scene.refuses('SPEND_MISSING', issue('bank', PURSE, [{ amount: '5', to: 'ben' }]));
  const purse = await scene.the('ann', PURSE);
  await scene.does(
    transfer(
      'ann',
      [purse],
      [
        { amount: '20000', to: 'ben' },
        { amount: '30000', to: 'ann' },
      ],
    ),
  );
  assert.deepEqual(await scene.sums(PURSE), { ann: 30_000n, ben: 20_000n });
});

void test('money: a purse holds no more than its limit', async () => {
  const scene = await opened();
  await paidOut(scene, 'ann', 1_000_000);
  const [money = assert.fail()] = await scene.of('bank', YUAN);
  const change = [{ amount: String(money.amount - 1n), to: 'bank' }];
  const more = issue('bank', PURSE, [{ amount: '1', to: 'ann' }], { inputs: [money], change });
  await scene.refuses('HOLDER_LIMIT_EXCEEDED', more);
});

void test('money: taken back 1:1, a purse for money of the bank, in one transaction', async () => {
  const scene = await opened();
  await paidOut(scene, 'ann', 50_000);
  const purse = await scene.the('ann', PURSE);
  const acts = [
    redeem(['ann', 'bank'], [purse]),
    issue('issuer', YUAN, [{ amount: '50000', to: 'bank' }]),
  ];
  await scene.refuses('ROLE_NOT_ACTING', [redeem('ann', [purse]), ...acts.slice(1)]);
  await scene.does(acts);
  assert.deepEqual(await scene.sums(YUAN), { bank: 3_000_000n });
  await scene.does(redeem('bank', await scene.of('bank', YUAN)));
  assert.deepEqual(await scene.live(), []);
});

/** A claim of Ann, and money of Ben. */
async function market(): Promise<Scene> {
  const scene = await Scene.open('gateway', 'maker', 'issuer', 'bank', 'ann', 'ben');
  await scene.define('money');
  await scene.define('receivable', { series: 'bill', debtor: 'maker' });
  const attributes = ['{maker}', Scene.day(90), '{digest:contract}', '{digest:confirmation}'];
  await scene.does(issue('issuer', YUAN, [{ amount: '95000', to: 'ben' }]));
  const claim = { attributes, amount: '100000', to: 'ann' };
  await scene.does(issue(['gateway', 'maker'], 'gateway/bill', [claim]));
  return scene;
}

void test('delivery against payment: two calls of one transaction, or nothing', async () => {
  const scene = await market();
  const deliver = hand('ann', await scene.the('ann', 'gateway/bill'), 'ben');
  const money = await scene.the('ben', YUAN);
  const short = [{ amount: '94000', to: 'ann' }];
  await scene.refuses('SUMS_DIFFER', [deliver, transfer('ben', [money], short)]);
  await scene.refuses('HOLDER_NOT_ACTING', [
    deliver,
    { ...hand('ben', money, 'ann'), by: ['ann'] },
  ]);
  await scene.does([deliver, hand('ben', money, 'ann')]);
  assert.deepEqual(await scene.sums('gateway/bill'), { ben: 100_000n });
  assert.deepEqual(await scene.sums(YUAN), { ann: 95_000n });
});

void test('delivery against payment: what a call made, the next one hands on', async () => {
  const scene = await market();
  const money = await scene.the('ben', YUAN);
  const onward = {
    output: { made: { call: 0, place: 0 } },
    exit: '',
    preimage: null,
  };
  await scene.does([
    hand('ben', money, 'ann'),
    transfer('ann', [onward], [{ amount: '95000', to: 'bank' }]),
  ]);
  assert.deepEqual(await scene.sums(YUAN), { bank: 95_000n });
});

/** The secret that the last transaction of a chain has shown to everybody. */
function shownIn({ chain }: Scene): string {
  const entries = chain.blocks.at(-1)?.entries ?? [];
  const { content } = decodeEntry(entries[0] ?? assert.fail());
  const [call] = decodeBody(decodeTransaction(content).body).calls;
  const [inputs] = call?.args ?? [];
  const [first] = inputs as readonly (readonly unknown[])[];
  const preimage = first?.[2];
  assert.ok(preimage instanceof Uint8Array);
  return toHex(preimage);
}

/** Ann’s claim on one chain, Ben’s money on another, both behind the same lock; Ben’s opens for longer. */
async function locked(): Promise<readonly [claims: Scene, money: Scene, preimage: string]> {
  const [claims, money] = [await market(), await market()];
  const { preimage, digest } = lockOf('a secret of Ben');
  const lock = (from: string, to: string, days: number) =>
    holdOf('hash-lock', { sender: from, receiver: to, digest, deadline: Scene.day(days) });
  const claim = await claims.the('ann', 'gateway/bill');
  const paid = await money.the('ben', YUAN);
  await money.does(hand('ben', paid, lock('ben', 'ann', 4)));
  await claims.does(hand('ann', claim, lock('ann', 'ben', 2)));
  return [claims, money, preimage];
}

void test('two chains: one secret opens both locks', async () => {
  const [claims, money, preimage] = await locked();
  const own = await claims.the('ann', 'gateway/bill');
  await claims.refuses('PREIMAGE_WRONG', transfer('ben', [input(own, 'claim', '00'.repeat(32))]));
  await claims.refuses('PREIMAGE_WRONG', exit('ben', own, 'claim'));
  await claims.does(exit('ben', own, 'claim', preimage));
  const shown = shownIn(claims);
  await money.does(exit('ann', await money.the('ben', YUAN), 'claim', shown));
  assert.deepEqual(await claims.sums('gateway/bill'), { ben: 100_000n });
  assert.deepEqual(await money.sums(YUAN), { ann: 95_000n });
});

void test('two chains: without the secret both go back', async () => {
  const [claims, money, preimage] = await locked();
  const own = await claims.the('ann', 'gateway/bill');
  await claims.refuses('EXIT_TOO_EARLY', exit('ann', own, 'refund'), Scene.day(2) - 1);
  await claims.refuses('EXIT_TOO_LATE', exit('ben', own, 'claim', preimage), Scene.day(2));
  await claims.does(exit('ann', own, 'refund'), Scene.day(2) + 1);
  await money.does(exit('ben', await money.the('ben', YUAN), 'refund'), Scene.day(4));
  assert.deepEqual(await claims.sums('gateway/bill'), { ann: 100_000n });
  assert.deepEqual(await money.sums(YUAN), { ben: 95_000n });
});

void test('digital bills: presented when due, honoured by paying, or refused', async () => {
  const scene = await market();
  const presented = holdOf('presentation', {
    holder: 'ann',
    bank: 'ben',
    money: YUAN,
    amount: '95000',
  });
  const bill = (): ReturnType<Scene['the']> => scene.the('ann', 'gateway/bill');
  await scene.does(hand('ann', await bill(), presented));
  await scene.does(exit('ben', await bill(), 'refuse'));
  await scene.does(hand('ann', await bill(), presented));
  await scene.refuses('PAYMENT_MISSING', exit('ben', await bill(), 'honour'));
  const taken = [input(await bill(), 'honour'), await scene.the('ben', YUAN)];
  await scene.does(transfer('ben', taken, [{ like: 1, amount: '95000', to: 'ann' }]));
  assert.deepEqual(await scene.sums('gateway/bill'), { ben: 100_000n });
});

void test('money: released on its day by itself, to nobody before', async () => {
  const scene = await market();
  const release = { giver: 'ben', receiver: 'ann', day: Scene.day(30) };
  await scene.does(hand('ben', await scene.the('ben', YUAN), holdOf('timed-release', release)));
  const held = await scene.the('ben', YUAN);
  await scene.refuses('HELD', hand('ben', held, 'bank'));
  await scene.refuses('EXIT_TOO_EARLY', exit('ann', held, 'release'), Scene.day(30) - 1);
  await scene.waits(Scene.day(30));
  assert.deepEqual(await scene.sums(YUAN), { ann: 95_000n });
});
