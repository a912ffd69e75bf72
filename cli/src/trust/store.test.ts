import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';

import { isCoded } from '@stele/base';

import { fakeWorld } from '../test/fake-world.ts';
import { changeTrustStore, isFingerprint, readTrustStore, trustStorePath } from './store.ts';

const fingerprint = (digit: string): string => digit.repeat(64);
const chain = (digit: string): { fingerprint: string; addedAt: string } => ({
  fingerprint: fingerprint(digit),
  addedAt: '2026-11-21T00:00:00.000Z',
});

void test('the file lies where XDG says, and a relative XDG_CONFIG_HOME is ignored', (context) => {
  const world = fakeWorld(context);
  const own = join(world.homeFolder, '.config', 'stele', 'trust.json');
  assert.equal(trustStorePath(world), own);
  assert.equal(trustStorePath({ ...world, env: { XDG_CONFIG_HOME: 'relative' } }), own);
  assert.equal(trustStorePath({ ...world, env: { XDG_CONFIG_HOME: '/x' } }), '/x/stele/trust.json');
});

void test('what is written is read back, for the owner alone', async (context) => {
  const path = trustStorePath(fakeWorld(context));
  assert.deepEqual(readTrustStore(path), []);
  await changeTrustStore(path, (chains) => [...chains, chain('a')]);
  assert.deepEqual(readTrustStore(path), [chain('a')]);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.equal(statSync(dirname(path)).mode & 0o777, 0o700);
});

void test('changes at the same time are all kept', async (context) => {
  const path = trustStorePath(fakeWorld(context));
  const digits = Array.from({ length: 16 }, (_, i) => i.toString(16));
  await Promise.all(
    digits.map((digit) => changeTrustStore(path, (chains) => [...chains, chain(digit)])),
  );
  const kept = readTrustStore(path).map((one) => one.fingerprint);
  assert.deepEqual(kept.sort(), digits.map(fingerprint));
});

void test('a damaged list is an error and stays as it is, never "nothing trusted"', async (context) => {
  const path = trustStorePath(fakeWorld(context));
  mkdirSync(dirname(path), { recursive: true });
  const damaged = [
    '',
    '{',
    'null',
    '[]',
    '{"version":2,"chains":[]}',
    '{"version":1,"chains":{}}',
    '{"version":1,"chains":[null]}',
    `{"version":1,"chains":[{"fingerprint":"${'A'.repeat(64)}","addedAt":""}]}`,
    `{"version":1,"chains":[{"fingerprint":"${'a'.repeat(63)}","addedAt":""}]}`,
    `{"version":1,"chains":[{"fingerprint":["${'a'.repeat(64)}"],"addedAt":""}]}`,
  ];
  for (const content of damaged) {
    writeFileSync(path, content);
    const isMalformed = (error: unknown): boolean => isCoded(error, 'TRUST_STORE_MALFORMED');
    assert.throws(() => readTrustStore(path), isMalformed, content);
    await assert.rejects(
      changeTrustStore(path, () => []),
      isMalformed,
    );
    assert.equal(readFileSync(path, 'utf8'), content);
    assert.ok(!existsSync(`${path}.lock`), 'the lock is given back');
  }
});

void test('a lock left by a process that died is taken over', async (context) => {
  const path = trustStorePath(fakeWorld(context));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.lock`, '');
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(`${path}.lock`, longAgo, longAgo);
  await changeTrustStore(path, () => [chain('b')]);
  assert.deepEqual(readTrustStore(path), [chain('b')]);
});

void test('a fingerprint is whole and in one spelling', () => {
  assert.ok(isFingerprint(fingerprint('0')));
  for (const text of [
    '',
    'any',
    fingerprint('A'),
    fingerprint('a').slice(1),
    `${fingerprint('a')}\n`,
    `${fingerprint('a')}0`,
  ]) {
    assert.ok(!isFingerprint(text), JSON.stringify(text));
  }
});
