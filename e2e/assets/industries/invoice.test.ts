/** S20: an invoice costs quota of its bureau, is claimed, accepted, booked and paid, and is never reimbursed twice. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { exit, hand, issue, redeem, step } from '../test/acts.ts';
import { holdOf } from '../test/arrangements.ts';
import { type Holding } from '../test/holdings.ts';
import { Scene } from '../test/scene.ts';

const QUOTA = 'tax-bureau/invoice-quota';
const INVOICE = 'tax-bureau/invoice';
/** Voucher and payment. */
const PAID = ['{digest:voucher}', '{digest:payment}'];

async function opened(): Promise<Scene> {
  const scene = await Scene.open('bureau', 'firm', 'taxpayer', 'receiver');
  await scene.define('invoice');
  await scene.does(issue('bureau', QUOTA, [{ amount: '2', to: 'firm' }]));
  return scene;
}

const drawn = (number: number) => ({
  attributes: [number, '{firm}', 12_800, `{digest:invoice ${String(number)}}`],
  to: 'taxpayer',
});

/** The firm draws, the bureau approves, and one unit of quota is gone. */
async function draw(scene: Scene, number: number): Promise<Holding> {
  const quota = await scene.the('firm', QUOTA);
  const rest = quota.amount - 1n;
  const change = rest === 0n ? [] : [{ amount: String(rest), to: 'firm' }];
  await scene.does(
    issue(['bureau', 'firm'], INVOICE, [drawn(number)], { inputs: [quota], change }),
  );
  return (await scene.of('taxpayer', INVOICE)).at(-1) ?? assert.fail();
}

void test('invoice: quota is spent at issue, and nothing is drawn beyond it', async () => {
  const scene = await opened();
  await draw(scene, 1);
  const inputs = [await scene.the('firm', QUOTA)];
  await scene.refuses('ROLE_NOT_ACTING', issue('firm', INVOICE, [drawn(2)], { inputs }));
  await scene.refuses('HOLDER_NOT_ACTING', issue('bureau', INVOICE, [drawn(2)], { inputs }));
  await draw(scene, 2);
  assert.deepEqual(await scene.of('firm', QUOTA), []);
  assert.equal((await scene.supply(QUOTA)).redeemed, 2n);
  await scene.refuses('SPEND_MISSING', issue(['bureau', 'firm'], INVOICE, [drawn(3)]));
});

void test('invoice: claimed, accepted, booked, paid, in this order only', async () => {
  const scene = await opened();
  await draw(scene, 1);
  const now = (): Promise<Holding> => scene.the('taxpayer', INVOICE);
  await scene.refuses('STEP_NOT_FROM_HERE', step('taxpayer', [await now()], 'accept'));
  await scene.does(step('taxpayer', [await now()], 'claim', ['{taxpayer}']));
  await scene.does(hand('taxpayer', await now(), 'receiver'));
  const received = (): Promise<Holding> => scene.the('receiver', INVOICE);
  await scene.does(step('receiver', [await received()], 'accept'));
  await scene.refuses('STEP_NOT_FROM_HERE', step('receiver', [await received()], 'pay', PAID));
  await scene.does(step('receiver', [await received()], 'book'));
  await scene.does(step('receiver', [await received()], 'pay', PAID));
  assert.equal((await received()).state, 'paid');
});

void test('invoice: locked for reimbursement, it is booked once and never again', async () => {
  const scene = await opened();
  await draw(scene, 1);
  const now = (): Promise<Holding> => scene.the('taxpayer', INVOICE);
  await scene.does(step('taxpayer', [await now()], 'claim', ['{taxpayer}']));
  await scene.does(step('taxpayer', [await now()], 'accept'));
  const lock = holdOf('invoice-lock', {
    holder: 'taxpayer',
    firm: 'receiver',
    step: 'book',
    deadline: Scene.day(30),
  });
  await scene.does(hand('taxpayer', await now(), lock));
  await scene.refuses('HELD', hand('taxpayer', await now(), lock));
  await scene.refuses('EXIT_NOT_ACTING', exit('taxpayer', await now(), 'book'));
  await scene.does(exit('receiver', await now(), 'book'));
  assert.equal((await now()).state, 'booked');
  await scene.does(hand('taxpayer', await now(), lock));
  await scene.refuses('STEP_NOT_FROM_HERE', exit('receiver', await now(), 'book'));
});

void test('invoice: written off in red by holder and bureau together', async () => {
  const scene = await opened();
  const invoice = await draw(scene, 1);
  await scene.refuses('ROLE_NOT_ACTING', redeem('taxpayer', [invoice]));
  await scene.does(redeem(['taxpayer', 'bureau'], [invoice]));
  assert.deepEqual(await scene.of('taxpayer', INVOICE), []);
});
