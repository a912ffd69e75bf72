/**
 * What fails moves nothing: delivery against payment with one leg that fails, a transaction handed in again after its time, one for
 * another chain. Balances and outputs are compared before and after, and at every height there was.
 */

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { isCoded } from '@stele/base';
import { draftLocally, sign } from '@stele/sdk';

import { type Act, hand, issue, transfer } from './test/acts.ts';
import { type Served, served } from '../fuzz/served.ts';
import { Network } from './test/network.ts';

const MONEY = 'central-bank/yuan';
const CLAIM = 'gateway/car-maker';
const PEOPLE = ['issuer', 'bank', 'gateway', 'debtor', 'ann', 'ben'];
const DAY_MS = 86_400_000;

let place: Served;
let network: Network;

before(async () => {
  place = await served();
  network = await Network.at(place);
  await network.admit(...PEOPLE);
  await network.define('money');
  await network.define('receivable', { series: 'car-maker' });
  const attributes = ['{debtor}', Date.now() + DAY_MS, '{digest:contract}', '{digest:confirmed}'];
  const claim = { attributes, amount: '100000', to: 'ann' };
  await network.does(issue(['gateway', 'debtor'], CLAIM, [claim]));
  await network.does(issue('issuer', MONEY, [{ amount: '95000', to: 'ben' }]));
});

after(() => place.close());

const PARTIES = ['ann', 'ben'];

/** What the two have: outputs, and balances at every height so far. */
async function holdings() {
  const { height } = await network.ledger.transport.chain();
  const owned = await Promise.all(
    PARTIES.map(async (name) => (await network.of(name)).map(({ view }) => view)),
  );
  const past = [];
  for (let at = 0; at <= height; at++) {
    past.push(await Promise.all(PARTIES.map((name) => network.balances(name, at))));
  }
  return { height, owned, past };
}

/** Refused with this code; neither has anything else than before, now and at every height. */
async function movesNothing(code: string, acts: readonly Act[]): Promise<void> {
  const earlier = await holdings();
  await network.refuses(code, acts);
  const later = await holdings();
  assert.deepEqual(later.owned, earlier.owned);
  assert.deepEqual(later.past.slice(0, earlier.height + 1), earlier.past);
  const last = earlier.past.at(-1);
  for (const balances of later.past.slice(earlier.height + 1)) assert.deepEqual(balances, last);
}

void test('delivery against payment: when one leg fails, neither happens', async () => {
  const deliver = hand('ann', await network.the('ann', CLAIM), 'ben');
  const money = await network.the('ben', MONEY);
  const short = transfer('ben', [money], [{ amount: '94999', to: 'ann' }]);
  await movesNothing('SUMS_DIFFER', [deliver, short]);
  await movesNothing('SUMS_DIFFER', [short, deliver]);
  await movesNothing('HOLDER_NOT_ACTING', [deliver, { ...hand('ben', money, 'ann'), by: ['ann'] }]);
  const other = { ...money, guard: '0'.repeat(16) };
  await movesNothing('OUTPUT_DIFFERS', [deliver, hand('ben', other, 'ann')]);
  const both = { by: ['ann', 'ben'] };
  const exchange = transfer(
    both.by,
    [await network.the('ann', CLAIM), money],
    [
      { like: 0, amount: '100000', to: 'ben' },
      { like: 1, amount: '95001', to: 'ann' },
    ],
  );
  await movesNothing('SUMS_DIFFER', [exchange]);
});

void test('delivery against payment: when both legs hold, both happen at one height', async () => {
  const deliver = hand('ann', await network.the('ann', CLAIM), 'ben');
  const { height } = await network.does([
    deliver,
    hand('ben', await network.the('ben', MONEY), 'ann'),
  ]);
  assert.ok(height !== undefined);
  const at = async (when: number) => [
    await network.balances('ann', when),
    await network.balances('ben', when),
  ];
  assert.deepEqual(await at(height - 1), [{ [CLAIM]: '100000' }, { [MONEY]: '95000' }]);
  const has = (balances: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(balances).filter(([, amount]) => amount !== '0'));
  assert.deepEqual((await at(height)).map(has), [{ [MONEY]: '95000' }, { [CLAIM]: '100000' }]);
  await network.refuses('OUTPUT_UNKNOWN', deliver);
});

/** The code with which a signed transaction is refused. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return '';
  } catch (error) {
    if (isCoded(error)) return error.code;
    throw error;
  }
}

void test('handed in again it counts once, and after its time not at all', async () => {
  const { ledger } = network;
  const money = await network.the('ann', MONEY);
  const calls = [network.planned(hand('ann', money, 'bank'))];
  const { signer } = network.member('ann');
  const late = sign(ledger.draft({ calls, validForMs: 1 }), [signer]);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(await codeOf(ledger.submit(late)), 'EXPIRED');
  const signed = sign(ledger.draft({ calls }), [signer]);
  const first = await ledger.submit(signed);
  const again = await ledger.submit(signed);
  assert.deepEqual([again.replayed, again.height], [true, first.height]);
  assert.equal(await codeOf(ledger.submit(late)), 'EXPIRED');
  assert.deepEqual((await network.of('bank', MONEY)).length, 1);
});

void test('a transaction of another chain moves nothing here', async () => {
  const { chain, world } = network.ledger;
  const held = await network.the('bank', MONEY);
  const calls = [network.planned(hand('bank', held, 'ann'))];
  const { signer } = network.member('bank');
  const madeFor = (fingerprint: Uint8Array) =>
    sign(draftLocally({ ...chain, fingerprint }, { calls }, world), [signer]);
  const foreign = madeFor(chain.fingerprint.map((byte) => byte ^ 1));
  assert.equal(await codeOf(network.ledger.submit(foreign)), 'WRONG_CHAIN');
  const alike = madeFor(chain.fingerprint.map((byte, i) => (i < 8 ? byte : byte ^ 1)));
  assert.equal(await codeOf(network.ledger.submit(alike)), 'SIGNATURE_INVALID');
  assert.deepEqual(await network.the('bank', MONEY), held);
});
