/**
 * Lists and public look-ups over a batch as large as may be: each costs about what a page of the batch does, stops after as many records
 * as one request looks at, and reads nothing of those who do not want to be looked up.
 */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { JsonObject } from '@stele/protocol';
import { RECORDS_LOOKED_AT_MAX } from '../limits.ts';
import { countReads } from '../test/counted-ledger.ts';
import {
  type Answer,
  customer,
  digestsOf,
  expectStatus,
  type Kit,
  kit,
  type TestCustomer,
  text,
} from '../test/kit.ts';

const COUNT = 10_000;
const SAME = digestsOf('one and the same file');
const DIGEST = `digest=sha-256:${SAME['sha-256']}`;

interface Large {
  readonly opened: Kit;
  readonly shy: TestCustomer;
  readonly batch: string;
  readonly transaction: string;
}

/** A batch of one file ten thousand times, whose owner is not looked up; only the first record has a kind. */
async function large(context: TestContext): Promise<Large> {
  const opened = await kit(context);
  const shy = await customer(opened, { publicLookup: false });
  const items = Array.from({ length: COUNT }, (_, i) => ({
    digests: SAME,
    reference: String(i),
    ...(i === 0 && { kind: 'first' }),
  }));
  const made = await opened.ask('POST', '/v1/evidence/batches', { key: shy.key, body: { items } });
  expectStatus(made, 201);
  return {
    opened,
    shy,
    batch: text(made.json['id']),
    transaction: text(made.json['transaction']),
  };
}

/** The least of some tries: others use the machine, too. */
async function cpuOf(act: () => Promise<Answer>): Promise<number> {
  const taken: number[] = [];
  for (let i = 0; i < 4; i++) {
    const start = process.cpuUsage();
    expectStatus(await act(), 200);
    const { user, system } = process.cpuUsage(start);
    taken.push(user + system);
  }
  return Math.min(...taken);
}

test('no list over a large batch costs much more than a page of it', async (t) => {
  const { opened, shy, batch, transaction } = await large(t);
  const { key } = shy;
  const page = await cpuOf(() =>
    opened.ask('GET', `/v1/evidence/batches/${batch}/items?limit=1000`, { key }),
  );
  const lists: readonly (readonly [string, string | null, number])[] = [
    [`/v1/evidence?transaction=${transaction}&limit=1000`, key, 5],
    [`/v1/evidence?${DIGEST}&limit=1000`, key, 5],
    [`/v1/evidence?transaction=${transaction}&kind=zzz`, key, 5],
    [`/v1/evidence?${DIGEST}&kind=zzz`, key, 8],
    [`/v1/public/evidence?transaction=${transaction}`, null, 1],
    [`/v1/public/evidence?${DIGEST}`, null, 4],
  ];
  for (const [path, asker, pagesMax] of lists) {
    const ratio = (await cpuOf(() => opened.ask('GET', path, { key: asker }))) / page;
    t.diagnostic(
      `${path.slice(0, 40)} ${ratio.toFixed(1)} pages of ${(page / 1000).toFixed(0)} ms`,
    );
    assert.ok(ratio <= pagesMax, `${path} costs ${ratio.toFixed(1)} pages`);
  }
});

test('a filtered list stops where as many records were looked at as may be, and goes on from there', async (t) => {
  const { opened, shy, transaction } = await large(t);
  const reads = countReads(opened.node.api);
  for (const [query, firstPage] of [
    [`transaction=${transaction}`, 1],
    [DIGEST, 0],
  ] as const) {
    const found: number[] = [];
    for (let cursor: unknown = ''; cursor !== null;) {
      reads.items = 0;
      const after = cursor === '' ? '' : `&cursor=${text(cursor)}`;
      const list = `/v1/evidence?${query}&kind=first${after}`;
      const page = await opened.ask('GET', list, { key: shy.key });
      expectStatus(page, 200);
      assert.ok(reads.items <= RECORDS_LOOKED_AT_MAX, `${String(reads.items)} items read`);
      found.push((page.json['items'] as readonly JsonObject[]).length);
      cursor = page.json['nextCursor'];
      assert.ok(found.length <= COUNT / RECORDS_LOOKED_AT_MAX + 1, 'pages go on');
    }
    assert.equal(found[0], firstPage, query);
    assert.equal(
      found.reduce((sum, count) => sum + count, 0),
      1,
      query,
    );
  }
});

test('who does not want to be looked up is passed over unread, others behind are found', async (t) => {
  const { opened, transaction } = await large(t);
  const { ask, node } = opened;
  const reads = countReads(node.api);
  const publicly = (query: string): Promise<Answer> =>
    ask('GET', `/v1/public/evidence?${query}`, { key: null });
  const hidden = await publicly(DIGEST);
  expectStatus(hidden, 200);
  assert.deepEqual(hidden.json, { items: [], nextCursor: null });
  assert.ok(reads.find <= 51, `${String(reads.find)} pages of rows`);
  assert.deepEqual((await publicly(`transaction=${transaction}`)).json['items'], []);
  assert.deepEqual(
    { ...reads, find: 0, entry: 0 },
    { ...reads, payloadItems: 0, items: 0, block: 0, find: 0, entry: 0 },
  );
  assert.equal(reads.entry, 1, 'the transaction’s, where its owner stands');

  const open = await customer(opened);
  const items = Array.from({ length: 60 }, (_, i) => ({ digests: SAME, reference: String(i) }));
  const made = await ask('POST', '/v1/evidence/batches', { key: open.key, body: { items } });
  expectStatus(made, 201);
  for (const query of [DIGEST, `transaction=${text(made.json['transaction'])}`]) {
    reads.payloadItems = 0;
    const shown = await publicly(query);
    assert.equal((shown.json['items'] as readonly JsonObject[]).length, 50);
    assert.equal(reads.payloadItems, 1);
  }
  assert.equal(reads.block, 1, 'of one block, which is asked for once');
});
