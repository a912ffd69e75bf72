import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isCoded } from '@stele/base';
import { SIGNATURE_AGE_MS_MAX, SIGNATURE_LEAD_MS_MAX } from '../limits.ts';
import { nonceMemory } from './nonce-memory.ts';

const START = 1_700_000_000_000;
const isDeep = process.env['STELE_TEST_DEEP'] === '1';
const RUNS = isDeep ? 5_000 : 500;

const step = fc.record({
  passMs: fc.oneof(fc.constant(0), fc.integer({ min: -20_000, max: 120_000 })),
  key: fc.constantFrom('a', 'b'),
  nonce: fc.constantFrom('n1', 'n2', 'n3'),
  /** When it was signed, before the moment it arrives. */
  ageMs: fc.integer({ min: -SIGNATURE_LEAD_MS_MAX, max: SIGNATURE_AGE_MS_MAX }),
});

void test('no nonce is used twice while it could be fresh, however the clock goes', (context) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      let nowMs = START;
      const memory = nonceMemory(() => nowMs);
      // The naive twin forgets nothing.
      const used = new Map<string, number>();
      for (const { passMs, key, nonce, ageMs } of steps) {
        nowMs += passMs;
        const createdMs = nowMs - ageMs;
        if (createdMs < memory.floorMs) continue;
        const name = `${key} ${nonce}`;
        const before = used.get(name);
        const taken = takes(() => {
          memory.use(key, nonce, createdMs);
        });
        // One and the same signed request never passes twice; another may use the nonce again once the first is forgotten.
        if (before === createdMs) assert.ok(!taken, 'a replay was taken');
        if (before === undefined) assert.ok(taken, 'a new nonce was refused');
        if (taken) used.set(name, createdMs);
      }
    }),
    { numRuns: RUNS },
  );
  context.diagnostic(`cases: nonce histories ${String(RUNS)}`);
});

function takes(use: () => void): boolean {
  try {
    use();
    return true;
  } catch (error) {
    assert.ok(isCoded(error, 'REQUEST_SIGNATURE_REPLAYED'));
    return false;
  }
}

void test('after a start nothing is taken that could have been used before it', () => {
  const memory = nonceMemory(() => START);
  // The latest moment that a signature, taken by the process before, can bear.
  assert.ok(memory.floorMs >= START + SIGNATURE_LEAD_MS_MAX);
});

void test('memory is bounded for all and for each, and is given back', () => {
  let nowMs = START;
  const memory = nonceMemory(() => nowMs, { all: 5, perKey: 3 });
  const use = (key: string, nonce: string): void => {
    memory.use(key, nonce, nowMs);
  };
  for (const nonce of ['1', '2', '3']) use('a', nonce);
  assert.throws(
    () => use('a', '4'),
    (error) => isCoded(error, 'NONCES_TOO_MANY'),
  );
  for (const nonce of ['1', '2']) use('b', nonce);
  assert.throws(
    () => use('c', '1'),
    (error) => isCoded(error, 'NONCES_TOO_MANY'),
  );
  assert.throws(
    () => use('a', '1'),
    (error) => isCoded(error, 'REQUEST_SIGNATURE_REPLAYED'),
  );
  nowMs += SIGNATURE_AGE_MS_MAX + 30_000;
  for (const nonce of ['1', '2', '3']) use('a', nonce);
  for (const nonce of ['1', '2']) use('c', nonce);
});
