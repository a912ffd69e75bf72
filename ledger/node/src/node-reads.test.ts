/** What readers of a chain are shown: blocks, log files, events, prepared transactions. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { concat, fromBase64url, toHex } from '@stele/base';
import {
  encodeTransaction,
  itemToCbor,
  leafHash,
  parseCheckpoint,
  rootOf,
  verifyReceipt,
} from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { openAccount } from './test/customer.ts';
import { openedNode, PROVEN, rejected } from './test/test-node.ts';

test('what a chain has not is named', async (t) => {
  const { api } = await openedNode(t);
  await rejected(api.block(7), 'BLOCK_UNKNOWN');
  await rejected(api.block('7'), 'BLOCK_UNKNOWN');
  await rejected(api.block(-1), 'BLOCK_UNKNOWN');
  await rejected(api.block(0.5), 'BLOCK_UNKNOWN');
  await rejected(api.block('ab'.repeat(32)), 'BLOCK_UNKNOWN');
  await rejected(api.block('newest'), 'BLOCK_UNKNOWN');
  for (const id of ['ab'.repeat(32), 'AB'.repeat(32), 'x', '']) {
    await rejected(api.transaction(id), 'TRANSACTION_UNKNOWN');
  }
  await rejected(api.receipt('00'.repeat(32)), 'TRANSACTION_UNKNOWN');
  for (const path of [
    '',
    'nothing',
    'tile/0/001',
    'tile/0/000',
    'tile/0/000.p/4',
    'tile/entries/000.p/4',
    'tile/1/000.p/1',
    'tile/0/000.p/0',
    'tile/x/000',
    '../genesis',
  ]) {
    await rejected(api.log(path), 'LOG_PATH_UNKNOWN');
  }
});

test('the log is served as C2SP tiles that give the signed root', async (t) => {
  const { api, customer } = await openedNode(t);
  await api.submitMany(
    Array.from({ length: 600 }, () => customer.record()),
    PROVEN,
  );
  const { checkpoint, note } = parseCheckpoint(Buffer.from(await api.log('checkpoint')).toString());
  const { size, root, origin } = checkpoint;
  assert.equal(origin, (await api.chain()).origin);
  assert.equal(note.lines.length, 2);
  const hash = customer.chain.suite.logHash;
  const leaves: Uint8Array[] = [];
  for (let n = 0; n * 256 < size; n++) {
    const width = Math.min(256, size - n * 256);
    const suffix = width === 256 ? '' : `.p/${String(width)}`;
    const bundle = await api.log(`tile/entries/00${String(n)}${suffix}`);
    const tile = await api.log(`tile/0/00${String(n)}${suffix}`);
    let at = 0;
    for (let i = 0; i < width; i++) {
      const length = (bundle[at] ?? 0) * 256 + (bundle[at + 1] ?? 0);
      leaves.push(leafHash(hash, bundle.subarray(at + 2, at + 2 + length)));
      assert.deepEqual(tile.slice(32 * i, 32 * (i + 1)), leaves.at(-1));
      at += 2 + length;
    }
    assert.equal(at, bundle.length);
  }
  assert.deepEqual(rootOf(hash, leaves), root);
  assert.deepEqual(
    await api.log('tile/1/000.p/2'),
    concat(rootOf(hash, leaves.slice(0, 256)), rootOf(hash, leaves.slice(256, 512))),
  );
  assert.match(
    Buffer.from(await api.log('vkeys')).toString(),
    /^stele\/[0-9a-f]{32}\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+\n$/,
  );
  assert.match(
    Buffer.from(await api.log('policy')).toString(),
    /^log .*\nwitness local\/node-1 .*\ngroup local any local\/node-1\ngroup quorum 1 local\nquorum quorum\n$/,
  );
});

test('what is shown while blocks are committed always fits together', async (t) => {
  const { api, customer } = await openedNode(t);
  const ids = [(await api.submit(customer.record(), PROVEN)).id];
  const writing = (async () => {
    for (let i = 0; i < 150; i++) {
      ids.push((await api.submit(i % 5 === 0 ? customer.batch(2) : customer.record(), PROVEN)).id);
    }
  })();
  const trusted = [customer.chain.fingerprint];
  while (ids.length < 151) {
    const latest = ids.at(-1) ?? '';
    const { height, logSize } = await api.chain();
    const [view, receipt, block] = await Promise.all([
      api.transaction(latest),
      api.receipt(latest),
      api.block(height),
    ]);
    assert.equal(view.status, 'proven');
    assert.equal(verifyReceipt(receipt, { crypto: nodeCrypto, trusted }).verdict, 'valid');
    assert.equal(block.firstIndex + block.entryCount, logSize);
    await api.events({ limit: 1_000 });
  }
  await writing;
});

test('events are pages of effects that can be asked for again', async (t) => {
  const { api, customer } = await openedNode(t);
  const result = await api.submit(customer.batch(5), PROVEN);
  await api.submit(customer.record(), PROVEN);
  const all = await api.events({ limit: 100 });
  assert.deepEqual(
    all.items.map(({ id }) => Number(id)),
    Array.from({ length: all.next + 1 }, (_, i) => i),
  );
  let after = -1;
  const paged = [];
  for (;;) {
    const page = await api.events({ ...(after < 0 ? {} : { after }), limit: 3 });
    if (page.items.length === 0) break;
    paged.push(...page.items);
    after = page.next;
  }
  assert.deepEqual(paged, all.items);
  const records = await api.events({
    limit: 100,
    contract: 'evidence',
    type: 'stele.evidence.records.put',
  });
  assert.equal(records.items.length, 6);
  assert.equal(records.items[0]?.subject, result.id);
  assert.equal(records.next, all.next);
  const own = await api.events({ limit: 100, account: `acc_${toHex(customer.account)}` });
  assert.equal(own.items.length, 7);
  assert.equal(
    (await api.events({ limit: 100, account: `acc_${'00'.repeat(16)}` })).items.length,
    0,
  );
  assert.deepEqual(await api.events({ after: all.next, limit: 5 }), { items: [], next: all.next });
});

test('an empty page of events is held back until something comes, the time is over, or nobody waits', async (t) => {
  const { api, customer } = await openedNode(t);
  const { next } = await api.events({ limit: 100 });
  const held = api.events({ after: next, limit: 10, waitMs: 10_000 });
  await api.submit(customer.record(), PROVEN);
  assert.equal((await held).items.length, 1);
  const later = { after: next + 1, limit: 10 };
  assert.deepEqual(await api.events({ ...later, waitMs: 20 }), { items: [], next: next + 1 });
  const gone = new AbortController();
  const waiting = api.events({ ...later, waitMs: 60_000, signal: gone.signal });
  gone.abort();
  assert.deepEqual((await waiting).items, []);
  const other = api.events({ ...later, type: 'stele.accounts.accounts.put', waitMs: 50 });
  await api.submit(customer.record(), PROVEN);
  assert.deepEqual((await other).items, []);
});

test('a prepared transaction says what it will do, and does it when signed', async (t) => {
  const { api, customer } = await openedNode(t);
  const actor = `acc_${toHex(customer.account)}`;
  const item = {
    id: '00'.repeat(16),
    digests: { 'sha-256': 'ab'.repeat(32) },
    salted: false,
    kind: '',
    supersedes: null,
    noteHash: null,
  };
  const prepared = await api.prepare({
    calls: [{ contract: 'evidence', method: 'record', args: { item } }],
    signers: [actor],
  });
  assert.equal(prepared.wouldFail, undefined);
  assert.deepEqual(prepared.signers, [actor]);
  assert.deepEqual(
    prepared.effects.map(({ table }) => table),
    ['records'],
  );
  assert.ok(prepared.summary.en.length > 0 && prepared.summary['zh-CN'].length > 0);
  const body = fromBase64url(prepared.transaction);
  const { algorithm, publicKey: key } = customer.signer;
  const signature = customer.signer.sign(fromBase64url(prepared.signingInput));
  const result = await api.submit(
    { tx: encodeTransaction({ body, signatures: [{ algorithm, key, signature }] }), payloads: [] },
    PROVEN,
  );
  assert.deepEqual([result.id, result.code], [prepared.id, '']);
  const again = await api.prepare({
    calls: [{ contract: 'evidence', method: 'record', args: { item }, actors: [actor] }],
  });
  assert.equal(again.wouldFail?.code, 'RECORD_EXISTS');
  await rejected(
    api.prepare({
      calls: [{ contract: 'evidence', method: 'nothing', args: {} }],
      signers: [actor],
    }),
    'CALL_UNKNOWN',
  );
  await rejected(
    api.prepare({
      calls: [{ contract: 'evidence', method: 'record', args: {} }],
      signers: [actor],
    }),
    'ARGS_MALFORMED',
  );
  await rejected(
    api.prepare({ calls: [{ contract: 'evidence', method: 'record', args: { item } }] }),
    'PRINCIPAL_MALFORMED',
  );
  await rejected(
    api.prepare({
      calls: [{ contract: 'evidence', method: 'record', args: { item }, actors: ['nobody'] }],
    }),
    'PRINCIPAL_MALFORMED',
  );
});

test('principals and values are written for people', async (t) => {
  const { api, customer } = await openedNode(t);
  const item = {
    ...customer.item(),
    kind: 'contract',
    noteHash: new Uint8Array(32),
  };
  const call = customer.call('evidence', 'record', [itemToCbor(item)]);
  const { id } = await api.submit(customer.submit([call, openAccount(customer, 5)]), PROVEN);
  const view = await api.transaction(id);
  assert.deepEqual(
    view.calls.map(({ contract, method }) => `${contract}.${method}`),
    ['evidence.record', 'accounts.open'],
  );
  const quota = view.effects.find(({ table }) => table === 'quotas');
  assert.equal(quota?.value, 5);
  assert.match(view.committedAt, /^[0-9-]{10}T[0-9:]{8}\.[0-9]{3}Z$/);
});
