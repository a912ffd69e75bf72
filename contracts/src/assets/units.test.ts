// What a call of assets counts: by what it takes in and lists, so that a quota bounds the work and not only the calls.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assets } from './assets.ts';

function unitsOf(method: string, args: Readonly<Record<string, unknown>>): number {
  return assets.methods.get(method)?.units?.(args as never, []) ?? 1;
}

/** So many of anything. */
const some = (length: number): readonly null[] => Array.from({ length }, () => null);

void test('units by inputs and outputs, 32 a unit, begun', () => {
  const counts: readonly (readonly [string, Readonly<Record<string, unknown>>, number])[] = [
    ['transfer', { inputs: some(2), outputs: some(2) }, 1],
    ['transfer', { inputs: some(1), outputs: some(31) }, 1],
    ['transfer', { inputs: some(1), outputs: some(32) }, 2],
    ['transfer', { inputs: some(256), outputs: some(256) }, 16],
    ['redeem', { inputs: some(33), change: [] }, 2],
    ['step', { inputs: some(16) }, 1],
    ['step', { inputs: some(17) }, 2],
    ['step', { inputs: some(256) }, 16],
    ['issue', { parts: some(64), inputs: [], change: [] }, 2],
    ['issue', { parts: some(64), inputs: some(64), change: some(64) }, 6],
    ['mark', {}, 1],
    ['define', {}, 1],
  ];
  for (const [method, args, expected] of counts) {
    assert.equal(unitsOf(method, args), expected, `${method} ${JSON.stringify(args).length}`);
  }
});
