import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { searchOf, wantedFrom, wantedIn } from './wanted.ts';

const hexDigits = fc.stringMatching(/^[0-9a-f]{64}$/);

void test('a record, a digest with or without its algorithm', () => {
  const digest = 'ab'.repeat(32);
  assert.deepEqual(wantedFrom(` EV_${'0A'.repeat(16)} `), { id: `ev_${'0a'.repeat(16)}` });
  assert.deepEqual(wantedFrom(digest.toUpperCase()), { digest: `sha-256:${digest}` });
  assert.deepEqual(wantedFrom(`sm3:${digest}`), { digest: `sm3:${digest}` });
});

void test('as it stands on paper: in groups, over lines, an id without its beginning', () => {
  const groups = Array.from({ length: 16 }, () => 'ab12').join(' ');
  assert.deepEqual(wantedFrom(groups), { digest: `sha-256:${'ab12'.repeat(16)}` });
  assert.deepEqual(wantedFrom(`ab12 cd34\n${'00'.repeat(12)}`), {
    id: `ev_ab12cd34${'00'.repeat(12)}`,
  });
});

void test('anything else is no question', () => {
  for (const typed of ['', 'ev_', 'md5:ab', 'a'.repeat(63), '<script>', `ev_${'g'.repeat(32)}`]) {
    assert.equal(wantedFrom(typed), undefined, typed);
  }
});

void test('a question survives its address', (t) => {
  let cases = 0;
  fc.assert(
    fc.property(hexDigits, fc.constantFrom('id', 'digest', 'transaction'), (value, name) => {
      cases++;
      assert.deepEqual(wantedIn(new URL(searchOf({ [name]: value }), 'http://a').search), {
        [name]: value,
      });
    }),
  );
  assert.equal(wantedIn('?other=1'), undefined);
  t.diagnostic(`cases: questions in addresses ${String(cases)}`);
});
