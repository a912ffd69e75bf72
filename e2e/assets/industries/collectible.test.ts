/** S10 to S12: collectibles are sold once by their issuer, given away after 180 days and then every 730, frozen at two levels, and consumed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { exit, hand, issue, mark, redeem, transfer } from '../test/acts.ts';
import { holdOf } from '../test/arrangements.ts';
import { type Holding, input } from '../test/holdings.ts';
import { classIdOf } from '../test/places.ts';
import { Scene } from '../test/scene.ts';

const MIRROR = 'museum/bronze-mirror';
const MONEY = 'central-bank/yuan';

const mirror = (number: number, to = 'museum') => ({
  attributes: ['han-dynasty', number, '{digest:image}', '{digest:grant}'],
  to,
});

async function opened(...numbers: readonly number[]): Promise<Scene> {
  const scene = await Scene.open('court', 'museum', 'ann', 'ben', 'cai', 'bank');
  await scene.define('collectible');
  await scene.define('money', { issuer: 'bank' });
  await scene.does(issue('bank', MONEY, [{ amount: '500', to: 'ann' }]));
  await scene.does(
    issue(
      'museum',
      MIRROR,
      numbers.map((number) => mirror(number)),
    ),
  );
  return scene;
}

const offer = (seller: string) => holdOf('offer', { seller, money: MONEY, price: '100' });

/** Takes an offer and pays it out of what the buyer has. */
async function buy(scene: Scene, { buyer, seller, offered }: Sale) {
  const money = await scene.the(buyer, MONEY);
  const rest = money.amount - 100n;
  const change = rest === 0n ? [] : [{ like: 1, amount: String(rest), to: buyer }];
  return transfer(
    buyer,
    [input(offered, 'buy'), money],
    [{ like: 1, amount: '100', to: seller }, ...change],
  );
}

interface Sale {
  readonly buyer: string;
  readonly seller: string;
  readonly offered: Holding;
}

/** The museum sells its mirror to Ann. */
async function sold(scene: Scene): Promise<void> {
  const [held = assert.fail()] = await scene.does(
    hand('museum', (await scene.of('museum', MIRROR))[0] ?? assert.fail(), offer('museum')),
  );
  await scene.does(await buy(scene, { buyer: 'ann', seller: 'museum', offered: held }));
}

void test('collectible: sold by its issuer against money, and by nobody else', async () => {
  const scene = await opened(1);
  await sold(scene);
  assert.deepEqual(await scene.sums(MIRROR), { ann: 1n });
  assert.deepEqual(await scene.sums(MONEY), { museum: 100n, ann: 400n });
  const own = await scene.the('ann', MIRROR);
  await scene.does(
    hand(
      'bank',
      (await scene.does(issue('bank', MONEY, [{ amount: '100', to: 'bank' }])))[0] ?? assert.fail(),
      'ben',
    ),
  );
  await scene.refuses('ROLE_NOT_ACTING', hand('ann', own, offer('ann')), Scene.day(200));
  const money = await scene.the('ben', MONEY);
  const swap = transfer(
    ['ann', 'ben'],
    [own, money],
    [
      { like: 0, amount: '1', to: 'ben' },
      { like: 1, amount: '100', to: 'ann' },
    ],
  );
  await scene.refuses('NOT_FOR_VALUE', swap, Scene.day(201));
  await scene.refuses(
    'NOT_FOR_VALUE',
    [hand('ann', own, 'ben'), hand('ben', money, 'ann')],
    Scene.day(202),
  );
});

void test('collectible: a gift rests 180 days after the purchase, and 730 after a gift', async () => {
  const scene = await opened(1);
  await sold(scene);
  const boughtMs = scene.chain.kernel.tip.timeMs;
  const day = (days: number): number => boughtMs + (Scene.day(days) - Scene.day(0));
  await scene.refuses('RESTING', hand('ann', await scene.the('ann', MIRROR), 'ben'), day(180) - 1);
  await scene.does(hand('ann', await scene.the('ann', MIRROR), 'ben'), day(180));
  await scene.refuses('RESTING', hand('ben', await scene.the('ben', MIRROR), 'cai'), day(909));
  await scene.does(hand('ben', await scene.the('ben', MIRROR), 'cai'), day(910));
});

void test('collectible: nobody has more than two, nobody issues more than ten', async () => {
  const scene = await opened(1, 2, 3);
  const all = await scene.of('museum', MIRROR);
  const [first, second, third] = all;
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  await scene.does(hand('museum', first, 'ann'));
  await scene.does(hand('museum', second, 'ann'));
  await scene.refuses('HOLDER_LIMIT_EXCEEDED', hand('museum', third, 'ann'));
  const more = [4, 5, 6, 7, 8, 9, 10, 11].map((number) => mirror(number));
  await scene.refuses('SUPPLY_EXCEEDED', issue('museum', MIRROR, more));
  await scene.refuses('TOKEN_EXISTS', issue('museum', MIRROR, [mirror(3)]));
});

void test('collectible: frozen by platform and court, each lifts its own', async () => {
  const scene = await opened(1);
  await scene.does(hand('museum', await scene.the('museum', MIRROR), 'ann'));
  const own = await scene.the('ann', MIRROR);
  const handle = { output: own.key };
  await scene.does(mark('museum', 'mark', { handle, level: 'platform' }));
  await scene.refuses('NOT_AUTHORISED', mark('museum', 'mark', { handle, level: 'authority' }));
  await scene.does(mark('court', 'mark', { handle, level: 'authority' }));
  await scene.does(mark('museum', 'unmark', { handle, level: 'platform' }));
  await scene.refuses('MARK_UNKNOWN', mark('museum', 'unmark', { handle, level: 'platform' }));
  await scene.refuses('MARKED', redeem(['ann', 'museum'], [own]));
  await scene.does(mark('court', 'unmark', { handle, level: 'authority' }));
  await scene.refuses('ROLE_NOT_ACTING', redeem('ann', [own]));
  await scene.does(redeem(['ann', 'museum'], [own]));
  assert.deepEqual(await scene.of('ann', MIRROR), []);
});

void test('collectible: a court marks a person, and nothing of hers moves', async () => {
  const scene = await opened(1);
  await scene.does(hand('museum', await scene.the('museum', MIRROR), 'ann'));
  const handle = { party: '{ann}' };
  await scene.refuses('NOT_AUTHORISED', mark('museum', 'mark', { handle, level: 'authority' }));
  await scene.does(mark('court', 'mark', { handle, level: 'authority' }));
  const later = Scene.day(200);
  await scene.refuses('MARKED', hand('ann', await scene.the('ann', MIRROR), 'ben'), later);
  await scene.refuses('MARKED', hand('ann', await scene.the('ann', MONEY), 'ben'), later + 1);
  assert.equal(classIdOf(MIRROR).length, 32);
});

void test('collectible: given through an exit only after its rest', async () => {
  const scene = await opened(1);
  await sold(scene);
  const escrow = holdOf('escrow', {
    sender: 'ann',
    receiver: 'ben',
    deadline: Scene.day(400),
    lapsesTo: 'ann',
  });
  await scene.does(hand('ann', await scene.the('ann', MIRROR), escrow));
  await scene.refuses('RESTING', exit('ben', await scene.the('ann', MIRROR), 'accept'));
  await scene.does(exit('ben', await scene.the('ann', MIRROR), 'accept'), Scene.day(300));
  assert.deepEqual(await scene.sums(MIRROR), { ben: 1n });
});
