import assert from 'node:assert/strict';
import { test } from 'node:test';
import { negotiate } from './negotiate.ts';

const forms = ['application/json', 'application/cbor', 'text/plain'] as const;

void test('RFC 9110 §12.5.1: the reader’s ranking, then the server’s order', () => {
  const cases: readonly (readonly [string | undefined, string | undefined])[] = [
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['text/plain', 'text/plain'],
    ['TEXT/Plain', 'text/plain'],
    ['text/*', 'text/plain'],
    ['text/html, application/cbor;q=0.5, */*;q=0.1', 'application/cbor'],
    ['application/cbor;q=0.4, text/plain;q=0.8', 'text/plain'],
    ['application/*, text/plain', 'application/json'],
    ['application/json;q=0, */*', 'application/cbor'],
    ['application/json;q=0, application/*;q=0.2, text/plain;q=0.1', 'application/cbor'],
    ['application/json; charset=utf-8 ; q=0.3, text/plain', 'text/plain'],
    ['image/png', undefined],
    ['application/json;q=0', undefined],
    [',,;;q=,', undefined],
    ['application/json;q=9', 'application/json'],
  ];
  for (const [accept, expected] of cases) assert.equal(negotiate(accept, forms), expected, accept);
});
