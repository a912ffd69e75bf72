import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  compare,
  concat,
  equal,
  fromBase64,
  fromBase64url,
  fromHex,
  fromUtf8,
  isCoded,
  toBase64,
  toBase64url,
  toHex,
  utf8,
} from './index.ts';

const bytes = fc.uint8Array({ maxLength: 80 });
const RUNS = { numRuns: 1_000 };

void test('written forms agree with Node and read back', (context) => {
  fc.assert(
    fc.property(bytes, (value) => {
      const buffer = Buffer.from(value);
      assert.equal(toHex(value), buffer.toString('hex'));
      assert.equal(toBase64(value), buffer.toString('base64'));
      assert.equal(toBase64url(value), buffer.toString('base64url'));
      assert.deepEqual(fromHex(toHex(value)), value);
      assert.deepEqual(fromBase64(toBase64(value)), value);
      assert.deepEqual(fromBase64url(toBase64url(value)), value);
    }),
    RUNS,
  );
  context.diagnostic('cases: written forms of bytes 1000');
});

void test('a text that is read is the one text that would be written', (context) => {
  const forms = [
    { read: fromHex, write: toHex, alphabet: '0123456789abcdefABCDEFg ' },
    { read: fromBase64, write: toBase64, alphabet: 'ABCDabcd0189+/=-_ \n' },
    { read: fromBase64url, write: toBase64url, alphabet: 'ABCDabcd0189+/=-_ \n' },
  ];
  for (const { read, write, alphabet } of forms) {
    const text = fc.string({ unit: fc.constantFrom(...Array.from(alphabet)), maxLength: 12 });
    fc.assert(
      fc.property(text, (candidate) => {
        let value: Uint8Array;
        try {
          value = read(candidate);
        } catch (error) {
          assert.ok(isCoded(error, 'BYTES_MALFORMED'));
          return;
        }
        assert.equal(write(value), candidate);
      }),
      RUNS,
    );
  }
  context.diagnostic('cases: strict readers of bytes 3000');
});

void test('order and equality are those of Buffer', (context) => {
  fc.assert(
    fc.property(bytes, bytes, (a, b) => {
      assert.equal(compare(a, b), Buffer.compare(a, b));
      assert.equal(equal(a, b), Buffer.from(a).equals(b));
      assert.deepEqual(concat(a, b), new Uint8Array(Buffer.concat([a, b])));
    }),
    RUNS,
  );
  context.diagnostic('cases: order of bytes 1000');
});

void test('UTF-8 is what TextDecoder accepts when it is fatal', (context) => {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const hostile = fc
    .uint8Array({ maxLength: 6 })
    .chain((tail) =>
      fc
        .constantFrom(0x41, 0xc0, 0xc3, 0xe0, 0xe4, 0xed, 0xef, 0xf0, 0xf4, 0xf5)
        .map((first) =>
          Uint8Array.of(
            first,
            ...tail.map((byte) => (byte % 2 === 0 ? byte : 0x80 | (byte & 0x3f))),
          ),
        ),
    );
  fc.assert(
    fc.property(fc.oneof(bytes, hostile), (value) => {
      let expected: string | undefined;
      try {
        expected = decoder.decode(value);
      } catch {
        assert.throws(
          () => fromUtf8(value),
          (error) => isCoded(error, 'TEXT_MALFORMED'),
        );
        return;
      }
      assert.equal(fromUtf8(value), expected);
      assert.deepEqual(utf8(expected), value);
    }),
    { numRuns: 5_000 },
  );
  context.diagnostic('cases: UTF-8 5000');
});

void test('text with an unpaired surrogate is refused', () => {
  for (const text of ['\ud800', 'a\udc00', '\udc00\ud800', '\ud83d']) {
    assert.throws(
      () => utf8(text),
      (error) => isCoded(error, 'TEXT_MALFORMED'),
    );
  }
});
