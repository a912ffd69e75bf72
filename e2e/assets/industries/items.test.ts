/** S25: items of a game trade under the policy that their class names; trophies are given and never sold. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { exit, hand, issue, transfer } from '../test/acts.ts';
import { holdOf } from '../test/arrangements.ts';
import { input } from '../test/holdings.ts';
import { Scene } from '../test/scene.ts';

const MONEY = 'central-bank/yuan';
const ITEM = 'dragon-game/item';
const TROPHY = 'dragon-game/trophy';

const thing = (number: number, to = 'player') => ({
  attributes: [number, 'fire-sword', `{digest:gene ${String(number)}}`],
  to,
});

async function opened(): Promise<Scene> {
  const scene = await Scene.open('operator', 'player', 'friend', 'bank');
  await scene.define('items');
  await scene.define('money', { issuer: 'bank' });
  await scene.does(issue('bank', MONEY, [{ amount: '30', to: 'friend' }]));
  await scene.does(issue('operator', ITEM, [thing(1)]));
  await scene.does(issue('operator', TROPHY, [thing(2)]));
  return scene;
}

const offered = holdOf('offer', { seller: 'player', money: MONEY, price: '30' });

void test('items: on the market by an offer, sold to who pays, or taken back', async () => {
  const scene = await opened();
  await scene.does(hand('player', await scene.the('player', ITEM), offered));
  await scene.does(exit('player', await scene.the('player', ITEM), 'cancel'));
  await scene.does(hand('player', await scene.the('player', ITEM), offered));
  const item = await scene.the('player', ITEM);
  const taken = [input(item, 'buy'), await scene.the('friend', MONEY)];
  await scene.does(transfer('friend', taken, [{ like: 1, amount: '30', to: 'player' }]));
  assert.deepEqual(await scene.sums(ITEM), { friend: 1n });
  await scene.refuses('OUTPUT_UNKNOWN', transfer('friend', [input(item, 'buy')]));
});

void test('items: only its owner moves it', async () => {
  const scene = await opened();
  const item = await scene.the('player', ITEM);
  for (const other of ['operator', 'friend']) {
    await scene.refuses('HOLDER_NOT_ACTING', hand(other, item, 'friend'));
  }
});

void test('items: a trophy is given, and sold by no way', async () => {
  const scene = await opened();
  const trophy = await scene.the('player', TROPHY);
  await scene.refuses('MOVE_FORBIDDEN', hand('player', trophy, offered));
  const money = await scene.the('friend', MONEY);
  const acts = [hand('friend', money, 'player'), hand('player', trophy, 'friend')];
  await scene.refuses('NOT_FOR_VALUE', acts);
  await scene.does(hand('player', trophy, 'friend'));
});
