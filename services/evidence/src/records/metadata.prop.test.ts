import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCoded } from '@stele/base';
import { decode, encode, type JsonValue } from '@stele/protocol';
import fc from 'fast-check';
import { metadataToCbor, metadataToJson } from './metadata.ts';

const { tree } = fc.letrec<{ tree: JsonValue }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('tree'), { maxKeys: 4 }),
  ),
}));

void test('what can be kept comes back as it was', (t) => {
  const runs = 2_000;
  fc.assert(
    fc.property(tree, (value) => {
      const kept = decode(encode(metadataToCbor(value, '#')));
      const json = JSON.stringify(metadataToJson(kept));
      assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: metadata kept ${String(runs)}`);
});

void test('any JSON is kept exactly or refused with a code and a place', (t) => {
  const runs = 3_000;
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 20 }), (value) => {
      const sent = JSON.parse(JSON.stringify(value)) as JsonValue;
      try {
        const kept = metadataToJson(decode(encode(metadataToCbor(sent, '#'))));
        assert.deepEqual(JSON.parse(JSON.stringify(kept)), sent);
      } catch (error) {
        const isKnown = isCoded(error, 'METADATA_UNSUPPORTED') || isCoded(error, 'TEXT_MALFORMED');
        assert.ok(isKnown, String(error));
        assert.match(String(error.data?.['pointer']), /^#/);
      }
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: any metadata ${String(runs)}`);
});

void test('a key named __proto__ is data like any other', () => {
  const value = JSON.parse('{"__proto__": {"admin": true}}') as JsonValue;
  const back = metadataToJson(metadataToCbor(value, '#'));
  assert.equal(JSON.stringify(back), '{"__proto__":{"admin":true}}');
  assert.equal(({} as { admin?: boolean }).admin, undefined);
});
