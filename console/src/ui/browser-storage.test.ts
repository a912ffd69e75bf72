// Storage that is forbidden or full is no reason for a page to stay blank.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { browserStorage } from './browser-storage.ts';

function storageOf(kept: Map<string, string>, setItem?: () => never): Storage {
  return {
    length: 0,
    clear: () => kept.clear(),
    key: () => null,
    getItem: (name) => kept.get(name) ?? null,
    setItem: setItem ?? ((name, value) => void kept.set(name, value)),
    removeItem: (name) => void kept.delete(name),
  };
}

void test('what is kept is found again until it is removed', () => {
  const kept = new Map<string, string>();
  const storage = browserStorage(() => storageOf(kept));
  assert.equal(storage.getItem('a'), null);
  assert.equal(storage.setItem('a', '1'), true);
  assert.equal(storage.getItem('a'), '1');
  storage.removeItem('a');
  assert.equal(storage.getItem('a'), null);
});

void test('a browser whose getter throws keeps nothing, and says so', () => {
  const storage = browserStorage(() => {
    throw new DOMException('The operation is insecure.', 'SecurityError');
  });
  assert.equal(storage.getItem('a'), null);
  assert.equal(storage.setItem('a', '1'), false);
  storage.removeItem('a');
});

void test('a full one keeps what it had', () => {
  const full = (): never => {
    throw new DOMException('full', 'QuotaExceededError');
  };
  const storage = browserStorage(() => storageOf(new Map([['a', '1']]), full));
  assert.equal(storage.setItem('a', '2'), false);
  assert.equal(storage.getItem('a'), '1');
});
