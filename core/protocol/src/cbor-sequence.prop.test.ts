import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, isCoded } from '@stele/base';
import { encode } from './cbor.ts';
import type { CborValue } from './cbor.ts';
import fc from 'fast-check';
import { splitSequence } from './cbor-sequence.ts';

const { value } = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.maxSafeInteger(),
    fc.string(),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(tie('value'), { maxLength: 30 }),
    fc.dictionary(fc.string(), tie('value')).map((fields) => new Map(Object.entries(fields))),
  ),
}));

const CASES = 2_000;

void test('a sequence is cut where its items were joined', (context) => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 10 }), (values) => {
      const items = values.map((one) => encode(one));
      assert.deepEqual(splitSequence(concat(...items)), items);
    }),
    { numRuns: CASES },
  );
  context.diagnostic(`cases: sequences ${String(CASES)}`);
});

void test('of any bytes, either all are in an item, or they are refused', (context) => {
  const codes = ['CBOR_TRUNCATED', 'CBOR_NOT_CANONICAL', 'CBOR_UNSUPPORTED'];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      try {
        assert.deepEqual(concat(...splitSequence(bytes)), bytes);
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        assert.ok(isCoded(error) && codes.includes(error.code));
      }
    }),
    { numRuns: CASES },
  );
  context.diagnostic(`cases: hostile sequences ${String(CASES)}`);
});

void test('lengths that claim the world cost nothing', () => {
  for (const hex of [
    '9bffffffffffffffff',
    'bbffffffffffffffff',
    '9affffffff00',
    '5bffffffffffffffff',
  ]) {
    assert.throws(
      () => splitSequence(Buffer.from(hex, 'hex')),
      (error) => isCoded(error, 'CBOR_TRUNCATED'),
    );
  }
  const deep = new Uint8Array(1_000_000).fill(0x81);
  assert.throws(
    () => splitSequence(deep),
    (error) => isCoded(error, 'CBOR_TRUNCATED'),
  );
});
