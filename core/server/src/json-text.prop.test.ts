import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCoded } from '@stele/base';
import fc from 'fast-check';
import { depthOf, readJsonText } from './json-text.ts';

/** The depth of a parsed value, by walking it. */
function naiveDepth(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(naiveDepth));
}

const CASES = 2_000;

void test('the depth of a text is the depth of what it parses to', (context) => {
  const texts = fc.json({ maxDepth: 8, stringUnit: 'binary' });
  fc.assert(
    fc.property(texts, (text) => {
      assert.equal(depthOf(text), naiveDepth(JSON.parse(text)));
    }),
    { numRuns: CASES },
  );
  context.diagnostic(`cases: json depth ${String(CASES)}`);
});

void test('brackets, quotes and backslashes in strings do not count', (context) => {
  const strings = fc.string({ unit: fc.constantFrom('[', '{', '"', '\\', ']', 'a') });
  fc.assert(
    fc.property(strings, (text) => {
      assert.equal(depthOf(JSON.stringify({ [text]: [text] })), 2);
    }),
    { numRuns: CASES },
  );
  context.diagnostic(`cases: json depth of strings ${String(CASES)}`);
});

void test('any bytes are read or refused, in time', (context) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        assert.deepEqual(Buffer.from(readJsonText(bytes, 'it')), Buffer.from(bytes));
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        assert.ok(isCoded(error, 'JSON_MALFORMED'));
      }
    }),
    { numRuns: CASES },
  );
  context.diagnostic(`cases: json bytes ${String(CASES)}`);
});
