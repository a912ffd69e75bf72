/** A small economy with every kind of move: what an auditor has to be able to follow from the log alone. */

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { exit, hand, issue, mark, redeem, step, transfer } from '../test/acts.ts';
import { holdOf } from '../test/arrangements.ts';
import { input } from '../test/holdings.ts';
import { classIdOf, lockOf } from '../test/places.ts';
import type { Network } from '../test/network.ts';

const MONEY = 'central-bank/yuan';
const PURSE = 'central-bank/purse';
const CLAIM = 'gateway/car-maker';
const INVOICE = 'tax-bureau/invoice';
const QUOTA = 'tax-bureau/invoice-quota';

/** Members by what they do; one person may do several things. */
export const PEOPLE = ['issuer', 'bank', 'gateway', 'debtor', 'bureau', 'ann', 'ben', 'cai'];

const DAY_MS = 86_400_000;
const SOON_MS = 700;
const POLL_MS = 50;

/** Issues, burns quota, splits, merges, holds, takes every way out of a hold, steps, marks, redeems; and some of it is refused. */
export async function everyMove(network: Network): Promise<void> {
  await network.admit(...PEOPLE);
  await network.define('money');
  await network.define('receivable', { series: 'car-maker' });
  await network.define('invoice');
  await moneyMoves(network);
  await claimMoves(network);
  await invoiceMoves(network);
}

async function moneyMoves(network: Network): Promise<void> {
  await network.does(issue('issuer', MONEY, [{ amount: '1000000', to: 'bank' }]));
  const spent = await network.the('bank', MONEY);
  const change = [{ amount: '900000', to: 'bank' }];
  const part = { amount: '50000' };
  await network.does(
    issue(
      'bank',
      PURSE,
      [
        { ...part, to: 'ann' },
        { ...part, to: 'ben' },
      ],
      {
        inputs: [spent],
        change,
      },
    ),
  );
  await network.refuses('OUTPUT_UNKNOWN', hand('bank', spent, 'ann'));
  const purse = await network.the('ann', PURSE);
  await network.does(
    transfer(
      'ann',
      [purse],
      [
        { amount: '1', to: 'ben' },
        { amount: '49999', to: 'ann' },
      ],
    ),
  );
  await network.does(
    transfer('ben', await network.of('ben', PURSE), [{ amount: '50001', to: 'ben' }]),
  );
  await network.does([
    redeem(['ben', 'bank'], [await network.the('ben', PURSE)], [{ amount: '1', to: 'ben' }]),
    issue('issuer', MONEY, [{ amount: '50000', to: 'bank' }]),
  ]);
}

async function claimMoves(network: Network): Promise<void> {
  const attributes = ['{debtor}', Date.now() + DAY_MS, '{digest:contract}', '{digest:confirmed}'];
  const other = ['{debtor}', Date.now() + 2 * DAY_MS, '{digest:contract}', '{digest:confirmed}'];
  await network.does(
    issue(['gateway', 'debtor'], CLAIM, [
      { attributes, amount: '90000', to: 'ann' },
      { attributes: other, amount: '80000', to: 'cai' },
    ]),
  );
  const { preimage, digest } = lockOf('a secret of Ann');
  const deadline = Date.now() + DAY_MS;
  const parties = { sender: 'ann', receiver: 'ben', deadline };
  const escrow = holdOf('escrow', { ...parties, lapsesTo: 'ann' });
  const release = { giver: 'ann', receiver: 'cai', day: Date.now() + SOON_MS };
  await network.does(
    transfer(
      'ann',
      [await network.the('ann', CLAIM)],
      [
        { amount: '20000', to: escrow },
        { amount: '21000', to: escrow },
        { amount: '22000', to: holdOf('timed-release', release) },
        { amount: '27000', to: holdOf('hash-lock', { ...parties, digest }) },
      ],
    ),
  );
  const held = await network.of('ann', CLAIM);
  const of = (amount: bigint) => held.find((one) => one.amount === amount) ?? assert.fail();
  await network.does(exit('ben', of(20_000n), 'accept'));
  await network.does(exit('ben', of(21_000n), 'reject'));
  await network.does(exit('ben', of(27_000n), 'claim', preimage));
  await offered(network);
  await released(network);
}

/** The claim of 22 000 goes over to Cai by itself. */
async function released(network: Network): Promise<void> {
  while ((await network.of('cai', CLAIM)).every(({ amount }) => amount !== 22_000n)) {
    await sleep(POLL_MS);
  }
}

/** Cai sells a claim to the bank; a part of it stays offered. */
async function offered(network: Network): Promise<void> {
  const offer = (price: string) => holdOf('offer', { seller: 'cai', money: MONEY, price });
  await network.does(
    transfer(
      'cai',
      (await network.of('cai', CLAIM)).filter(({ amount }) => amount === 80_000n),
      [
        { amount: '50000', to: offer('48000') },
        { amount: '30000', to: offer('29000') },
      ],
    ),
  );
  const parts = await network.of('cai', CLAIM);
  const sold = parts.find(({ amount }) => amount === 50_000n) ?? assert.fail();
  const money = await network.of('bank', MONEY);
  const total = money.reduce((sum, { amount }) => sum + amount, 0n);
  await network.does(
    transfer(
      'bank',
      [input(sold, 'buy'), ...money],
      [
        { like: 1, amount: '48000', to: 'cai' },
        { like: 1, amount: String(total - 48_000n), to: 'bank' },
      ],
    ),
  );
}

async function invoiceMoves(network: Network): Promise<void> {
  await network.does(issue('bureau', QUOTA, [{ amount: '5', to: 'debtor' }]));
  const inputs = [await network.the('debtor', QUOTA)];
  const change = [{ amount: '3', to: 'debtor' }];
  const drawn = (number: number) => ({
    attributes: [number, '{debtor}', 100, '{digest:content}'],
    to: 'ann',
  });
  await network.does(
    issue(['bureau', 'debtor'], INVOICE, [drawn(1), drawn(2)], { inputs, change }),
  );
  const [first, second] = await network.of('ann', INVOICE);
  assert.ok(first !== undefined && second !== undefined);
  await network.does(step('ann', [first, second], 'claim', ['{ann}']));
  const [claimed, red] = await network.of('ann', INVOICE);
  assert.ok(claimed !== undefined && red !== undefined);
  await network.does(redeem(['ann', 'bureau'], [red]));
  const handle = { class: classIdOf(INVOICE) };
  await network.does(mark('bureau', 'mark', { handle, level: 'platform' }));
  await network.refuses('MARKED', hand('ann', claimed, 'ben'));
  await network.does(mark('bureau', 'unmark', { handle, level: 'platform' }));
}
