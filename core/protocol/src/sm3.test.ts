import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { toHex, utf8 } from '@stele/base';
import { sm3 } from './sm3.ts';

void test('GB/T 32905-2016, annex A: the two examples', () => {
  const first = '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0';
  const second = 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732';
  assert.equal(toHex(sm3(utf8('abc'))), first);
  assert.equal(toHex(sm3(utf8('abcd'.repeat(16)))), second);
});

void test('the same as OpenSSL for any length around the block borders', (context) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (message) => {
      assert.equal(toHex(sm3(message)), createHash('sm3').update(message).digest('hex'));
    }),
    { numRuns: 500 },
  );
  context.diagnostic('cases: SM3 500');
});
