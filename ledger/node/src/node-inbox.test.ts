/** Transactions of several through stops of the node: what was handed in is there again, and what was signed by all is recorded. */

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { toHex } from '@stele/base';
import { inspectTransaction, type Submission } from '@stele/protocol';
import {
  inputOf,
  newOutput,
  signatureOf,
  signedBy,
  transfer,
  type Unsigned,
} from '@stele/sdk/conformance';

import { encodePending } from './intake/collecting/pending-file.ts';
import { type AssetNode, assetNode } from './test/asset-node.ts';
import { openTestNode, PROVEN, rejected } from './test/test-node.ts';
import { TestClock } from './test/test-clock.ts';

interface Waiting extends AssetNode {
  /** A hand-over that alice has signed, and bob has not. */
  readonly unsigned: Unsigned;
  readonly half: Submission;
}

async function waiting(t: TestContext): Promise<Waiting> {
  const opened = await assetNode(t);
  const { bench } = opened;
  const { alice, bob } = bench;
  const [note] = await bench.issue(alice, [10]);
  assert.ok(note !== undefined);
  const unsigned = await bench.unsigned(
    transfer([alice, bob], [inputOf(note)], [newOutput(10, bob)]),
  );
  return { ...opened, unsigned, half: signedBy(unsigned, [alice]) };
}

test('what waits for signatures waits still after a restart', async (t) => {
  const { dataFolder, node, bench, unsigned, half } = await waiting(t);
  const { id } = await node.api.collect(half, { ...PROVEN, by: 'key 1' });
  const before = await node.api.pending(id);
  await node.close();
  assert.deepEqual(readdirSync(join(dataFolder, 'inbox')), [id]);
  const { api } = await openTestNode({ dataFolder });
  assert.deepEqual(await api.pending(id), before);
  await rejected(api.withdraw(id, 'key 2'), 'NOT_SUBMITTER');
  const done = await api.addSignatures(id, [signatureOf(bench.bob, unsigned)], PROVEN);
  assert.equal(done.status, 'proven');
  assert.deepEqual(readdirSync(join(dataFolder, 'inbox')), [], 'what is recorded waits no longer');
});

test('what was signed by all when the node stopped is submitted at its next start', async (t) => {
  const { dataFolder, node, customer, bench, unsigned } = await waiting(t);
  const { tx } = signedBy(unsigned, [bench.alice, bench.bob]);
  const inspected = inspectTransaction(customer.chain, tx, []);
  const { body, content, signatures } = inspected.transaction;
  const id = toHex(inspected.id);
  await node.close();
  mkdirSync(join(dataFolder, 'inbox'), { recursive: true });
  const file = { id, body, content, signatures, payloads: [], by: '', handedInMs: 1 };
  writeFileSync(join(dataFolder, 'inbox', id), encodePending(file));
  const { api } = await openTestNode({ dataFolder });
  const both = await api.submit({ tx, payloads: [] }, PROVEN);
  assert.deepEqual([both.code, both.replayed], ['', true], 'it was on its way already');
  await rejected(api.pending(id), 'PENDING_UNKNOWN');
  assert.deepEqual(readdirSync(join(dataFolder, 'inbox')), []);
});

test('what is no longer valid is gone', async (t) => {
  const { dataFolder, node, bench, unsigned, half } = await waiting(t);
  const { id } = await node.api.collect(half, PROVEN);
  await node.close();
  const clock = new TestClock(Date.now() + 3_600_000);
  const { api } = await openTestNode({ dataFolder, clock });
  await rejected(api.pending(id), 'PENDING_UNKNOWN');
  await rejected(
    api.addSignatures(id, [signatureOf(bench.bob, unsigned)], PROVEN),
    'PENDING_UNKNOWN',
  );
  assert.deepEqual(await api.inbox({ account: bench.bob.text }), []);
  assert.deepEqual(readdirSync(join(dataFolder, 'inbox')), []);
});

test('who has to sign is asked anew: an account whose keys were replaced waits for the new ones', async (t) => {
  const { node, bench, unsigned, half } = await waiting(t);
  const { api } = node;
  const { id } = await api.collect(half, PROVEN);
  const { keys } = await bench.openJointAccount(1, 1);
  const [key] = keys;
  assert.ok(key !== undefined);
  await bench.setKeys(bench.bob, key);
  const old = signatureOf(bench.bob, unsigned);
  await rejected(api.addSignatures(id, [old], PROVEN), 'SIGNATURE_UNWANTED');
  assert.equal((await api.inbox({ account: key.text })).length, 1);
  const done = await api.addSignatures(id, [signatureOf(key, unsigned)], PROVEN);
  assert.equal(done.status, 'proven');
});

test('a key that signs twice at once has signed once, and spoils nothing', async (t) => {
  const { node, bench, half, unsigned } = await waiting(t);
  const { api } = node;
  const { id } = await api.collect(half, PROVEN);
  const own = signatureOf(bench.bob, unsigned);
  const done = await api.addSignatures(id, [own, own], PROVEN);
  assert.deepEqual([done.status, done.status === 'proven' && done.code], ['proven', '']);
});

test('what was withdrawn is not brought back by a signature that came at the same time', async (t) => {
  const { node, bench, half, unsigned } = await waiting(t);
  const { api } = node;
  const { id } = await api.collect(half, { ...PROVEN, by: 'key 1' });
  const adding = api.addSignatures(id, [signatureOf(bench.bob, unsigned)], PROVEN);
  const withdrawn = api.withdraw(id, 'key 1');
  await rejected(adding, 'PENDING_UNKNOWN');
  await withdrawn;
  await rejected(api.pending(id), 'PENDING_UNKNOWN');
});
