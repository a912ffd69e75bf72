/** The part of the suite that looks at what the ledger has. */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { equal, toHex } from '@stele/base';
import {
  accountToText,
  decode,
  encodeItem,
  entriesOfBundle,
  leafHash,
  parseCheckpoint,
  parseProof,
  parseReceipt,
  rootOf,
  verifyReceipt,
} from '@stele/protocol';
import { buildItem, recordBatch, recordItem } from '../index.ts';
import { COMMITTED, PROVEN, digestsOf, recording, rejectsWith, signed } from './transport-bench.ts';
import type { Bench } from './transport-bench.ts';

const UNKNOWN_ID = '0'.repeat(64);

export async function blocks(bench: Bench): Promise<void> {
  const { transport, chain } = bench;
  const before = await transport.chain();
  assert.equal(before.id, toHex(chain.fingerprint));
  assert.match(before.time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const genesis = await transport.block(0);
  assert.equal(genesis.height, 0);
  const input = { digests: digestsOf(chain, 'block') };
  const { height } = await transport.submit(recording(bench, input).submission, COMMITTED);
  const latest = await transport.block('latest');
  assert.equal(latest.height, height);
  assert.deepEqual(await transport.block(latest.height), latest);
  assert.deepEqual(await transport.block(latest.hash), latest);
  const after = await transport.chain();
  assert.equal(after.height, latest.height);
  assert.equal(after.logSize, latest.firstIndex + latest.entryCount);
  assert.equal(after.time, latest.time);
}

export async function unknowns({ transport }: Bench): Promise<void> {
  for (const reference of [1_000_000, UNKNOWN_ID, 'latest ', '-1', '../chains', '']) {
    await rejectsWith('BLOCK_UNKNOWN', () => transport.block(reference));
  }
  for (const id of [UNKNOWN_ID, 'x', '', UNKNOWN_ID.toUpperCase(), '..']) {
    await rejectsWith('TRANSACTION_UNKNOWN', () => transport.transaction(id));
    await rejectsWith('TRANSACTION_UNKNOWN', () => transport.receipt(id));
  }
  for (const path of ['', 'nothing', 'tile/0/999', 'tile/0/0', '../v1/me', 'checkpoint/']) {
    await rejectsWith('LOG_PATH_UNKNOWN', () => transport.log(path));
  }
}

export async function receipts(bench: Bench): Promise<void> {
  const { transport, chain, operator, ledger, crypto } = bench;
  const plans = ['one', 'two', 'three'].map((text) =>
    buildItem(chain.suite, { digests: digestsOf(chain, text) }, ledger.world.random),
  );
  const [first] = plans;
  assert.ok(first !== undefined);
  const single = await ledger.submit(
    signed(bench, { calls: [recordItem(operator.account, first.item)] }),
    { wait: 'proven' },
  );
  const trusted = [chain.fingerprint];
  const check = async (id: string, selection?: { call: number; item: number }): Promise<void> => {
    const receipt = await transport.receipt(id, selection);
    assert.doesNotThrow(() => decode(receipt), 'the CBOR form');
    const digests = selection === undefined ? undefined : plans[selection.item]?.digests;
    const verdict = verifyReceipt(receipt, { crypto, trusted, ...(digests && { digests }) });
    assert.equal(verdict.verdict, 'valid', JSON.stringify(verdict.steps));
    assert.equal(verdict.record?.transaction, id);
    assert.equal(parseReceipt(receipt).item?.index, selection?.item);
  };
  await check(single.id);
  await check(single.id, { call: 0, item: 0 });
  await rejectsWith('ITEM_UNKNOWN', () => transport.receipt(single.id, { call: 0, item: 1 }));
  await rejectsWith('ITEM_UNKNOWN', () => transport.receipt(single.id, { call: 1, item: 0 }));
  const others = plans.map((_, i) =>
    buildItem(
      chain.suite,
      { digests: digestsOf(chain, ['one', 'two', 'three'][i] ?? '') },
      ledger.world.random,
    ),
  );
  const batch = await ledger.submit(
    signed(bench, {
      calls: [recordBatch(operator.account, new Uint8Array(16).fill(3), 0)],
      payloads: [{ kind: 'items', items: others.map(({ item }) => encodeItem(item)) }],
    }),
    { wait: 'proven' },
  );
  for (const item of [0, 1, 2]) await check(batch.id, { call: 0, item });
  await rejectsWith('ITEM_UNKNOWN', () => transport.receipt(batch.id, { call: 0, item: 3 }));
}

export async function eventPages(bench: Bench, context: TestContext): Promise<void> {
  const { transport, chain, ledger, operator } = bench;
  for (let i = 0; i < 5; i++) {
    const { submission } = recording(bench, { digests: digestsOf(chain, `event ${String(i)}`) });
    await transport.submit(submission, COMMITTED);
  }
  const whole = await transport.events({ limit: 1_000 });
  assert.ok(whole.items.length >= 5);
  assert.deepEqual(
    whole.items.map(({ id }) => Number(id)),
    whole.items.map((_, i) => i),
  );
  assert.equal(whole.next, whole.items.length - 1);
  const paged = [];
  let after = -1;
  for (let page = await transport.events({ limit: 2 }); page.items.length > 0;) {
    assert.ok(page.items.length <= 2);
    paged.push(...page.items);
    after = page.next;
    page = await transport.events({ limit: 2, after });
  }
  assert.deepEqual(paged, whole.items);
  const type = 'stele.evidence.records.put';
  const records = await transport.events({ limit: 1_000, type });
  assert.equal(records.items.length, 5);
  const account = accountToText(operator.account);
  const own = await transport.events({ limit: 1_000, type, account, contract: 'evidence' });
  assert.deepEqual(own.items, records.items);
  const none = await transport.events({ limit: 1_000, contract: 'nothing' });
  assert.deepEqual([none.items, none.next], [[], whole.next]);

  const held = transport.events({ limit: 10, after, type, waitMs: 10_000 });
  const { submission } = recording(bench, { digests: digestsOf(chain, 'late') });
  const { id } = await transport.submit(submission, COMMITTED);
  assert.deepEqual(
    (await held).items.map(({ subject }) => subject),
    [id],
  );

  const stop = new AbortController();
  const started = performance.now();
  setTimeout(() => {
    stop.abort();
  }, 50);
  const end = (await transport.events({ limit: 10, after: (await held).next })).next;
  const empty = await transport.events({
    limit: 10,
    after: end,
    waitMs: 10_000,
    signal: stop.signal,
  });
  assert.deepEqual(empty, { items: [], next: end });
  assert.ok(performance.now() - started < 5_000);

  const seen = [];
  for await (const event of ledger.events({ untilNow: true, type })) seen.push(event.id);
  assert.equal(seen.length, 6);
  context.diagnostic(`cases: events ${String(whole.items.length)}`);
}

export async function logFiles(bench: Bench): Promise<void> {
  const { transport, chain } = bench;
  const { submission } = recording(bench, { digests: digestsOf(chain, 'log') });
  const { id } = await transport.submit(submission, PROVEN);
  const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
  const { checkpoint } = parseCheckpoint(text(await transport.log('checkpoint')));
  const view = await transport.chain();
  assert.equal(checkpoint.origin, view.origin);
  assert.equal(checkpoint.size, view.logSize);
  const hash = (bytes: Uint8Array): Uint8Array => chain.suite.crypto.hash(1, bytes);
  const width = `.p/${String(checkpoint.size)}`;
  const bundle = entriesOfBundle(await transport.log(`tile/entries/000${width}`));
  const hashes = bundle.map((entry) => leafHash(hash, entry));
  assert.deepEqual(rootOf(hash, hashes), checkpoint.root);
  const tile = await transport.log(`tile/0/000${width}`);
  assert.ok(hashes.every((one, i) => equal(one, tile.subarray(32 * i, 32 * i + 32))));
  await rejectsWith('LOG_PATH_UNKNOWN', () =>
    transport.log(`tile/0/000.p/${String(checkpoint.size + 1)}`),
  );
  const proof = parseProof(parseReceipt(await transport.receipt(id)).proof);
  assert.ok(bundle[proof.index] !== undefined);
  assert.ok(text(await transport.log('vkeys')).startsWith(`${view.origin}+`));
  assert.match(text(await transport.log('policy')), /^log /m);
}
