import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isCoded } from '@stele/base';
import { type CborValue, decode, encode } from './cbor.ts';

const leaf = fc.oneof(
  fc.maxSafeNat(),
  fc.bigInt({ min: -(1n << 63n), max: (1n << 64n) - 1n }),
  fc.integer(),
  fc.constantFrom(0, 23, 24, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.uint8Array({ maxLength: 40 }),
  fc.boolean(),
  fc.constant(null),
);
const value: fc.Arbitrary<CborValue> = fc.letrec<{ node: CborValue }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', maxDepth: 6 },
    leaf,
    fc.array(tie('node'), { maxLength: 5 }),
    fc
      .array(fc.tuple(fc.oneof(fc.nat(1000), fc.string({ maxLength: 6 })), tie('node')), {
        maxLength: 5,
      })
      .map((pairs) => new Map(pairs)),
  ),
})).node;

/** What decoding gives back for a value: safe integers as numbers, maps in the order of their keys. */
function normal(one: CborValue): CborValue {
  if (typeof one === 'bigint') {
    const number = Number(one);
    return Number.isSafeInteger(number) ? number : one;
  }
  if (Array.isArray(one)) return (one as CborValue[]).map(normal);
  if (one instanceof Map) {
    const pairs = [...(one as ReadonlyMap<string | number, CborValue>)];
    return new Map(pairs.map(([key, item]) => [key, normal(item)]));
  }
  return one;
}

void test('what is encoded decodes to the same value and the same bytes', (context) => {
  fc.assert(
    fc.property(value, (one) => {
      const bytes = encode(one);
      const decoded = decode(bytes);
      assert.deepEqual(decoded, normal(one));
      assert.deepEqual(encode(decoded), bytes);
    }),
    { numRuns: 3_000 },
  );
  context.diagnostic('cases: CBOR round trips 3000');
});

/** Bytes near CBOR: the encoding of a value with some bytes changed, removed or added. */
const nearly = fc
  .tuple(
    value,
    fc.array(fc.tuple(fc.nat(400), fc.nat(255), fc.constantFrom('set', 'cut', 'add')), {
      maxLength: 4,
    }),
  )
  .map(([one, edits]) => {
    const bytes = [...encode(one)];
    for (const [at, byte, how] of edits) {
      const place = at % (bytes.length + 1);
      bytes.splice(place, how === 'add' ? 0 : 1, ...(how === 'cut' ? [] : [byte]));
    }
    return Uint8Array.from(bytes);
  });

void test('whatever is accepted is the one encoding of its value; the rest is refused with a code', (context) => {
  let accepted = 0;
  fc.assert(
    fc.property(fc.oneof(nearly, fc.uint8Array({ maxLength: 60 })), (bytes) => {
      let decoded: CborValue;
      try {
        decoded = decode(bytes);
      } catch (error) {
        assert.ok(isCoded(error) && error.code.startsWith('CBOR_'), String(error));
        return;
      }
      accepted++;
      assert.deepEqual(encode(decoded), bytes);
    }),
    { numRuns: 20_000 },
  );
  assert.ok(accepted > 500, 'the generator must reach the accepting side');
  context.diagnostic('cases: CBOR near misses 20000');
});

void test('a length that claims more than there is allocates nothing', () => {
  for (const head of [0x5b, 0x7b, 0x9b, 0xbb]) {
    const bytes = Uint8Array.of(head, 0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff);
    assert.throws(
      () => decode(bytes),
      (error) => isCoded(error, 'CBOR_TRUNCATED'),
    );
  }
});

void test('what is large has memory of its own, and what is small after it shares none of that', () => {
  const large = encode(new Uint8Array(1_000_000));
  assert.equal(large.buffer.byteLength, large.length);
  assert.ok(encode([1, 2, 3]).buffer.byteLength < 100_000);
});
