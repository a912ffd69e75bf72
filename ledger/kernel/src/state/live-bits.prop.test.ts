import assert from 'node:assert/strict';
import test from 'node:test';
import { toHex } from '@stele/base';
import { leafHash, rootOf } from '@stele/protocol';
import { suite } from '../../test/index.ts';
import fc from 'fast-check';
import { CHUNK_BYTES, chunkCountOf, LiveBits } from './live-bits.ts';

const CHUNK_BITS = 8 * CHUNK_BYTES;

/** The definition in spec/block.md, computed anew each time. */
function naiveRoot(bits: readonly boolean[]): Uint8Array {
  const chunks = Array.from(
    { length: chunkCountOf(bits.length) },
    () => new Uint8Array(CHUNK_BYTES),
  );
  bits.forEach((isLive, i) => {
    const chunk = chunks[Math.floor(i / CHUNK_BITS)];
    const at = (i % CHUNK_BITS) >> 3;
    if (isLive && chunk !== undefined) chunk[at] = (chunk[at] ?? 0) | (1 << (i & 7));
  });
  return rootOf(
    suite.H,
    chunks.map((chunk) => leafHash(suite.H, chunk)),
  );
}

/** One block: how many effects come, which of them are puts, and which effects so far die, by share of all. */
const block = fc.record({
  count: fc.oneof(fc.nat(20), fc.constantFrom(0, 2047, 2048, 2049, 9000)),
  putEvery: fc.integer({ min: 1, max: 4 }),
  deaths: fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
    maxLength: 12,
  }),
});

test('the tree that is kept equals the tree that is computed anew', (t) => {
  const runs = 60;
  fc.assert(
    fc.property(fc.array(block, { minLength: 1, maxLength: 8 }), (blocks) => {
      let live = new LiveBits(suite.H);
      const stored = new Map<number, Uint8Array>();
      const bits: boolean[] = [];
      assert.equal(toHex(live.root), toHex(naiveRoot([])));
      for (const { count, putEvery, deaths } of blocks) {
        const born: number[] = [];
        for (let i = 0; i < count; i++) {
          if (i % putEvery === 0) born.push(bits.length);
          bits.push(i % putEvery === 0);
        }
        const dead = deaths.map((share) => Math.floor(share * bits.length)).filter((i) => bits[i]);
        for (const i of dead) bits[i] = false;
        const plan = live.plan({ effectCount: bits.length, born, dead });
        assert.equal(toHex(plan.root), toHex(naiveRoot(bits)));
        live.commit(plan);
        for (const [i, chunk] of plan.chunks) stored.set(i, chunk.slice());
        assert.equal(toHex(live.root), toHex(plan.root));
        if (count % 2 === 0) live = new LiveBits(suite.H, chunksOf(stored));
        assert.equal(toHex(live.root), toHex(plan.root), 'loaded from what was stored');
      }
      for (const [i, isLive] of bits.entries()) assert.equal(live.isLive(i), isLive);
      assert.equal(live.isLive(CHUNK_BITS * chunkCountOf(bits.length)), false);
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: live bits against a naive tree ${String(runs)}`);
});

function chunksOf(stored: ReadonlyMap<number, Uint8Array>): Uint8Array[] {
  return Array.from({ length: stored.size }, (_, i) => stored.get(i) ?? assert.fail('a hole'));
}

test('a plan that is not committed leaves no trace', () => {
  const live = new LiveBits(suite.H);
  live.commit(live.plan({ effectCount: 3000, born: [0, 1, 2999], dead: [] }));
  const before = toHex(live.root);
  const plan = live.plan({ effectCount: 9000, born: [3000, 8999], dead: [0, 2999] });
  assert.notEqual(toHex(plan.root), before);
  assert.equal(toHex(live.root), before);
  assert.deepEqual([live.isLive(0), live.isLive(2999), live.isLive(3000)], [true, true, false]);
});

test('a row that is put and replaced in one block is dead', () => {
  const live = new LiveBits(suite.H);
  live.commit(live.plan({ effectCount: 2, born: [0, 1], dead: [0] }));
  assert.deepEqual([live.isLive(0), live.isLive(1)], [false, true]);
});
