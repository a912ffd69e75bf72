/** A node's life through its port: what customers, readers and operators are told. */

import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { toHex } from '@stele/base';
import {
  decodeEntry,
  decodeSystemAct,
  keyPrincipal,
  type LedgerApi,
  parseReceipt,
  principalToCbor,
  type SubmitResult,
  verifyReceipt,
} from '@stele/protocol';
import { generateSigner, nodeCrypto } from '@stele/protocol/node';

import { operatorAccount } from './genesis/operator-account.ts';
import { Customer, openAccount } from './test/customer.ts';
import { emptyFolder, openedNode, openTestNode, PROVEN, rejected } from './test/test-node.ts';

test('the first start makes a chain of one member, and later starts find it', async (t) => {
  const dataFolder = emptyFolder(t);
  const options = {
    dataFolder,
    organisation: 'court',
    organisationName: '杭州互联网法院',
    nodeName: 'west-1',
  };
  const node = await openTestNode(options);
  const chain = await node.api.chain();
  assert.deepEqual(chain.members, [{ organisation: 'court', name: '杭州互联网法院', weight: 1 }]);
  assert.deepEqual(chain.nodes, [{ organisation: 'court', node: 'west-1' }]);
  assert.deepEqual([chain.height, chain.logSize, chain.threshold, chain.rules], [0, 3, 1, 3]);
  assert.match(
    readFileSync(join(dataFolder, 'admin.key'), 'utf8'),
    /^stele_[0-9A-Za-z]+_[0-9A-Za-z]+\n$/,
  );
  for (const secret of [
    'admin.key',
    'keys/organisation.key',
    'keys/operator.key',
    'keys/log.key',
    'keys/cosigner.key',
  ]) {
    assert.equal(statSync(join(dataFolder, secret)).mode & 0o777, 0o600, secret);
  }
  await node.close();
  const again = await openTestNode({ dataFolder, organisation: 'other', nodeName: 'other' });
  assert.deepEqual(await again.api.chain(), chain);
});

test('a record is committed, found, and proven to anybody', async (t) => {
  const { api, customer } = await openedNode(t);
  const submission = customer.record();
  const result = await api.submit(submission, PROVEN);
  assert.equal(result.status, 'proven');
  assert.equal(result.code, '');
  assert.deepEqual([result.height, result.index], [1, 3]);
  const view = await api.transaction(result.id);
  assert.equal(view.status, 'proven');
  assert.equal(view.payer, `acc_${toHex(customer.account)}`);
  assert.equal(view.calls[0]?.method, 'record');
  assert.deepEqual(
    view.effects.map(({ table, kind, number }) => [table, kind, number]),
    [['records', 'put', 2]],
  );
  const block = await api.block('latest');
  assert.deepEqual(block.transactions, [{ id: result.id, index: 3, code: '' }]);
  assert.deepEqual(await api.block(1), block);
  assert.deepEqual(await api.block(block.hash), block);
  const receipt = await api.receipt(result.id, { call: 0, item: 0 });
  const { verdict, steps } = verifyReceipt(receipt, {
    crypto: nodeCrypto,
    trusted: [customer.chain.fingerprint],
  });
  assert.equal(verdict, 'valid', JSON.stringify(steps));
});

test('every record of a batch has a receipt, and none that is not there', async (t) => {
  const { api, customer } = await openedNode(t);
  const { id } = await api.submit(customer.batch(7), PROVEN);
  for (let item = 0; item < 7; item++) {
    const receipt = await api.receipt(id, { call: 0, item });
    const { verdict } = verifyReceipt(receipt, {
      crypto: nodeCrypto,
      trusted: [customer.chain.fingerprint],
    });
    assert.equal(verdict, 'valid');
  }
  await rejected(api.receipt(id, { call: 0, item: 7 }), 'ITEM_UNKNOWN');
  await rejected(api.receipt(id, { call: 1, item: 0 }), 'ITEM_UNKNOWN');
  assert.equal(parseReceipt(await api.receipt(id)).item, undefined);
  const account = await api.submit(customer.submit([openAccount(customer)]), PROVEN);
  await rejected(api.receipt(account.id, { call: 0, item: 0 }), 'ITEM_UNKNOWN');
});

test('the same transaction again is answered with its first outcome', async (t) => {
  const { api, customer } = await openedNode(t);
  const submission = customer.record();
  const [first, twin] = await Promise.all([
    api.submit(submission, PROVEN),
    api.submit(submission, PROVEN),
  ]);
  const later = await api.submit(submission, PROVEN);
  assert.equal(first.replayed, undefined);
  assert.deepEqual(twin, { ...first, replayed: true });
  assert.deepEqual(later, { ...first, replayed: true });
  assert.equal((await api.chain()).logSize, 5);
});

test('what execution refuses is an entry with its code and no receipt', async (t) => {
  const { api, customer } = await openedNode(t);
  const item = customer.item();
  await api.submit(customer.record(item), PROVEN);
  const refused = await api.submit(customer.record(item), PROVEN);
  assert.equal(refused.code, 'RECORD_EXISTS');
  assert.equal(refused.status, 'proven');
  assert.deepEqual((await api.transaction(refused.id)).effects, []);
  await rejected(api.receipt(refused.id), 'ENTRY_REFUSED');
});

