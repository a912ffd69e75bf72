// What a browser keeps of the log: it may have been written by anybody, and it may not be possible to keep anything.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { browserStorage, type KeptTexts } from '../../../ui/browser-storage.ts';
import { comparedChains, keepComparedChain } from './compared-chain.ts';
import { keepSeenLog, readSeenLog, type SeenLog } from './seen-log.ts';

const seen: SeenLog = {
  fingerprint: 'ab'.repeat(32),
  origin: 'stele/ab',
  size: 15,
  root: 'cd'.repeat(32),
  seenAt: '2026-11-21T16:36:58.933Z',
};

function storageOf(first?: string): KeptTexts {
  let kept = first;
  return {
    getItem: () => kept ?? null,
    setItem: (_, value) => {
      kept = value;
      return true;
    },
    removeItem: () => {
      kept = undefined;
    },
  };
}

const forbidden = browserStorage(() => assert.fail('storage is forbidden'));

void test('what is kept is found again, and nothing else with it', () => {
  const storage = storageOf();
  assert.equal(readSeenLog(storage), undefined);
  assert.ok(keepSeenLog(storage, { ...seen, secret: 1 } as SeenLog));
  assert.deepEqual(readSeenLog(storage), seen);
});

void test('what cannot be a checkpoint is as if there were none', () => {
  const broken = [
    '',
    'null',
    '[]',
    '{',
    '7',
    JSON.stringify({ ...seen, size: -1 }),
    JSON.stringify({ ...seen, size: 1.5 }),
    JSON.stringify({ ...seen, size: '15' }),
    JSON.stringify({ ...seen, root: 'cd' }),
    JSON.stringify({ ...seen, fingerprint: 'AB'.repeat(32) }),
    JSON.stringify({ ...seen, seenAt: 'yesterday' }),
    JSON.stringify({ ...seen, origin: null }),
  ];
  for (const text of broken) assert.equal(readSeenLog(storageOf(text)), undefined, text);
});

void test('a browser that keeps nothing is no reason to fail', () => {
  assert.equal(readSeenLog(forbidden), undefined);
  assert.equal(keepSeenLog(forbidden, seen), false);
  assert.deepEqual(comparedChains(forbidden), []);
  keepComparedChain(forbidden, seen.fingerprint);
});

void test('the chain that was compared is trusted, and only a whole fingerprint is one', () => {
  const storage = storageOf();
  assert.deepEqual(comparedChains(storage), []);
  keepComparedChain(storage, seen.fingerprint);
  assert.deepEqual(comparedChains(storage), [seen.fingerprint]);
  for (const text of ['', 'ab', 'AB'.repeat(32), `${seen.fingerprint} `]) {
    assert.deepEqual(comparedChains(storageOf(text)), [], text);
  }
});
