/** S22: a bank draft in four copies; the holder's bank and account act together; copies 2 and 3 are presented together or not at all. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { principalFromText, principalToText } from '@stele/protocol';

import { hand, issue, step, transfer } from '../test/acts.ts';
import type { Holding } from '../test/holdings.ts';
import { Scene } from '../test/scene.ts';

const DRAFT = 'clearing-centre/draft';
const DEADLINE = Scene.day(30);

interface Drafted {
  readonly scene: Scene;
  /** Of applicant and payee: an account and the bank that keeps it, both of which act. */
  readonly applicant: string;
  readonly payee: string;
}

async function drafted(): Promise<Drafted> {
  const scene = await Scene.open('centre', 'issuer', 'customer', 'supplier', 'paying-bank');
  await scene.define('draft');
  const both = (account: string, bank: string): string =>
    principalToText(principalFromText(`2-of(${scene.text(account)},${scene.text(bank)})`));
  const applicant = both('customer', 'issuer');
  const payee = both('supplier', 'paying-bank');
  const copy = (number: number, to: string) => ({
    attributes: [7_001, number, 5_000_000, '{supplier}', DEADLINE],
    to,
  });
  const copies = [copy(1, 'issuer'), copy(2, applicant), copy(3, applicant), copy(4, 'issuer')];
  await scene.does(issue('issuer', DRAFT, copies));
  return { scene, applicant, payee };
}

const presentable = (scene: Scene, party: string): Promise<readonly Holding[]> =>
  scene.of(party, DRAFT);

void test('draft: a copy exists once', async () => {
  const { scene, applicant } = await drafted();
  const attributes = [7_001, 2, 5_000_000, '{supplier}', DEADLINE];
  await scene.refuses('TOKEN_EXISTS', issue('issuer', DRAFT, [{ attributes, to: applicant }]));
});

void test('draft: neither the account alone nor its bank alone hands it on', async () => {
  const { scene, applicant, payee } = await drafted();
  const copies = await presentable(scene, applicant);
  const all = copies.map((_, like) => ({ like, amount: '1', to: payee }));
  await scene.refuses('HOLDER_NOT_ACTING', transfer('customer', copies, all));
  await scene.refuses('HOLDER_NOT_ACTING', transfer('issuer', copies, all));
  await scene.does(transfer(['customer', 'issuer'], copies, all));
  assert.equal((await presentable(scene, payee)).length, 2);
});

void test('draft: copies 2 and 3 may move apart, but are presented and paid together', async () => {
  const { scene, applicant, payee } = await drafted();
  const [second, third] = await presentable(scene, applicant);
  assert.ok(second !== undefined && third !== undefined);
  await scene.does(hand(['customer', 'issuer'], second, payee));
  const [early] = await presentable(scene, payee);
  const payeeActs = ['supplier', 'paying-bank'];
  await scene.refuses('STEP_NOT_TOGETHER', step(payeeActs, [early ?? assert.fail()], 'present'));
  await scene.does(hand(['customer', 'issuer'], third, payee));
  await scene.does(step(payeeActs, await presentable(scene, payee), 'present'));
  const presented = await presentable(scene, payee);
  const payment = ['{digest:large value payment 12}'];
  await scene.refuses('STEP_ROLE_NOT_ACTING', step(payeeActs, presented, 'pay', payment));
  await scene.does(step([...payeeActs, 'centre'], presented, 'pay', payment));
  await scene.does(step(['issuer', 'centre'], await scene.of('issuer', DRAFT), 'write-off'));
  assert.deepEqual((await scene.live()).map(({ state }) => state).toSorted(), [
    'paid',
    'paid',
    'written-off',
    'written-off',
  ]);
});

void test('draft: refunded to its applicant, it is never presented', async () => {
  const { scene, applicant } = await drafted();
  const copies = await presentable(scene, applicant);
  await scene.does(step(['customer', 'issuer'], copies, 'refund'));
  const refunded = await presentable(scene, applicant);
  await scene.refuses('STEP_NOT_FROM_HERE', step(['customer', 'issuer'], refunded, 'present'));
});
