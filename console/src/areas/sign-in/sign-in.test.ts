import assert from 'node:assert/strict';
import { test } from 'node:test';

import { destinationIn } from './destination.ts';
import { linkTokenIn } from './link-token.ts';

void test('the token of a link, and nothing else', () => {
  assert.equal(linkTokenIn('#sign-in=abc_DEF-123'), 'abc_DEF-123');
  for (const other of ['', '#', '#sign-in', '#sign-in=', '#sign-in=a&b', '#x', '#sign-in=%41']) {
    assert.equal(linkTokenIn(other), undefined, other);
  }
  assert.equal(linkTokenIn(`#sign-in=${'a'.repeat(101)}`), undefined);
});

void test('after signing in one stays on this site', () => {
  const to = (value: string): string => destinationIn(`?to=${encodeURIComponent(value)}`);
  assert.equal(to('/records?q=a'), '/records?q=a');
  assert.equal(to('/explorer/blocks/7'), '/explorer/blocks/7');
  assert.equal(destinationIn(''), '/');
  for (const other of [
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    'records',
    '/sign-in?to=/sign-in',
    '',
  ]) {
    assert.equal(to(other), '/', other);
  }
});
