// Batches stay within what a transaction carries: our count of bytes is the encoder's, and no chunk is over any limit.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  type DigestAlgorithm,
  digestAlgorithmOf,
  encodeItem,
  PAYLOAD_BYTES_MAX,
  PAYLOAD_ITEMS_MAX,
} from '@stele/protocol';
import fc from 'fast-check';

import {
  bodyBytes,
  CHUNK_BODY_BYTES_MAX,
  CHUNK_ITEMS_MAX,
  CHUNK_PAYLOAD_BYTES_MAX,
  chunkLength,
  payloadBytes,
} from './chunk.ts';
import type { BatchItem } from './item.ts';

const BATCH_BODY_BYTES_MAX = 8_388_608;

const digests = fc
  .record(
    {
      'sha-256': fc.constant('ab'.repeat(32)),
      sm3: fc.constant('cd'.repeat(32)),
      'sha-512': fc.constant('ef'.repeat(64)),
    },
    { requiredKeys: [] },
  )
  .filter((found) => Object.keys(found).length > 0);
const item: fc.Arbitrary<BatchItem> = fc.record(
  {
    digests,
    name: fc.string({ minLength: 1, maxLength: 1_024, unit: 'grapheme' }),
    size: fc.maxSafeNat(),
    reference: fc.string({ minLength: 1, maxLength: 256 }),
    kind: fc.integer({ min: 1, max: 32 }).map((length) => 'k'.repeat(length)),
  },
  { requiredKeys: ['digests'] },
);

function encoded(one: BatchItem): number {
  const { name, size, reference, kind = '' } = one;
  const found = Object.entries(one.digests).map(
    ([algorithm, hex]): [DigestAlgorithm, Uint8Array] => [
      digestAlgorithmOf(algorithm),
      new Uint8Array(hex.length / 2),
    ],
  );
  const hasNote = [name, size, reference].some((field) => field !== undefined);
  return encodeItem({
    id: new Uint8Array(16),
    digests: new Map(found),
    salted: false,
    kind,
    supersedes: null,
    noteHash: hasNote ? new Uint8Array(32) : null,
  }).length;
}

test('the bytes of an item are those that the ledger encodes', () => {
  fc.assert(
    fc.property(item, (one) => {
      assert.equal(payloadBytes(one), encoded(one));
    }),
  );
});

test('the bytes of a request are those of its JSON', () => {
  fc.assert(
    fc.property(fc.array(item, { minLength: 1, maxLength: 20 }), (items) => {
      const json = Buffer.byteLength(JSON.stringify({ items }));
      const counted = items.reduce((sum, one) => sum + bodyBytes(one), 0);
      assert.ok(json - counted < 16, `${String(json)} against ${String(counted)}`);
    }),
  );
});

test('no chunk is over a limit, and none is smaller than it has to be', () => {
  const large = item.chain((one) =>
    fc.integer({ min: 1, max: 30_000 }).map((count) => Array.from({ length: count }, () => one)),
  );
  fc.assert(
    fc.property(large, (items) => {
      const count = chunkLength(items, CHUNK_ITEMS_MAX);
      const taken = items.slice(0, count);
      const payload = taken.reduce((sum, one) => sum + payloadBytes(one), 0);
      const body = taken.reduce((sum, one) => sum + bodyBytes(one), 0);
      assert.ok(count > 0 && count <= PAYLOAD_ITEMS_MAX);
      assert.ok(payload < PAYLOAD_BYTES_MAX && body < BATCH_BODY_BYTES_MAX);
      const [next] = items.slice(count);
      if (next === undefined) return;
      const isFull =
        count === CHUNK_ITEMS_MAX ||
        payload + payloadBytes(next) > CHUNK_PAYLOAD_BYTES_MAX ||
        body + bodyBytes(next) > CHUNK_BODY_BYTES_MAX;
      assert.ok(isFull, 'one more would have fitted');
    }),
    { numRuns: 20 },
  );
});

test('ten thousand files with both digests and a name are one batch', () => {
  const one = {
    digests: { 'sha-256': 'a'.repeat(64), sm3: 'b'.repeat(64) },
    name: 'contract.pdf',
    size: 1,
  };
  assert.equal(
    chunkLength(
      Array.from({ length: 10_001 }, () => one),
      CHUNK_ITEMS_MAX,
    ),
    10_000,
  );
});
