import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

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
    '/..//evil.example/x',
    '/.//evil.example',
    '/a/..//evil.example',
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

void test('no address, however it is written, leads to another site', () => {
  const part = fc.constantFrom(
    '/',
    '\\',
    '.',
    '..',
    '%2e',
    '%2f',
    '\t',
    '@',
    ':',
    '?',
    '#',
    'a',
    'evil.example',
  );
  const address = fc.oneof(
    fc.webPath(),
    fc.string(),
    fc.array(part).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(address, (value) => {
      const path = destinationIn(`?to=${encodeURIComponent(`/${value}`)}`);
      assert.match(path, /^\/(?![/\\])/);
      assert.equal(new URL(path, 'https://here.example').origin, 'https://here.example');
    }),
    { numRuns: 2_000 },
  );
});
