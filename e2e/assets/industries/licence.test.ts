/** S13, S37 and tickets: paying gives the licence, each use is a redeem; consent is given and used without a price. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { hand, issue, redeem, transfer } from '../test/acts.ts';
import { holdOf } from '../test/arrangements.ts';
import { input } from '../test/holdings.ts';
import { Scene } from '../test/scene.ts';

const MONEY = 'central-bank/yuan';
const SCORE = 'studio/score';
const CONSENT = 'credit-registry/report-consent';
const TICKET = 'railway/day-ticket';

void test('licence: paying gives it, and each use is one redeem', async () => {
  const scene = await Scene.open('bank', 'studio', 'cinema');
  await scene.define('licence');
  await scene.define('money', { issuer: 'bank' });
  await scene.does(issue('bank', MONEY, [{ amount: '900', to: 'cinema' }]));
  const offer = holdOf('offer', {
    seller: 'studio',
    money: MONEY,
    price: '900',
  });
  const attributes = ['{digest:score}', 'zhejiang', Scene.day(365)];
  await scene.does(issue('studio', SCORE, [{ attributes, amount: '3', to: offer }]));
  const offered = await scene.the('studio', SCORE);
  const money = await scene.the('cinema', MONEY);
  const taken = [input(offered, 'buy'), money];
  await scene.does(transfer('cinema', taken, [{ like: 1, amount: '900', to: 'studio' }]));
  await scene.refuses('MOVE_FORBIDDEN', hand('cinema', await scene.the('cinema', SCORE), 'bank'));
  for (const left of ['2', '1']) {
    const rest = [{ amount: left, to: 'cinema' }];
    await scene.does(redeem(['cinema', 'studio'], [await scene.the('cinema', SCORE)], rest));
  }
  const last = await scene.the('cinema', SCORE);
  await scene.does(redeem(['cinema', 'studio'], [last]));
  await scene.refuses('OUTPUT_UNKNOWN', redeem(['cinema', 'studio'], [last]));
});

void test('consent: the subject lends a reader two looks, which are never sold on', async () => {
  const scene = await Scene.open('registry', 'subject', 'lender', 'broker');
  await scene.define('consent');
  const attributes = ['{subject}', 'mortgage', Scene.day(30)];
  await scene.does(issue('registry', CONSENT, [{ attributes, amount: '2', to: 'subject' }]));
  await scene.does(hand('subject', await scene.the('subject', CONSENT), 'lender'));
  await scene.refuses(
    'DEPTH_EXCEEDED',
    hand('lender', await scene.the('lender', CONSENT), 'broker'),
  );
  const rest = [{ amount: '1', to: 'lender' }];
  await scene.refuses(
    'ROLE_NOT_ACTING',
    redeem('lender', [await scene.the('lender', CONSENT)], rest),
  );
  await scene.does(redeem(['lender', 'registry'], [await scene.the('lender', CONSENT)], rest));
  assert.deepEqual(await scene.sums(CONSENT), { lender: 1n });
});

void test('ticket: four a person, punched once each, kept apart by day', async () => {
  const scene = await Scene.open('railway', 'rider', 'friend');
  await scene.define('ticket');
  const ticket = (day: number, amount: string) => ({
    attributes: ['line-7', Scene.day(day)],
    amount,
    to: 'rider',
  });
  await scene.refuses('HOLDER_LIMIT_EXCEEDED', issue('railway', TICKET, [ticket(1, '5')]));
  await scene.does(issue('railway', TICKET, [ticket(1, '2'), ticket(2, '1')]));
  const [today, tomorrow] = await scene.of('rider', TICKET);
  assert.ok(today !== undefined && tomorrow !== undefined);
  const shared = [
    { amount: '1', to: 'friend' },
    { amount: '1', to: 'rider' },
  ];
  await scene.does(transfer('rider', [today], shared));
  await scene.does(redeem(['friend', 'railway'], await scene.of('friend', TICKET)));
  const merged = [{ amount: '2', to: 'rider' }];
  const both = await scene.of('rider', TICKET);
  await scene.refuses('SUMS_DIFFER', transfer('rider', both, merged));
  assert.deepEqual(await scene.sums(TICKET), { rider: 2n });
});
