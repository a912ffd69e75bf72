/**
 * A receivable by the command line, with a key file each: issued, split in three, handed on with accept, reject, withdraw and by itself,
 * traced back to its issue, and redeemed by two who sign one after the other.
 */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OutputView } from '@stele/protocol';

import { Machine } from '../product/product.ts';
import { Commands } from './test/command.ts';
import { WITHOUT_SEARCH } from './test/served.ts';

const POLL_MS = 50;
const DIGEST = 'ab'.repeat(32);
const SHORTLY_MS = 20_000;

/** The operator confirms what it owes Ann; it is gateway and debtor in one. */
async function issuedByCommand(commands: Commands): Promise<string> {
  const operator = await commands.operator();
  const series = { series: 'tool-maker', gateway: operator, debtor: operator };
  await commands.define('receivable', series);
  const attributes = [
    `debtor=${operator}`,
    'due=2030-01-31',
    `contract=${DIGEST}`,
    `confirmation=${DIGEST}`,
  ];
  const given = attributes.flatMap((one) => ['--attribute', one]);
  const to = ['--to', commands.account('ann')];
  const { made } = await commands.run(
    'asset',
    'issue',
    'gateway/tool-maker',
    '1000',
    ...to,
    ...given,
  );
  return made[0]?.output ?? assert.fail();
}

/** Ann offers parts to Ben; he takes the first, sends back the second, and she takes back the third. */
async function splitByCommand(commands: Commands, output: string): Promise<readonly string[]> {
  const hold = ['--template', 'escrow', '--to', commands.account('ben')];
  const parts = ['500.00', '300', '200'];
  const ann = ['--key', 'ann.key'];
  const ben = ['--key', 'ben.key'];
  const until = ['--until', '2030-01-01'];
  const { made } = await commands.run('asset', 'hold', output, ...parts, ...hold, ...until, ...ann);
  const [first = '', second = '', third = ''] = made.map((one) => one.output);
  assert.equal(await commands.refused('asset', 'exit', first, 'accept', ...ann), 'EXIT_NOT_ACTING');
  const ends = [
    await commands.run('asset', 'exit', first, 'accept', ...ben),
    await commands.run('asset', 'exit', second, 'reject', ...ben),
    await commands.run('asset', 'exit', third, 'withdraw', ...ann),
  ];
  const soon = ['--until', new Date(Date.now() + SHORTLY_MS).toISOString()];
  const back = ends[1]?.made[0]?.output ?? '';
  const held = await commands.run('asset', 'hold', back, ...hold, ...soon, ...ann);
  return [...ends, held].map((one) => one.made[0]?.output ?? assert.fail());
}

/** What Ann holds when her hold has lapsed. */
async function lapsedByCommand(commands: Commands, held: string): Promise<readonly OutputView[]> {
  for (;;) {
    const own = await commands.of('ann');
    if (own.every(({ id }) => id !== held)) return own;
    await sleep(POLL_MS);
  }
}

void test('a receivable, from its issue to its redemption, by the command line', async (context) => {
  const machine = new Machine(context);
  await machine.start(context, [], WITHOUT_SEARCH);
  const commands = new Commands(machine);
  for (const name of ['ann', 'ben']) await commands.admit(name);
  const origin = await issuedByCommand(commands);
  const [accepted = '', , , held = ''] = await splitByCommand(commands, origin);
  const own = await lapsedByCommand(commands, held);
  assert.deepEqual(own.map(({ amount, madeAt }) => [amount, madeAt.method]).toSorted(), [
    ['20000', 'transfer'],
    ['30000', 'timer'],
  ]);
  const trace = await commands.trace(accepted);
  assert.deepEqual(
    trace.map(({ by }) => by.method),
    ['transfer', 'transfer', 'issue'],
  );
  assert.equal(trace.at(-1)?.output.id, origin);
  const both = ['--key', 'ben.key', '--with', await commands.operator()];
  const { id, status } = await commands.run('asset', 'redeem', accepted, ...both);
  assert.equal(status, 'collecting');
  assert.equal((await commands.of('ben')).length, 1, 'nothing happens until both have signed');
  const signed = await commands.run('tx', 'sign', id, '--yes');
  assert.equal(signed.status, 'proven');
  assert.deepEqual(await commands.of('ben'), []);
});
