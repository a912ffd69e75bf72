/** S26, S39: a warehouse receipt is pledged once, released or seized when due, and taken out of the warehouse. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { exit, hand, issue, mark, redeem, transfer } from '../test/acts.ts';
import { holdOf } from '../test/arrangements.ts';
import type { Holding } from '../test/holdings.ts';
import { classIdOf } from '../test/places.ts';
import { Scene } from '../test/scene.ts';

const RECEIPT = 'warehouse/receipt';
const DUE = Scene.day(60);

async function stored(): Promise<Scene> {
  const scene = await Scene.open('registrar', 'keeper', 'trader', 'lender', 'rival');
  await scene.define('pledge', { warehouse: 'keeper' });
  const attributes = ['{keeper}', 'copper', 'grade-a'];
  await scene.does(issue('keeper', RECEIPT, [{ attributes, amount: '50000', to: 'trader' }]));
  return scene;
}

const pledgedTo = (lender: string) => holdOf('pledge', { owner: 'trader', lender, due: DUE });

const held = (scene: Scene): Promise<Holding> => scene.the('trader', RECEIPT);

void test('pledge: only with the registrar, and never twice', async () => {
  const scene = await stored();
  const receipt = await held(scene);
  await scene.refuses('ROLE_NOT_ACTING', hand('trader', receipt, pledgedTo('lender')));
  await scene.does(hand(['trader', 'registrar'], receipt, pledgedTo('lender')));
  await scene.refuses('OUTPUT_UNKNOWN', hand(['trader', 'registrar'], receipt, pledgedTo('rival')));
  await scene.refuses('HELD', hand(['trader', 'registrar'], await held(scene), pledgedTo('rival')));
  await scene.refuses('HELD', redeem(['trader', 'keeper'], [await held(scene)]));
});

void test('pledge: released by the lender, and taken out in part', async () => {
  const scene = await stored();
  await scene.does(hand(['trader', 'registrar'], await held(scene), pledgedTo('lender')));
  await scene.refuses('EXIT_NOT_ACTING', exit('trader', await held(scene), 'release'));
  await scene.does(exit('lender', await held(scene), 'release'));
  const rest = [{ amount: '30000', to: 'trader' }];
  await scene.refuses('ROLE_NOT_ACTING', redeem('trader', [await held(scene)], rest));
  await scene.does(redeem(['trader', 'keeper'], [await held(scene)], rest));
  assert.deepEqual(await scene.supply(RECEIPT), { issued: 50_000n, redeemed: 20_000n });
});

void test('pledge: seized by the lender when due, and not before', async () => {
  const scene = await stored();
  await scene.does(hand(['trader', 'registrar'], await held(scene), pledgedTo('lender')));
  await scene.refuses('EXIT_TOO_EARLY', exit('lender', await held(scene), 'seize'), DUE - 1);
  await scene.does(exit('lender', await held(scene), 'seize'), DUE);
  assert.deepEqual(await scene.sums(RECEIPT), { lender: 50_000n });
});

void test('pledge: goods of another grade never merge', async () => {
  const scene = await stored();
  const attributes = ['{keeper}', 'copper', 'grade-b'];
  await scene.does(issue('keeper', RECEIPT, [{ attributes, amount: '1000', to: 'trader' }]));
  const both = await scene.of('trader', RECEIPT);
  await scene.refuses('SUMS_DIFFER', transfer('trader', both, [{ amount: '51000', to: 'rival' }]));
});

void test('pledge: what the registrar has marked moves no more', async () => {
  const scene = await stored();
  const receipt = await held(scene);
  const handle = { slot: { class: classIdOf(RECEIPT), slot: receipt.slot } };
  await scene.refuses('ROLE_NOT_ACTING', mark('keeper', 'mark', { handle, level: 'platform' }));
  await scene.does(mark('registrar', 'mark', { handle, level: 'platform' }));
  await scene.refuses('MARKED', hand('trader', receipt, 'rival'));
  await scene.does(mark('registrar', 'unmark', { handle, level: 'platform' }));
  await scene.does(hand('trader', receipt, 'rival'));
});
