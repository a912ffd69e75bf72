// "The log has only grown", against a naive twin that has all leaves at hand and compares them one by one.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { concat, equal, toHex, utf8 } from '@stele/base';
import {
  inclusionPath,
  leafHash,
  parseTilePath,
  portableCrypto,
  rootFromInclusion,
  rootOf,
  TILE_WIDTH,
} from '@stele/protocol';
import fc from 'fast-check';

import { type Growth, isAlarm, judgeGrowth, type LogState, shouldKeep } from './log-growth.ts';
import { consistencyFromTiles, inclusionFromTiles, type ReadTile } from './log-tree.ts';

const hash = (bytes: Uint8Array): Uint8Array => portableCrypto.hash(1, bytes);
const fingerprint = 'ab'.repeat(32);
const origin = 'stele/abab';

function leavesOf(count: number, history = ''): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, i) => leafHash(hash, utf8(`${history}${String(i)}`)));
}

function stateOf(leaves: readonly Uint8Array[], change: Partial<LogState> = {}): LogState {
  return { fingerprint, origin, size: leaves.length, root: toHex(rootOf(hash, leaves)), ...change };
}

/** A server of tiles that has every leaf, and the tiles it was asked for. */
function serverOf(leaves: readonly Uint8Array[]): { readTile: ReadTile; asked: string[] } {
  const asked: string[] = [];
  const readTile: ReadTile = (path) => {
    asked.push(path);
    const address = parseTilePath(path);
    assert.ok(address !== undefined && address.level !== 'entries', path);
    const span = TILE_WIDTH ** address.level;
    const first = address.n * TILE_WIDTH;
    const hashes = Array.from({ length: address.width }, (_, i) => {
      const start = (first + i) * span;
      assert.ok(start + span <= leaves.length, `${path} is beyond the log`);
      return rootOf(hash, leaves.slice(start, start + span));
    });
    return Promise.resolve(concat(...hashes));
  };
  return { readTile, asked };
}

async function growth(
  seen: LogState | undefined,
  leaves: readonly Uint8Array[],
  change: Partial<LogState> = {},
): Promise<Growth> {
  const { readTile } = serverOf(leaves);
  return judgeGrowth({ seen, now: stateOf(leaves, change), hash, readTile });
}

const sizes = fc.integer({ min: 0, max: 600 });

void test('a log that grew has grown, by as much as it did', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, sizes, async (a, b) => {
      const leaves = leavesOf(Math.max(a, b));
      const found = await growth(stateOf(leaves.slice(0, Math.min(a, b))), leaves);
      assert.deepEqual(found, { kind: a === b ? 'same' : 'grown', added: Math.abs(a - b) });
      assert.equal(isAlarm(found), false);
    }),
    { numRuns: 60 },
  );
});

void test('one changed leaf of what was seen is told, wherever it is; of what came later, not', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 600 }),
      fc.nat(300),
      fc.nat(),
      async (size, more, at) => {
        const before = leavesOf(size + more);
        const place = at % (size + more);
        const now = before.with(place, leafHash(hash, utf8('another')));
        const found = await growth(stateOf(before.slice(0, size)), now);
        const isPrefix = before.slice(0, size).every((leaf, i) => equal(leaf, now[i] ?? leaf));
        assert.equal(isAlarm(found), !isPrefix);
        if (!isPrefix) assert.equal(found.kind, 'rewritten');
      },
    ),
    { numRuns: 60 },
  );
});

void test('a log that is shorter is told, even by one entry', async () => {
  const leaves = leavesOf(300);
  const found = await growth(stateOf(leaves), leaves.slice(0, 299));
  assert.deepEqual(found, { kind: 'smaller', added: -1 });
  assert.ok(isAlarm(found) && !shouldKeep(found));
});

void test('another chain, a restored one, a first visit', async () => {
  const leaves = leavesOf(20);
  const seen = stateOf(leaves.slice(0, 12));
  const other = await growth({ ...seen, fingerprint: 'cd'.repeat(32) }, leaves);
  assert.ok(other.kind === 'other-chain' && isAlarm(other));
  const restored = await growth(seen, leaves, { origin: `${origin}/g1` });
  assert.ok(restored.kind === 'restored' && shouldKeep(restored));
  const shorter = await growth(seen, leaves.slice(0, 9), { origin: `${origin}/g1` });
  assert.ok(shorter.kind === 'restored-shorter' && isAlarm(shorter));
  const replaced = [...leaves.slice(0, 9), ...leavesOf(9, 'after the restore')];
  const forked = await growth(seen, replaced, { origin: `${origin}/g1` });
  assert.ok(forked.kind === 'restored-shorter' && !shouldKeep(forked));
  assert.deepEqual(await growth(undefined, leaves), { kind: 'first', added: 0 });
});

void test('a server that lies with its tiles convinces nobody', async () => {
  const honest = leavesOf(700);
  const forged = honest.with(3, leafHash(hash, utf8('forged')));
  const seen = stateOf(honest.slice(0, 500));
  // The root of the forged log with the tiles of the honest one: the old root can be met, the new one not.
  const { readTile } = serverOf(honest);
  const found = await judgeGrowth({ seen, now: stateOf(forged), hash, readTile });
  assert.equal(found.kind, 'rewritten');
});

void test('a tile of another length is refused, whatever is in it', async () => {
  const leaves = leavesOf(300);
  for (const length of [0, 1, 31, 32 * 255, 32 * 257]) {
    const readTile: ReadTile = () => Promise.resolve(new Uint8Array(length));
    const growing = { seen: stateOf(leaves.slice(0, 100)), now: stateOf(leaves), hash, readTile };
    await assert.rejects(judgeGrowth(growing), { code: 'TILE_MALFORMED' });
  }
});

void test('inclusion from tiles is the path that all leaves together give', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 700 }), fc.nat(), async (size, at) => {
      const leaves = leavesOf(size);
      const index = at % size;
      const { readTile } = serverOf(leaves);
      const path = await inclusionFromTiles({ hash, size, readTile }, index);
      assert.deepEqual(path.map(toHex), inclusionPath(hash, leaves, index).map(toHex));
      const leaf = leaves[index] ?? assert.fail();
      const root = rootFromInclusion(hash, { index, size, leafHash: leaf, path });
      assert.deepEqual(root, rootOf(hash, leaves));
    }),
    { numRuns: 40 },
  );
});

void test('a log of a billion entries takes a few tiles, each asked for once', async () => {
  const asked: string[] = [];
  const readTile: ReadTile = (path) => {
    asked.push(path);
    const address = parseTilePath(path);
    return Promise.resolve(new Uint8Array(32 * (address?.width ?? 0)));
  };
  const tree = { hash, size: 1_000_000_007, readTile };
  await consistencyFromTiles(tree, 123_456_789);
  await inclusionFromTiles(tree, 999_999_999);
  assert.ok(asked.length <= 24, String(asked.length));
  const half = asked.slice(0, asked.length);
  await consistencyFromTiles(tree, 123_456_789);
  const again = asked.slice(half.length);
  assert.equal(new Set(again).size, again.length);
});
