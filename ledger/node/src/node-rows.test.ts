/** Rows, terms, entries and payloads as a node shows them: while it commits, after it derived its state again, and checked. */

import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { concat, equal, utf8 } from '@stele/base';
import { decode, digestTerm, type FoundRow, type LedgerApi } from '@stele/protocol';

import { checkFolder } from './check/check-folder.ts';
import { openLevelStore } from './storage/level-store.ts';
import type { Customer } from './test/customer.ts';
import { customerOf, emptyFolder, openedNode, openTestNode, PROVEN } from './test/test-node.ts';

const DIGEST = new Uint8Array(32).fill(9);
const TERM = digestTerm(1, DIGEST);

/** A record of one and the same file. */
function recordOfFile(customer: Customer): ReturnType<Customer['record']> {
  return customer.record({ ...customer.item(), digests: new Map([[1, DIGEST]]) });
}

function foundIn(api: LedgerApi, limit = 1_000): Promise<readonly FoundRow[]> {
  return api.find({ contract: 'evidence', table: 'records', term: TERM, limit });
}

test('a row that is shown is committed, however fast it changes', async (t) => {
  const { api, customer } = await openedNode(t);
  const account = new Uint8Array(16).fill(7);
  const open = customer.call('accounts', 'open', [account, [0, new Uint8Array(32)], 0, false]);
  await api.submit(customer.submit([open]), PROVEN);
  let written = 0;
  const writing = (async () => {
    while (written < 120) {
      const call = customer.call('accounts', 'add-quota', [account, 1]);
      await api.submitMany([customer.submit([call]), recordOfFile(customer)], PROVEN);
      written++;
    }
  })();
  let last = 0;
  while (written < 120) {
    const row = await api.row({ contract: 'accounts', table: 'quotas', key: account });
    assert.ok(row !== null, 'a row that is written again and again is never absent');
    const units = decode(row.value) as number;
    assert.ok(units >= last, 'and never goes back');
    last = units;
    const [event] = (await api.events({ after: row.effect - 1, limit: 1 })).items;
    assert.equal(event?.id, String(row.effect), 'its effect is committed, too');
    for (const { value } of (await foundIn(api)).slice(-1)) {
      const [index] = decode(value) as readonly number[];
      assert.ok((await api.entry(index ?? assert.fail())).length > 0);
    }
  }
  await writing;
  assert.equal((await foundIn(api)).length, 120);
});

test('terms are derived again with the state, and answer the same', async (t) => {
  const dataFolder = emptyFolder(t);
  const node = await openTestNode({ dataFolder });
  const customer = customerOf(dataFolder);
  for (let i = 0; i < 5; i++) {
    await node.api.submitMany([recordOfFile(customer), customer.batch(3)], PROVEN);
  }
  const before = await foundIn(node.api);
  assert.equal(before.length, 5);
  await node.close();
  rmSync(join(dataFolder, 'state'), { recursive: true });
  const again = await openTestNode({ dataFolder });
  assert.deepEqual(await foundIn(again.api), before);
});

/** A folder in which this was done to the state, checked. */
async function damageAfter(
  dataFolder: string,
  change: (key: Uint8Array, value: Uint8Array) => 'delete' | Uint8Array,
): Promise<string | undefined> {
  const opened = await openLevelStore(join(dataFolder, 'state'));
  assert.ok(opened.kind === 'open');
  const { store } = opened;
  const prefix = concat(utf8('fevidence\0records\0'), Uint8Array.of(TERM.length), TERM);
  const range = store.range(prefix, concat(prefix, new Uint8Array(9).fill(0xff)), { limit: 1 });
  for await (const [key, value] of range) {
    const changed = change(key, value);
    await store.writeDurably(
      changed === 'delete'
        ? [{ kind: 'delete', key }]
        : [
            { kind: 'delete', key },
            { kind: 'put', key: changed, value },
          ],
    );
  }
  await store.close();
  return (await checkFolder(dataFolder, { verifierThreads: 0 })).damage?.file;
}

test('a check misses a term that is gone, and finds one that nobody filed', async (t) => {
  const changes = [
    () => 'delete' as const,
    (key: Uint8Array) => key.map((byte, i) => (i === key.length - 1 ? byte ^ 1 : byte)),
  ];
  for (const change of changes) {
    const dataFolder = emptyFolder(t);
    const node = await openTestNode({ dataFolder });
    await node.api.submit(recordOfFile(customerOf(dataFolder)), PROVEN);
    await node.close();
    assert.equal((await checkFolder(dataFolder, { verifierThreads: 0 })).damage, undefined);
    assert.equal(await damageAfter(dataFolder, change), 'state');
  }
});

test('what is found is what the entry and its payload hold', async (t) => {
  const { api, customer } = await openedNode(t);
  await api.submit(recordOfFile(customer), PROVEN);
  const [found] = await foundIn(api);
  assert.ok(found !== undefined && equal(found.key.subarray(0, 16), customer.account));
  const [index, call, item] = decode(found.value) as readonly number[];
  assert.deepEqual([call, item], [0, 0]);
  const latest = await api.block('latest');
  assert.equal(index, latest.transactions[0]?.index);
});
