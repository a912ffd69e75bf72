// Values of the ledger for people: rows of the built-in contracts by name, everything else as it is.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { EffectView, JsonValue } from '@stele/protocol';
import fc from 'fast-check';

import { authorityText, type Part, readable, readableEffect } from './readable.ts';

const account = '27f16eefb874b9de468fa01290df5f91';
const record = 'cdfffd5097454bdf204d87e0b73702b1';
const hash = '2607c4c02397e5d565d350b4c3d45974d6bdbd75d12ebd1d386858527db5c258';

function effectOf(table: string, key: string, value: JsonValue): EffectView {
  const [contract = '', name = ''] = table.split('.');
  return { kind: value === null ? 'delete' : 'put', contract, table: name, key, value };
}

/** As a reader would say it. */
function said(parts: readonly Part[]): readonly string[] {
  return parts.map(({ name, value }) => {
    switch (value.kind) {
      case 'text':
        return `${name} ${value.text}`;
      case 'account':
        return `${name} ${value.account}`;
      case 'hash':
        return `${name} ${value.hex}`;
      case 'number':
      case 'truth':
        return `${name} ${String(value.value)}`;
      default:
        return `${name} (${value.kind})`;
    }
  });
}

void test('rows of the built-in contracts have names for their parts', () => {
  const accounts = readableEffect(effectOf('accounts.accounts', account, [1, [0, hash], true, 7]));
  assert.deepEqual(said(accounts.key), [`account acc_${account}`]);
  assert.deepEqual(said(accounts.value), [
    `authority key:${hash}`,
    'administrator true',
    'openedAt 7',
  ]);
  const quota = readableEffect(effectOf('accounts.quotas', account, 500));
  assert.deepEqual(said(quota.value), ['unitsLeft 500']);
  const records = readableEffect(effectOf('evidence.records', account + record, [13, 0, 5]));
  assert.deepEqual(said(records.key), [`account acc_${account}`, `record ev_${record}`]);
  assert.deepEqual(said(records.value), ['entry 13', 'call 0', 'item 5']);
  const batch = readableEffect(effectOf('evidence.batches', account + record, [13, 0, 40]));
  assert.deepEqual(said(batch.key), [`account acc_${account}`, `batch eb_${record}`]);
  assert.deepEqual(said(batch.value), ['entry 13', 'call 0', 'count 40']);
  const superseded = readableEffect(effectOf('evidence.superseded', account + record, account));
  assert.deepEqual(said(superseded.value), [`supersededBy ev_${account}`]);
});

void test('a deletion has a key and no value', () => {
  const deleted = readableEffect(effectOf('accounts.quotas', account, null));
  assert.deepEqual(said(deleted.key), [`account acc_${account}`]);
  assert.deepEqual(deleted.value, []);
});

void test('what has not the form of its table is shown as it is, never guessed at', () => {
  for (const value of [[1, 0], [1, 0, 'x'], {}, 'text', [2, [0, hash], true, 0], true]) {
    for (const table of ['evidence.records', 'accounts.accounts', 'evidence.superseded']) {
      const { value: parts } = readableEffect(effectOf(table, account, value));
      assert.deepEqual(
        parts.map(({ name }) => name),
        ['value'],
      );
    }
  }
  const short = readableEffect(effectOf('evidence.records', account, [1, 2, 3]));
  assert.deepEqual(said(short.key), [`key ${account}`]);
  const foreign = readableEffect(effectOf('loans.accounts', account, [1, [0, hash], true, 7]));
  assert.deepEqual(
    foreign.value.map(({ name }) => name),
    ['value'],
  );
});

void test('authorities are written as principals are', () => {
  assert.equal(authorityText([0, hash]), `key:${hash}`);
  assert.equal(
    authorityText([
      4,
      2,
      [
        [0, 'aa'],
        [0, 'bb'],
        [4, 1, [[0, 'cc']]],
      ],
    ]),
    '2-of(key:aa,key:bb,1-of(key:cc))',
  );
  assert.equal(authorityText(['x']), '["x"]');
});

void test('strings are told by their form', () => {
  assert.deepEqual(readable(hash), { kind: 'hash', hex: hash });
  assert.deepEqual(readable(`acc_${account}`), { kind: 'account', account: `acc_${account}` });
  for (const text of ['', 'deadbeef', hash.slice(1), `${hash}g`, `acc_${hash}`, '12345678']) {
    assert.deepEqual(readable(text), { kind: 'text', text });
  }
});

void test('any value is readable, however deep, and nothing of it is lost', () => {
  let deep: JsonValue = 'end';
  for (let i = 0; i < 1_000; i++) deep = [deep];
  assert.ok(JSON.stringify(readable(deep)).includes('end'));
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const leaves: string[] = [];
      JSON.stringify(value, (_, one: unknown) => {
        if (typeof one === 'string') leaves.push(one);
        return one;
      });
      const shown = JSON.stringify(readable(value as JsonValue));
      for (const leaf of leaves) assert.ok(shown.includes(JSON.stringify(leaf).slice(1, -1)));
    }),
  );
});
