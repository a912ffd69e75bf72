// Forms of customers and keys: what is typed, what is said about it, and what is sent.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import fc from 'fast-check';

import { changeCommand, createCommand, keyCommand } from './commands.ts';
import {
  customerBody,
  customerFaults,
  endOfDay,
  keyBody,
  keyFaults,
  keyState,
  NEW_CUSTOMER,
  NEW_KEY,
  readUnits,
} from './drafts.ts';

void test('whole numbers as people write them', () => {
  const read: readonly (readonly [string, number | undefined])[] = [
    ['0', 0],
    ['1000', 1000],
    [' 1,000 ', 1000],
    ['1 000 000', 1_000_000],
    ['１０００', 1000],
    ['９，９９９', 9999],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740992', undefined],
    ['', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['1,00', undefined],
    ['ten', undefined],
    ['1'.repeat(400), undefined],
  ];
  for (const [typed, units] of read) assert.equal(readUnits(typed), units, typed);
});

void test('every number that a quota can be is read back as it is written, in both languages', () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (units) => {
      assert.equal(readUnits(String(units)), units);
      assert.equal(readUnits(units.toLocaleString('en-US')), units);
      assert.equal(readUnits(units.toLocaleString('zh-CN')), units);
    }),
  );
});

void test('a private key is noticed and never put into a request', () => {
  const publicKey =
    '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----';
  const draft = { ...NEW_CUSTOMER, name: 'Bank', custody: 'own', publicKey } as const;
  assert.deepEqual(customerFaults(draft), { publicKey: 'customers.privateKey' });
  assert.ok(!JSON.stringify(customerBody(draft)).includes('MC4C'));
  const key = { ...NEW_KEY, name: 'k', kind: 'signature', publicKey } as const;
  assert.deepEqual(keyFaults(key, 0), { publicKey: 'customers.privateKey' });
  assert.ok(!JSON.stringify(keyBody(key)).includes('MC4C'));
});

void test('what is chosen is what is sent', () => {
  assert.deepEqual(customerBody({ ...NEW_CUSTOMER, name: ' Bank ' }), {
    name: 'Bank',
    quota: null,
    publicLookup: true,
    disclosed: false,
  });
  // A key that was pasted before the reader changed its mind is left out.
  const hosted = {
    ...NEW_CUSTOMER,
    name: 'Bank',
    publicKey: 'PEM',
    isLimited: true,
    units: '1,000',
  };
  assert.deepEqual(customerFaults(hosted), {});
  assert.deepEqual(customerBody(hosted), {
    name: 'Bank',
    quota: 1000,
    publicLookup: true,
    disclosed: false,
  });
  const own = { ...hosted, custody: 'own' } as const;
  assert.equal(customerBody(own)['publicKey'], 'PEM');
  assert.deepEqual(customerFaults({ ...own, publicKey: ' ', units: 'many' }), {
    units: 'customers.unitsFault',
    publicKey: 'customers.publicKeyMissing',
  });
});

void test('a key without scopes, or that is over already, is not asked for', () => {
  const noon = new Date(2026, 10, 21, 12).getTime();
  assert.deepEqual(keyFaults({ ...NEW_KEY, scopes: [] }, noon), {
    scopes: 'customers.scopesFault',
  });
  assert.deepEqual(keyFaults({ ...NEW_KEY, lastDay: '2026-11-20' }, noon), {
    lastDay: 'customers.expiresFault',
  });
  assert.deepEqual(keyFaults({ ...NEW_KEY, lastDay: '2026-11-21' }, noon), {});
  assert.deepEqual(keyBody({ ...NEW_KEY, name: ' archive ' }), {
    name: 'archive',
    scopes: ['evidence:write', 'evidence:read'],
  });
});

void test('a day ends when it ends where the reader is', () => {
  const end = new Date(endOfDay('2027-01-31') ?? '');
  assert.deepEqual(
    [end.getFullYear(), end.getMonth(), end.getDate(), end.getHours(), end.getMilliseconds()],
    [2027, 0, 31, 23, 999],
  );
  for (const day of ['', '2027-02-30', '2027-13-01', '31.01.2027', '20270131', 'x']) {
    assert.equal(endOfDay(day), undefined, day);
  }
});

void test('a key is revoked before it is expired', () => {
  const expiresAt = '2026-11-21T00:00:00.000Z';
  const now = Date.parse(expiresAt);
  assert.equal(keyState({}, now), 'valid');
  assert.equal(keyState({ expiresAt }, now - 1), 'valid');
  assert.equal(keyState({ expiresAt }, now), 'expired');
  assert.equal(keyState({ expiresAt, revokedAt: expiresAt }, now), 'revoked');
});

void test('commands keep whatever a name holds, in a real shell', () => {
  const names = ["O'Brien & Söhne", '$(touch x) `id` "q"', '市档案馆；\\', "''", '-n', '!$*?'];
  for (const name of names) {
    const commands = [
      createCommand({ ...NEW_CUSTOMER, name, isLimited: true, units: '10' }),
      changeCommand('cus_0', { name, publicLookup: false, disclosed: true }),
      keyCommand('cus_0', { ...NEW_KEY, name }),
    ];
    for (const command of commands) {
      const said = execFileSync('sh', ['-c', `printf '%s\\n' ${command}`])
        .toString()
        .split('\n');
      assert.equal(said[said.indexOf('--name') + 1], name, command);
    }
  }
});
