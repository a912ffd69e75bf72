/**
 * A server that is killed while people hand assets about: what was acknowledged is there afterwards, what was not is there whole or not
 * at all, no amount has come or gone, and a hold that lapsed meanwhile goes back by itself after the start.
 */

import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isCoded, toHex } from '@stele/base';
import { sign, type SignedTransaction } from '@stele/sdk';

import { pythonForTest } from '../../tools/python.ts';
import type { Server } from '../product/product.ts';
import { audit } from './auditor/audit.ts';
import { hand, issue, transfer } from './test/acts.ts';
import { holdOf } from './test/arrangements.ts';
import type { Network } from './test/network.ts';
import { networkAt, serveNetwork, type ServedNetwork, WITHOUT_SEARCH } from './test/served.ts';

const MONEY = 'central-bank/yuan';
const ROUNDS = 20;
const NOTES = 120;
const NOTE = 1_000n;
const LAPSE_MS = 10_000;
/** Later in every round, so that it meets every part of the work. */
const KILL_AFTER_MS = 15;
const POLL_MS = 50;
/** More than one bundle. */
const ENTRIES_MIN = 512;

interface Sent {
  readonly signed: SignedTransaction;
  /** Told so by the server. */
  isAcknowledged: boolean;
}

/** Hands every note of Ann's to Ben, each in a transaction of its own, until nobody answers any more. */
async function handing(network: Network, from: string, to: string): Promise<readonly Sent[]> {
  const { ledger } = network;
  const { signer } = network.member(from);
  const sent = (await network.of(from, MONEY))
    .filter(({ amount }) => amount === NOTE)
    .map((note): Sent => {
      const calls = [network.planned(hand(from, note, to))];
      return { signed: sign(ledger.draft({ calls }), [signer]), isAcknowledged: false };
    });
  const each = async (one: Sent): Promise<void> => {
    try {
      await ledger.transport.submit(one.signed.submission, { wait: 'committed', timeoutMs: 2_000 });
      one.isAcknowledged = true;
    } catch (error) {
      assert.ok(isCoded(error), String(error));
    }
  };
  void Promise.all(sent.map(each));
  return sent;
}

async function total(network: Network): Promise<bigint> {
  const all = await Promise.all(network.names.map((name) => network.of(name, MONEY)));
  return all.flat().reduce((sum, { amount }) => sum + amount, 0n);
}

/** Whether each is in the log; whoever was told so was told the truth. */
async function settled(network: Network, sent: readonly Sent[]): Promise<number> {
  let found = 0;
  for (const { signed, isAcknowledged } of sent) {
    const isThere = await network.ledger.transport.transaction(toHex(signed.id)).then(
      () => true,
      () => false,
    );
    assert.ok(isThere || !isAcknowledged, 'what was acknowledged is there');
    if (isThere) found++;
  }
  return found;
}

async function opened(context: Parameters<typeof serveNetwork>[0]): Promise<ServedNetwork> {
  const served = await serveNetwork(context);
  const { network } = served;
  await network.admit('issuer', 'bank', 'ann', 'ben');
  await network.define('money');
  const parts = Array.from({ length: NOTES }, () => ({ amount: String(NOTE), to: 'ann' }));
  for (let at = 0; at < parts.length; at += 40) {
    await network.does(issue('issuer', MONEY, parts.slice(at, at + 40)));
  }
  return served;
}

/** A hold of Ann's that nobody will end, and that lapses while the server is away. */
async function forgotten(network: Network): Promise<void> {
  await network.does(issue('issuer', MONEY, [{ amount: '7', to: 'ann' }]));
  const own = (await network.of('ann', MONEY)).filter(({ amount }) => amount === 7n);
  const hold = holdOf('escrow', {
    sender: 'ann',
    receiver: 'ben',
    deadline: Date.now() + LAPSE_MS,
    lapsesTo: 'bank',
  });
  await network.does(transfer('ann', own, [{ amount: '7', to: hold }]));
}

async function lapsed(network: Network): Promise<void> {
  for (;;) {
    const owned = await network.of('bank', MONEY);
    if (owned.some(({ amount, view }) => amount === 7n && 'party' in (view.owner as object))) {
      return;
    }
    await sleep(POLL_MS);
  }
}

/** The log by itself says the same, over many bundles of entries. */
async function audited(context: TestContext, { address }: Server, live: bigint): Promise<void> {
  const python = await pythonForTest(context);
  if (python === undefined) return;
  const log = `${address}/log/main`;
  const [vkey = ''] = (await (await fetch(`${log}/vkeys`)).text()).split('\n');
  const { report, trouble } = await audit(python, log, vkey);
  assert.ok(report !== undefined, trouble);
  assert.deepEqual(report.findings, []);
  assert.ok(report.entries > ENTRIES_MIN);
  assert.equal(report.classes.find(({ name }) => name === MONEY)?.live, String(live));
}

void test('killed in the middle, nothing is lost and nothing is doubled', async (context) => {
  const { machine, server: first, network } = await opened(context);
  await forgotten(network);
  const before = await total(network);
  let server = first;
  let told = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const [from, to] = round % 2 === 0 ? ['ann', 'ben'] : ['ben', 'ann'];
    network.moveTo(await networkAt(machine, server));
    const sent = await handing(network, from, to);
    await sleep(KILL_AFTER_MS * (round + 1));
    await server.kill();
    server = await machine.start(context, [], WITHOUT_SEARCH);
    network.moveTo(await networkAt(machine, server));
    const found = await settled(network, sent);
    told += sent.filter(({ isAcknowledged }) => isAcknowledged).length;
    assert.equal(await total(network), before, 'no amount has come or gone');
    const notes = (await network.of(to, MONEY)).filter(({ amount }) => amount === NOTE);
    assert.ok(notes.length >= found, 'what is in the log has been handed over');
  }
  await lapsed(network);
  assert.equal(await total(network), before);
  await audited(context, server, before);
  context.diagnostic(`cases: transfers acknowledged before a kill ${String(told)}`);
});
