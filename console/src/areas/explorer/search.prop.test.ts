// The search box: every form as people paste it, and whatever else they may paste.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { classify, pathOf } from './search.ts';

const hash = `${'c0ffee'.repeat(10)}beef`;
const id = '0123456789abcdef0123456789abcdef';

void test('each form goes to its page', () => {
  const found: readonly (readonly [typed: string, path: string | undefined])[] = [
    ['0', '/explorer/blocks/0'],
    ['12', '/explorer/blocks/12'],
    ['#12', '/explorer/blocks/12'],
    ['1,234,567', '/explorer/blocks/1234567'],
    ['latest', '/explorer/blocks/latest'],
    [hash, `/explorer/search?q=${hash}`],
    [`sha-256:${hash}`, `/explorer/search?q=sha-256%3A${hash}`],
    [`SHA256:${hash}`, `/explorer/search?q=sha-256%3A${hash}`],
    [`sm3:${hash}`, `/explorer/search?q=sm3%3A${hash}`],
    [hash + hash, `/explorer/search?q=sha-512%3A${hash}${hash}`],
    [`ev_${id}`, `/explorer/search?q=ev_${id}`],
    [`eb_${id}`, `/batches/eb_${id}`],
    [`acc_${id}`, `/explorer/accounts/acc_${id}`],
    [`cus_${id}`, `/explorer/accounts/acc_${id}`],
  ];
  for (const [typed, path] of found) assert.equal(pathOf(classify(typed)), path, typed);
});

void test('what surrounds and decorates a number means nothing', () => {
  const target = { kind: 'hash', hash };
  assert.deepEqual(classify(`  ${hash.toUpperCase()}\n`), target);
  assert.deepEqual(classify(`0x${hash}`), target);
  assert.deepEqual(classify(`${hash.slice(0, 32)}\r\n ${hash.slice(32)}`), target);
  assert.deepEqual(classify(`\u202e${hash.slice(0, 9)}\u200b${hash.slice(9)}\ufeff`), target);
  assert.deepEqual(classify('１２'), { kind: 'block', reference: '12' });
  assert.deepEqual(classify(`ＡＣＣ＿${id}`), { kind: 'account', account: `acc_${id}` });
});

void test('what is almost a form is none', () => {
  const none = [
    hash.slice(1),
    `${hash}0`,
    `g${hash.slice(1)}`,
    '-1',
    '+1',
    '1.5',
    '1e9',
    '01',
    '0x12',
    '1,23',
    '99999999999999999999',
    '9007199254740992',
    `sha-256:${hash.slice(1)}`,
    `sha-512:${hash}`,
    `md5:${hash}`,
    `ev_${id}0`,
    `ev_${id.slice(1)}`,
    `xx_${id}`,
    'latest/../../',
    '../../settings',
    'javascript:alert(1)',
    '<img src=x onerror=alert(1)>',
    'LATEST!',
    '%00',
  ];
  for (const typed of none) {
    assert.equal(classify(typed).kind, 'unknown', typed);
    assert.equal(pathOf(classify(typed)), undefined, typed);
  }
  assert.equal(classify('').kind, 'nothing');
  assert.equal(classify(' \u200b\n').kind, 'nothing');
});

void test('a pasted book is refused at once', () => {
  const started = performance.now();
  assert.equal(classify('1'.repeat(5_000_000)).kind, 'unknown');
  assert.equal(classify(`${'1,'.repeat(1_000_000)}1`).kind, 'unknown');
  assert.ok(performance.now() - started < 500);
});

void test('whatever is typed, only pages of the console are gone to', () => {
  const pages =
    /^\/(?:explorer\/(?:blocks\/(?:latest|\d{1,16})|accounts\/acc_[0-9a-f]{32}|search\?q=[a-z0-9_%A-]+)|batches\/eb_[0-9a-f]{32})$/;
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.stringMatching(/^(sha-256:|sm3:|ev_|acc_|0x|#)?[0-9a-f]{0,130}$/),
      ),
      (typed) => {
        const path = pathOf(classify(typed));
        assert.ok(path === undefined || pages.test(path), path);
      },
    ),
  );
});

void test('a search page finds again what it was sent', () => {
  for (const typed of [hash, `sm3:${hash}`, hash + hash, `ev_${id}`]) {
    const target = classify(typed);
    const query = new URLSearchParams((pathOf(target) ?? '').split('?')[1]);
    assert.deepEqual(classify(query.get('q') ?? ''), target);
  }
});
