/** Walking over a record against decoding it: both accept the same bytes and find the same in them. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isCoded } from '@stele/base';
import type { Payload } from '@stele/protocol';
import fc from 'fast-check';

import { decodeRecord, frameRecord, type PayloadRecord } from './payload-record.ts';
import { walkedItems, walkedPayload, walkRecord } from './walked-record.ts';

/** Lengths on both sides of where a head grows. */
const bytes = fc.oneof(
  { weight: 8, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 30 }) },
  fc.constantFrom(255, 256, 65_535, 65_536).map((length) => new Uint8Array(length).fill(3)),
);
const payload: fc.Arbitrary<Payload> = fc.oneof(
  bytes.map((blob): Payload => ({ kind: 'blob', bytes: blob })),
  fc
    .array(bytes, { minLength: 1, maxLength: 40 })
    .map((items): Payload => ({ kind: 'items', items })),
);
const record: fc.Arbitrary<PayloadRecord> = fc.record({
  index: fc.oneof(fc.maxSafeNat(), fc.constantFrom(0, 23, 24, 255, 256, 65_536, 2 ** 32)),
  payloads: fc.array(payload, { minLength: 1, maxLength: 30 }),
});

function contentOf(whole: PayloadRecord): Uint8Array {
  return frameRecord(whole).subarray(4);
}

test('a walk finds what decoding finds, and any range of the items', (t) => {
  let cases = 0;
  fc.assert(
    fc.property(record, fc.nat(45), fc.nat(45), (whole, first, count) => {
      cases++;
      const { index, payloads } = walkRecord(contentOf(whole));
      assert.equal(index, whole.index);
      assert.deepEqual(payloads.map(walkedPayload), whole.payloads);
      for (const [i, walked] of payloads.entries()) {
        const given = whole.payloads[i];
        const items = given?.kind === 'items' ? given.items.slice(first, first + count) : [];
        assert.deepEqual(walkedItems(walked, first, count), items);
      }
    }),
    { numRuns: 300 },
  );
  t.diagnostic(`cases: records walked over ${String(cases)}`);
});

/** What reading gave, or the code it was refused with. */
function outcome(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    assert.ok(isCoded(error, 'PAYLOAD_RECORD_MALFORMED'), String(error));
    return error.code;
  }
}

const small = fc.record({
  index: fc.nat(1_000),
  payloads: fc.array(
    fc.oneof(
      fc
        .uint8Array({ minLength: 1, maxLength: 3 })
        .map((b): Payload => ({ kind: 'blob', bytes: b })),
      fc
        .array(fc.uint8Array({ minLength: 1, maxLength: 30 }), { minLength: 1, maxLength: 4 })
        .map((items): Payload => ({ kind: 'items', items })),
    ),
    { minLength: 1, maxLength: 3 },
  ),
});
const damage = fc.record({
  at: fc.nat(200),
  cut: fc.nat(2),
  /** Heads of all kinds and sizes, more often than other bytes. */
  put: fc.array(
    fc.oneof(
      fc.constantFrom(
        0,
        1,
        0x18,
        0x1b,
        0x40,
        0x41,
        0x58,
        0x59,
        0x5b,
        0x5f,
        0x80,
        0x81,
        0x98,
        0xa0,
        0xf6,
      ),
      fc.nat(255),
    ),
    { maxLength: 3 },
  ),
});

test('a walk refuses what decoding refuses', (t) => {
  const count = { accepted: 0, refused: 0 };
  fc.assert(
    fc.property(small, damage, (whole, { at, cut, put }) => {
      const content = [...contentOf(whole)];
      content.splice(at % (content.length + 1), cut, ...put);
      const damaged = Uint8Array.from(content);
      const decoded = outcome(() => decodeRecord(damaged));
      const walked = outcome(() => {
        const { index, payloads } = walkRecord(damaged);
        return { index, payloads: payloads.map(walkedPayload) };
      });
      assert.deepEqual(walked, decoded);
      count[typeof decoded === 'string' ? 'refused' : 'accepted']++;
    }),
    { numRuns: 5_000 },
  );
  assert.ok(count.accepted > 100 && count.refused > 1_000, JSON.stringify(count));
  t.diagnostic(`cases: damaged records walked over ${String(count.refused)}`);
});

test('a length that nobody has room for is refused before any room is made', () => {
  for (const hex of [
    '82009b0000000100000000',
    '8200819a7fffffff',
    '8200815b001fffffffffffff',
    '',
  ]) {
    const content = Buffer.from(hex, 'hex');
    assert.equal(
      outcome(() => walkRecord(content)),
      'PAYLOAD_RECORD_MALFORMED',
      hex,
    );
  }
});
