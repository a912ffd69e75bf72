import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionsMax } from './descriptors.ts';

void test('connections leave room for files, whatever a process may open', () => {
  const expected = [
    [Infinity, 16_384],
    [1_048_576, 16_384],
    [17_884, 16_384],
    [4_096, 2_596],
    [3_000, 1_500],
    [1_024, 512],
    [128, 64],
  ] as const;
  for (const [openFiles, connections] of expected) {
    assert.equal(connectionsMax(openFiles), connections, String(openFiles));
  }
  assert.ok(connectionsMax() > 0);
});
