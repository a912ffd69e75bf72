// What the numbers of the status mean: the worst is said first, thresholds stand where they are, sizes and spans are readable.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  daysUntil,
  shareOf,
  spanOf,
  type StatusView,
  summaryOf,
  toneOfExpiry,
  toneOfWord,
} from './readings.ts';

const GIB = 1_073_741_824;
const now = Date.parse('2026-11-21T00:00:00Z');

const well: StatusView = {
  version: '0.1.0',
  startedAt: '2026-11-20T00:00:00.000Z',
  chain: { name: 'main', fingerprint: 'ab', height: 1, logSize: 3, writable: true },
  storage: {
    parts: [],
    isWhole: true,
    measuredAt: '2026-11-21T00:00:00.000Z',
    freeBytes: 50 * GIB,
    totalBytes: 100 * GIB,
    warnAtBytes: 10 * GIB,
    refuseAtBytes: 5 * GIB,
    state: 'ok',
  },
  projection: { status: 'following', behindEntries: 0 },
  timestamps: [{ name: 'a', status: 'ok', lagMs: 0 }],
  tls: { notAfter: '2027-11-21T00:00:00.000Z' },
  limits: [],
};

void test('well only when everything is', () => {
  assert.equal(summaryOf(well, now), 'well');
  const { version, startedAt, chain: good, storage, limits } = well;
  const plain = { version, startedAt, chain: good, storage, limits, timestamps: [] };
  assert.equal(summaryOf(plain, now), 'well', 'search and TLS may be absent');
  const troubles: readonly Partial<StatusView>[] = [
    { storage: { ...well.storage, state: 'low' } },
    { projection: { status: 'catching-up', behindEntries: 7 } },
    { projection: { status: 'unavailable', behindEntries: 7 } },
    { timestamps: [{ name: 'a', status: 'failing', lagMs: 9 }] },
    { tls: { notAfter: '2026-12-01T00:00:00.000Z' } },
    { tls: { notAfter: '2026-11-01T00:00:00.000Z' } },
  ];
  for (const trouble of troubles) {
    assert.equal(summaryOf({ ...well, ...trouble }, now), 'attention', JSON.stringify(trouble));
  }
  const refusal = { code: 'STORAGE_LOW', detail: '' };
  const chain = { ...well.chain, writable: false, refusal };
  assert.equal(summaryOf({ ...well, chain }, now), 'refusing');
});

void test('words of readiness; one that is not known wants to be looked into', () => {
  assert.deepEqual(
    ['commits', 'following', 'idle', 'catching-up', 'behind', 'off', 'foreign', 'new'].map(
      toneOfWord,
    ),
    ['ok', 'ok', 'ok', 'attention', 'attention', 'attention', 'failed', 'failed'],
  );
});

void test('a certificate is looked after a month before it ends', () => {
  assert.equal(daysUntil('2026-11-22T12:00:00Z', now), 1);
  assert.equal(daysUntil('2026-11-20T23:59:59Z', now), -1);
  assert.deepEqual([31, 30, 29, 0, -1].map(toneOfExpiry), [
    'ok',
    'ok',
    'attention',
    'attention',
    'failed',
  ]);
});

void test('the bar: used from the left, thresholds where that much is free', () => {
  assert.deepEqual(shareOf(well.storage), { used: 50, warn: 90, refuse: 95 });
  assert.deepEqual(shareOf({ ...well.storage, freeBytes: 0 }).used, 100);
  const unknown = { ...well.storage, freeBytes: 0, totalBytes: 0 };
  assert.deepEqual(shareOf(unknown), { used: 0, warn: 0, refuse: 0 });
  const tiny = { ...well.storage, totalBytes: GIB, freeBytes: GIB };
  assert.deepEqual(shareOf(tiny), { used: 0, warn: 0, refuse: 0 }, 'never outside of the bar');
});

void test('spans for people', () => {
  assert.deepEqual(spanOf(0), [['seconds', 0]]);
  assert.deepEqual(spanOf(-5_000), [['seconds', 0]]);
  assert.deepEqual(spanOf(59_999), [['seconds', 59]]);
  assert.deepEqual(spanOf(90_000), [
    ['minutes', 1],
    ['seconds', 30],
  ]);
  assert.deepEqual(spanOf(86_400_000 * 3 + 3_600_000 * 2 + 5), [
    ['days', 3],
    ['hours', 2],
  ]);
});
