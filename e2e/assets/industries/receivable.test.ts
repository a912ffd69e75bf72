/** S21: a receivable is confirmed, split in three and handed on, discounted against money, netted round a cycle, and paid at maturity. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { exit, hand, issue, redeem, transfer } from '../test/acts.ts';
import { holdOf } from '../test/arrangements.ts';
import { input } from '../test/holdings.ts';
import { Scene } from '../test/scene.ts';

const CLAIM = 'gateway/car-maker';
const MONEY = 'central-bank/yuan';
const DUE = Scene.day(90);

async function opened(): Promise<Scene> {
  const scene = await Scene.open(
    'gateway',
    'maker',
    'tier-1',
    'tier-2',
    'tier-3',
    'tier-4',
    'bank',
  );
  await scene.define('receivable', { series: 'car-maker', debtor: 'maker' });
  await scene.define('money', { issuer: 'gateway', bank: 'bank' });
  const attributes = ['{maker}', DUE, '{digest:contract}', '{digest:confirmation}'];
  await scene.does(
    issue(['gateway', 'maker'], CLAIM, [{ attributes, amount: '100000', to: 'tier-1' }]),
  );
  return scene;
}

void test('receivable: split in three, accepted, rejected, and lapsed by itself', async () => {
  const scene = await opened();
  const escrow = (to: string) =>
    holdOf('escrow', {
      sender: 'tier-1',
      receiver: to,
      deadline: Scene.day(7),
      lapsesTo: 'tier-1',
    });
  const [a, b, c] = await scene.does(
    transfer(
      'tier-1',
      [await scene.the('tier-1', CLAIM)],
      [
        { amount: '50000', to: escrow('tier-2') },
        { amount: '30000', to: escrow('tier-3') },
        { amount: '20000', to: escrow('tier-4') },
      ],
    ),
  );
  assert.ok(a !== undefined && b !== undefined && c !== undefined);
  await scene.does(exit('tier-2', a, 'accept'));
  await scene.does(exit('tier-3', b, 'reject'));
  await scene.waits(Scene.day(8));
  assert.deepEqual(await scene.sums(CLAIM), { 'tier-1': 50_000n, 'tier-2': 50_000n });
  assert.ok((await scene.of('tier-1', CLAIM)).every(({ exits }) => exits.length === 0));
});

void test('receivable: no part below its least, no chain of hands beyond its depth', async () => {
  const scene = await opened();
  const claim = await scene.the('tier-1', CLAIM);
  const parts = [
    { amount: '9999', to: 'tier-2' },
    { amount: '90001', to: 'tier-1' },
  ];
  await scene.refuses('PART_TOO_SMALL', transfer('tier-1', [claim], parts));
  const hands = ['tier-1', 'tier-2', 'tier-3', 'tier-4', 'bank'];
  for (const [i, to] of hands.slice(1, 4).entries()) {
    const from = hands[i] ?? '';
    await scene.does(hand(from, await scene.the(from, CLAIM), to));
  }
  await scene.refuses('DEPTH_EXCEEDED', hand('tier-4', await scene.the('tier-4', CLAIM), 'bank'));
});

void test('receivable: discounted, claim against money in one call', async () => {
  const scene = await opened();
  await scene.does(issue('gateway', MONEY, [{ amount: '200000', to: 'bank' }]));
  const offer = holdOf('offer', {
    seller: 'tier-1',
    money: MONEY,
    price: '97000',
  });
  await scene.does(hand('tier-1', await scene.the('tier-1', CLAIM), offer));
  const offered = await scene.the('tier-1', CLAIM);
  await scene.refuses('PAYMENT_MISSING', exit('bank', offered, 'buy'));
  const pay = (amount: number) => async () => {
    const money = await scene.the('bank', MONEY);
    return transfer(
      'bank',
      [input(offered, 'buy'), money],
      [
        { like: 1, amount: String(amount), to: 'tier-1' },
        { like: 1, amount: String(200_000 - amount), to: 'bank' },
      ],
    );
  };
  await scene.refuses('PAYMENT_MISSING', await pay(96_999)());
  await scene.does(await pay(97_000)());
  assert.deepEqual(await scene.sums(CLAIM), { bank: 100_000n });
  assert.deepEqual(await scene.sums(MONEY), { 'tier-1': 97_000n, bank: 103_000n });
});

void test('receivable: debts round a cycle are netted by redeems of one transaction', async () => {
  const firms = ['maker', 'tier-1', 'tier-2'] as const;
  const scene = await Scene.open('gateway', ...firms);
  const claims = firms.map((debtor, i) => ({
    debtor,
    creditor: firms[(i + 1) % firms.length] ?? '',
    name: `gateway/owed-by-${debtor}`,
  }));
  for (const { debtor, creditor, name } of claims) {
    await scene.define('receivable', { series: `owed-by-${debtor}`, debtor });
    const attributes = [`{${debtor}}`, DUE, '{digest:contract}', '{digest:confirmation}'];
    await scene.does(
      issue(['gateway', debtor], name, [{ attributes, amount: '70000', to: creditor }]),
    );
  }
  const acts = await Promise.all(
    claims.map(async ({ debtor, creditor, name }) =>
      redeem([creditor, debtor], [await scene.the(creditor, name)]),
    ),
  );
  const [first, ...rest] = acts;
  assert.ok(first !== undefined);
  await scene.refuses('ROLE_NOT_ACTING', [{ ...first, by: [claims[0]?.creditor ?? ''] }, ...rest]);
  await scene.does(acts);
  assert.deepEqual(await scene.live(), []);
});

void test('receivable: paid at maturity, a part of it first', async () => {
  const scene = await opened();
  const claim = await scene.the('tier-1', CLAIM);
  const left = [{ amount: '60000', to: 'tier-1' }];
  await scene.refuses('ROLE_NOT_ACTING', redeem('tier-1', [claim], left));
  await scene.does(redeem(['tier-1', 'maker'], [claim], left));
  await scene.does(redeem(['tier-1', 'maker'], await scene.of('tier-1', CLAIM)), DUE);
  assert.deepEqual(await scene.supply(CLAIM), { issued: 100_000n, redeemed: 100_000n });
});