test('what is not even refused leaves nothing and says why', async (t) => {
  const { api, customer } = await openedNode(t);
  const nowMs = Date.now();
  const stranger = new Customer(
    { suite: customer.chain.suite, genesis: await genesisOf(api) },
    generateSigner().signer,
  );
  const borrowed = new Customer(
    { suite: customer.chain.suite, genesis: await genesisOf(api) },
    generateSigner().signer,
    customer.account,
  );
  const { tx } = customer.record();
  const flipped = tx.slice();
  flipped[flipped.length - 1] = (flipped.at(-1) ?? 0) ^ 1;
  const cases = [
    [customer.record(undefined, { validUntilMs: nowMs - 1 }), 'EXPIRED'],
    [customer.record(undefined, { validUntilMs: nowMs + 90_000_000 }), 'VALID_UNTIL_TOO_FAR'],
    [stranger.record(), 'PAYER_UNKNOWN'],
    [borrowed.record(), 'PAYER_NOT_SIGNED'],
    [{ tx: flipped, payloads: [] }, 'SIGNATURE_INVALID'],
    [{ ...customer.batch(2), payloads: [] }, 'PAYLOAD_MISMATCH'],
    [{ tx: Uint8Array.of(0x80), payloads: [] }, 'TX_MALFORMED'],
    [{ tx: new Uint8Array(70_000), payloads: [] }, 'TX_TOO_LARGE'],
  ] as const;
  for (const [submission, code] of cases) await rejected(api.submit(submission, PROVEN), code);
  const before = await api.chain();
  assert.equal(before.logSize, 3);
  const many = await api.submitMany(
    [...cases.map(([submission]) => submission), customer.record()],
    PROVEN,
  );
  assert.deepEqual(
    many.map((one) => (one.status === 'rejected' ? one.code : one.status)),
    [...cases.map(([, code]) => code), 'proven'],
  );
});

async function genesisOf(api: LedgerApi): Promise<Uint8Array> {
  const { items } = await api.events({ limit: 1 });
  assert.equal(items[0]?.type, 'stele.chain.charter.put');
  const bundle = await api.log('tile/entries/000.p/1');
  const act = decodeSystemAct(decodeEntry(bundle.subarray(2)).content);
  return act.subject === 'charter' ? act.charter : assert.fail('the first entry is the charter');
}

test('a quota runs out', async (t) => {
  const { api, customer } = await openedNode(t);
  const { signer } = generateSigner();
  const { suite } = customer.chain;
  const account = operatorAccount(suite, signer.publicKey);
  const authority = principalToCbor(keyPrincipal(suite, 1, signer.publicKey));
  const open = customer.call('accounts', 'open', [account, authority, 3, false]);
  await api.submit(customer.submit([open]), PROVEN);
  const poor = new Customer({ suite, genesis: await genesisOf(api) }, signer, account);
  assert.equal((await api.submit(poor.batch(4), PROVEN)).code, 'QUOTA_EXCEEDED');
  assert.equal((await api.submit(poor.batch(2), PROVEN)).code, '');
  await rejected(api.submit(poor.record(), PROVEN), 'QUOTA_EXHAUSTED');
});

test('accepted is said at once, and a wait that runs out says no more than that', async (t) => {
  const { api, customer } = await openedNode(t);
  const submission = customer.record();
  const accepted = await api.submit(submission, { wait: 'accepted', timeoutMs: 10_000 });
  assert.deepEqual(Object.keys(accepted), ['id', 'status']);
  assert.equal(accepted.status, 'accepted');
  assert.equal((await api.submit(submission, PROVEN)).id, accepted.id);
  const impatient = await api.submitMany([customer.record(), customer.record()], {
    wait: 'proven',
    timeoutMs: 0,
  });
  for (const one of impatient) assert.ok(one.status === 'accepted' || one.status === 'proven');
  assert.deepEqual(await api.submitMany([], PROVEN), []);
});

test('a bulk of submissions is answered in its order, across blocks', async (t) => {
  const { api, customer } = await openedNode(t);
  const submissions = Array.from({ length: 700 }, (_, i) =>
    i % 50 === 7 ? customer.batch(3) : customer.record(),
  );
  const parts = [submissions.slice(0, 333), submissions.slice(333)];
  const results = (
    await Promise.all(parts.map((part) => api.submitMany(part, PROVEN)))
  ).flat() as SubmitResult[];
  assert.equal(new Set(results.map(({ index }) => index)).size, 700);
  for (const i of [0, 7, 333, 699]) {
    const found = await api.transaction(results[i]?.id ?? '');
    assert.equal(found.index, results[i]?.index);
    assert.equal(found.payloads.length, submissions[i]?.payloads.length);
  }
});

test('what was taken in is finished when the node is closed, and nothing is taken after', async (t) => {
  const { api, node, customer, dataFolder } = await openedNode(t);
  const submissions = Array.from({ length: 200 }, () => customer.record());
  const results = api.submitMany(submissions, PROVEN);
  await new Promise<void>((resolve) => setImmediate(resolve));
  await Promise.all([node.close(), node.close()]);
  assert.ok((await results).every(({ status }) => status === 'proven'));
  await rejected(api.submit(customer.record(), PROVEN), 'NODE_STOPPING');
  await rejected(api.chain(), 'NODE_STOPPING');
  const again = await openTestNode({ dataFolder });
  assert.equal((await again.api.chain()).logSize % 2, 1 - ((await again.api.chain()).height % 2));
  for (const result of (await results) as SubmitResult[]) {
    assert.equal((await again.api.transaction(result.id)).index, result.index);
  }
});
