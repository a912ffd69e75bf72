/** Records read together and page by page against each one read alone out of the whole payload. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { equal, fromHex } from '@stele/base';
import {
  decodeEntry,
  decodeItem,
  decodeTransaction,
  itemFromCbor,
  type JsonObject,
  type LedgerApi,
} from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { connect } from '@stele/sdk';
import fc from 'fast-check';
import { accountOfCustomerId } from '../customers/customer.ts';
import { countReads, type Reads } from '../test/counted-ledger.ts';
import { customer, digestsOf, expectStatus, kit, text } from '../test/kit.ts';
import {
  type RecordPage,
  recordsOfDigest,
  type RecordSources,
  recordsOfTransaction,
} from './record-pages.ts';
import { type LedgerRecord, ownerOf, type RecordPlace, RecordReader } from './record-reader.ts';

const SAME = digestsOf('one and the same file');
const KINDS = ['', 'invoice', 'photo'];

interface World {
  readonly sources: RecordSources;
  /** Every record of the log, in its order. */
  readonly all: readonly LedgerRecord[];
  readonly owners: readonly Uint8Array[];
  readonly reads: Reads;
}

/** Two customers with records alone, many in one transaction, and batches; every third is of the same file. */
async function worldOf(context: TestContext): Promise<World> {
  const opened = await kit(context);
  const customers = [await customer(opened), await customer(opened)];
  let made = 0;
  const body = (): JsonObject => {
    const i = made++;
    const kind = KINDS[i % KINDS.length];
    return {
      digests: i % 3 === 0 ? SAME : digestsOf(`file ${String(i)}`),
      reference: `no ${String(i)}`,
      ...(kind !== '' && { kind }),
    };
  };
  for (const size of [1, 300, 1, 40, 250]) {
    for (const { key } of customers) {
      const items = Array.from({ length: size }, body);
      expectStatus(await opened.ask('POST', '/v1/evidence/batches', { key, body: { items } }), 201);
      const alone = Array.from({ length: 12 }, () =>
        opened.ask('POST', '/v1/evidence', { key, body: body() }),
      );
      for (const answer of await Promise.all(alone)) expectStatus(answer, 201);
    }
  }
  const { api } = opened.node;
  const ledger = await connect({ api, crypto: nodeCrypto });
  const all = await everyRecord(api, new RecordReader(ledger));
  assert.equal(all.length, made);
  return {
    sources: { ledger, reader: new RecordReader(ledger) },
    all,
    owners: customers.map(({ id }) => accountOfCustomerId(id) ?? assert.fail()),
    reads: countReads(api),
  };
}

/** The log read through, each payload as a whole. */
async function everyRecord(api: LedgerApi, reader: RecordReader): Promise<readonly LedgerRecord[]> {
  const records: LedgerRecord[] = [];
  const { logSize } = await api.chain();
  for (let index = 0; index < logSize; index++) {
    const entry = decodeEntry(await api.entry(index));
    if (entry.kind !== 'transaction') continue;
    const { transaction, height, committedAtMs } = await reader.entry(index);
    const { content } = decodeTransaction(entry.content);
    for (const [call, { contract, method, args, actors }] of content.calls.entries()) {
      if (contract !== 'evidence') continue;
      const items =
        method === 'record'
          ? [itemFromCbor(args[0] ?? null)]
          : (await api.payloadItems({ index, payload: args[1] as number })).map(decodeItem);
      const owner = ownerOf({ contract, method, args, actors });
      for (const [i, item] of items.entries()) {
        const commitment = { index, call, item: i, transaction, height, committedAtMs };
        records.push({ owner, item, commitment });
      }
    }
  }
  return records;
}

void test('records as they are read in any number', async (t) => {
  const world = await worldOf(t);
  await t.test('those read together are those read alone, each entry once', (one) =>
    together(one, world),
  );
  await t.test('pages of a digest and of a transaction are what fits, in order', (one) =>
    inPages(one, world),
  );
  await t.test('half a digest is no digest, and an unknown transaction has nothing', () =>
    nothing(world),
  );
});

