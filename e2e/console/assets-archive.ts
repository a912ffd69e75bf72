/**
 * What a desk has that deals in assets: receivables issued, split, handed on and held, money to pay with, something frozen, and a transaction
 * that waits for the operator's signature. The operator's key is the one of the data folder.
 */

import assert from 'node:assert/strict';
import { toHex } from '@stele/base';
import type { JsonObject } from '@stele/kernel/contract';
import type { Signer } from '@stele/protocol';
import { sign } from '@stele/sdk';
import { hand, issue, transfer } from '../assets/test/acts.ts';
import { holdOf } from '../assets/test/arrangements.ts';
import { Network } from '../assets/test/network.ts';
import type { Desk } from './desk.ts';

export interface AssetsArchive {
  /** As addresses name it. */
  readonly className: string;
  /** The operator's. */
  readonly account: string;
  readonly other: string;
  /** Split, handed on, and merged again: its trace has several lanes. */
  readonly output: string;
  /** In a hold that the operator may accept. */
  readonly held: string;
  readonly marked: string;
  readonly pending: string;
  /** By whom receivables are redeemed. */
  readonly debtor: Signer;
}

export const CLAIM = 'gateway/car-maker';
const MONEY = 'central-bank/yuan';
const DAY_MS = 86_400_000;

/** Fills a desk with assets. */
export async function fillAssets(desk: Desk): Promise<AssetsArchive> {
  const network = await networkOf(desk);
  await network.admit('maker', 'supplier', 'bank');
  await defined(network);
  const marked = await handedOn(network);
  const held = await heldForOperator(network);
  const output = await merged(network);
  return {
    className: CLAIM.replace('/', '~'),
    account: network.text('operator'),
    other: network.text('supplier'),
    output,
    held,
    marked,
    pending: await waiting(network),
    debtor: network.member('maker').signer,
  };
}

/** The people of a desk's ledger, its operator among them. */
export async function networkOf({ server, adminKey, machine }: Desk): Promise<Network> {
  const place = { address: server.address, adminKey, folder: machine.path('data') };
  return await Network.at(place);
}

async function defined(network: Network): Promise<void> {
  await network.define('receivable', {
    series: 'car-maker',
    gateway: 'operator',
    debtor: 'maker',
  });
  await network.define('money', { issuer: 'operator', bank: 'bank' });
  await network.does(issueOf('100000', 'operator'));
  await network.does(issue('operator', MONEY, [{ amount: '2500000', to: 'bank' }]));
}

function issueOf(amount: string, to: string): ReturnType<typeof issue> {
  const due = Date.UTC(2027, 2, 31);
  const attributes = ['{maker}', due, '{digest:contract}', '{digest:confirmation}'];
  return issue(['operator', 'maker'], CLAIM, [{ attributes, amount, to }]);
}

/** Split in three; the part that stays with the bank is frozen. */
async function handedOn(network: Network): Promise<string> {
  const parts = ['supplier', 'bank', 'operator'].map((to, i) => ({
    amount: ['30000', '20000', '50000'][i] ?? '',
    to,
  }));
  await network.does(transfer('operator', [await network.the('operator', CLAIM)], parts));
  const frozen = await network.the('bank', CLAIM);
  const args: JsonObject = {
    handle: { output: frozen.key },
    level: 'platform',
    reference: 'ab'.repeat(32),
  };
  await network.does({ method: 'mark', args, by: ['operator'] });
  return frozen.view.id;
}

/** The supplier hands over to the operator, who has still to accept. */
async function heldForOperator(network: Network): Promise<string> {
  const escrow = holdOf('escrow', {
    sender: 'supplier',
    receiver: 'operator',
    deadline: Date.now() + 7 * DAY_MS,
    lapsesTo: 'supplier',
  });
  const parts = [
    { amount: '12500', to: escrow },
    { amount: '17500', to: 'supplier' },
  ];
  await network.does(transfer('supplier', [await network.the('supplier', CLAIM)], parts));
  const mine = await network.of('supplier', CLAIM);
  const held = mine.find(({ amount }) => amount === 12_500n);
  return held?.view.id ?? assert.fail('the held part is there');
}

/** What went two ways comes together again. */
async function merged(network: Network): Promise<string> {
  const parts = [
    { amount: '20000', to: 'operator' },
    { amount: '30000', to: 'operator' },
  ];
  await network.does(transfer('operator', [await network.the('operator', CLAIM)], parts));
  const [small, large] = await network.of('operator', CLAIM);
  assert.ok(small !== undefined && large !== undefined, 'it is split');
  await network.does(transfer('operator', [small, large], [{ amount: '50000', to: 'operator' }]));
  const whole = await network.the('operator', CLAIM);
  await network.does(hand('operator', whole, 'operator'));
  return (await network.the('operator', CLAIM)).view.id;
}

/** Signed by the debtor; the operator has to sign too. */
async function waiting(network: Network): Promise<string> {
  const { ledger } = network;
  const draft = ledger.draft({ calls: [network.planned(issueOf('70000', 'supplier'))] });
  const handed = await ledger.collect(sign(draft, [network.member('maker').signer]));
  assert.equal(handed.status, 'collecting');
  return toHex(draft.id);
}