async function together(t: TestContext, { sources, all, reads }: World): Promise<void> {
  let cases = 0;
  const numbers = fc.oneof(
    fc.array(fc.nat(all.length - 1), { maxLength: 60 }),
    fc
      .tuple(fc.nat(all.length - 1), fc.nat(80), fc.integer({ min: 1, max: 20 }))
      .map(([first, count, step]) =>
        Array.from({ length: count }, (_, i) => (first + i * step) % all.length).toReversed(),
      ),
  );
  await fc.assert(
    fc.asyncProperty(numbers, async (chosen) => {
      cases++;
      const expected = chosen.map((i) => all[i] ?? assert.fail());
      const places = expected.map(({ commitment: { index, call, item } }): RecordPlace => ({
        index,
        call,
        item,
      }));
      reads.entry = 0;
      assert.deepEqual(await sources.reader.atAll(places), expected);
      assert.equal(reads.entry, new Set(places.map(({ index }) => index)).size);
      const [place] = places;
      if (place !== undefined) assert.deepEqual(await sources.reader.at(place), expected[0]);
    }),
    { numRuns: 60 },
  );
  t.diagnostic(`cases: records read together ${String(cases)}`);
}

/** All pages, one after the other. */
async function pages<Cursor>(
  limit: number,
  page: (after: Cursor | undefined) => Promise<RecordPage<Cursor>>,
): Promise<readonly LedgerRecord[]> {
  const records: LedgerRecord[] = [];
  for (let after: Cursor | undefined; ;) {
    const { records: more, next } = await page(after);
    assert.ok(more.length <= limit);
    records.push(...more);
    if (next === undefined) return records;
    assert.equal(more.length, limit, 'so few are looked at that no page is short');
    after = next;
  }
}

const view = fc.record({
  limit: fc.integer({ min: 1, max: 130 }),
  owners: fc.subarray([0, 1]),
  kind: fc.constantFrom(undefined, ...KINDS),
  transaction: fc.nat(),
});

async function inPages(t: TestContext, { sources, all, owners }: World): Promise<void> {
  let cases = 0;
  const digest = fromHex(SAME['sha-256']);
  await fc.assert(
    fc.asyncProperty(view, async ({ limit, owners: shown, kind, transaction }) => {
      cases++;
      const isOwner = (account: Uint8Array): boolean =>
        shown.some((i) => equal(owners[i] ?? assert.fail(), account));
      const fits = ({ item }: LedgerRecord): boolean => kind === undefined || item.kind === kind;
      const fitting = all.filter((record) => isOwner(record.owner) && fits(record));
      const query = { limit, isOwner, fits };
      const same = ({ item }: LedgerRecord): boolean =>
        equal(item.digests.get(1) ?? assert.fail(), digest);
      const ofDigest = await pages<number>(limit, (after) =>
        recordsOfDigest(sources, { ...query, algorithm: 1, digest, after }),
      );
      assert.deepEqual(ofDigest, fitting.filter(same).toReversed());
      const { transaction: id } = (all[transaction % all.length] ?? assert.fail()).commitment;
      const ofTransaction = await pages<RecordPlace>(limit, (after) =>
        recordsOfTransaction(sources, { ...query, id, after }),
      );
      assert.deepEqual(
        ofTransaction,
        fitting.filter((one) => one.commitment.transaction === id),
      );
    }),
    { numRuns: 60 },
  );
  t.diagnostic(`cases: pages of a digest and of a transaction ${String(cases)}`);
}

async function nothing({ sources }: World): Promise<void> {
  const query = { limit: 10, isOwner: () => true };
  const digest = fromHex(SAME['sha-256']);
  digest[31] = (digest[31] ?? 0) ^ 1;
  const none = { records: [], next: undefined };
  assert.deepEqual(await recordsOfDigest(sources, { ...query, algorithm: 1, digest }), none);
  const id = text('0'.repeat(64));
  assert.deepEqual(await recordsOfTransaction(sources, { ...query, id }), none);
}
