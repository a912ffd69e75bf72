/** The tree on disk against RFC 6962 as the protocol computes it: roots and paths at every size, over any way of growing. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isCoded } from '@stele/base';
import { inclusionPath, leafHash, rootOf, suiteOf } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import fc from 'fast-check';

import { FaultyDisk } from '../test/faulty-disk.ts';
import { HASH_BYTES, TILE_WIDTH } from './layout.ts';
import { hashesAt, TreeFiles } from './tree-files.ts';
import { treePath, treeRoot } from './tree-proofs.ts';

const hash = suiteOf('intl', nodeCrypto).logHash;
const leaves = Array.from({ length: 70_000 }, (_, i) =>
  leafHash(hash, Uint8Array.of(i & 255, i >> 8, i >> 16)),
);

test('roots and paths are those of RFC 6962, over reopening too', async (t) => {
  let cases = 0;
  const growth = fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(growth, fc.nat(), fc.nat(), async (growths, a, b) => {
      cases++;
      const disk = new FaultyDisk();
      let tree = await TreeFiles.open(disk, hash, 0);
      for (const count of growths) {
        await tree.append(leaves.slice(tree.size, tree.size + count));
        if (count % 3 === 0) tree = await TreeFiles.open(disk, hash, tree.size);
      }
      const size = 1 + (a % tree.size);
      const index = b % size;
      const below = leaves.slice(0, size);
      assert.deepEqual(await treeRoot(tree, hash, size), rootOf(hash, below));
      assert.deepEqual(
        await treePath(tree, hash, { index, size }),
        inclusionPath(hash, below, index),
      );
    }),
    { numRuns: 150 },
  );
  t.diagnostic(`cases: paths of the tree on disk ${String(cases)}`);
});

test('three levels of tiles', async () => {
  const disk = new FaultyDisk();
  const tree = await TreeFiles.open(disk, hash, 0);
  for (let at = 0; at < leaves.length; at += 20_000) {
    await tree.append(leaves.slice(at, at + 20_000));
  }
  assert.deepEqual(await disk.list('tree'), ['0', '1', '2']);
  assert.equal(disk.files.get('tree/1')?.bytes.length, hashesAt(1, leaves.length) * HASH_BYTES);
  for (const [index, size] of [
    [0, 70_000],
    [65_535, 65_536],
    [65_536, 70_000],
    [69_999, 70_000],
  ] as const) {
    const below = leaves.slice(0, size);
    assert.deepEqual(await treeRoot(tree, hash, size), rootOf(hash, below));
    assert.deepEqual(
      await treePath(tree, hash, { index, size }),
      inclusionPath(hash, below, index),
    );
  }
});

test('a hash that changed on the disk is served by no tile and no path', async (t) => {
  const size = 66_100;
  const disk = new FaultyDisk();
  const made = await TreeFiles.open(disk, hash, 0);
  await made.append(leaves.slice(0, size));
  let refused = 0;
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(0, 1), fc.nat(), fc.nat(7), async (level, nat, bit) => {
      const count = hashesAt(level, size);
      const bytes = disk.files.get(`tree/${String(level)}`)?.bytes ?? assert.fail();
      const at = nat % (count * HASH_BYTES);
      const tree = await TreeFiles.open(disk, hash, size);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      const first = TILE_WIDTH * Math.floor(at / HASH_BYTES / TILE_WIDTH);
      const width = Math.min(TILE_WIDTH, count - first);
      const index = Math.min(first * TILE_WIDTH ** level, size - 1);
      const reading = [tree.hashes(level, first, width), treePath(tree, hash, { index, size })];
      const expected = inclusionPath(hash, leaves.slice(0, size), index);
      const [tile, path] = await Promise.all(
        reading.map((one) => one.catch((error: unknown) => error)),
      );
      bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
      const sound = await tree.hashes(level, first, width);
      for (const [found, whole] of [
        [tile, sound],
        [path, expected],
      ] as const) {
        if (isCoded(found, 'TREE_DAMAGED')) refused++;
        else assert.deepEqual(found, whole, `byte ${String(at)} of level ${String(level)}`);
      }
      cases++;
    }),
    { numRuns: 12 },
  );
  assert.ok(refused >= cases, 'a tile that is full is compared');
  t.diagnostic(`cases: changed hashes in the tree ${String(cases)}`);
});

test('opening at a smaller size cuts every level, and growing again gives the same', async () => {
  const disk = new FaultyDisk();
  const tree = await TreeFiles.open(disk, hash, 0);
  await tree.append(leaves.slice(0, 66_000));
  const cut = await TreeFiles.open(disk, hash, 300);
  assert.equal(disk.files.get('tree/2')?.bytes.length, 0);
  await cut.append(leaves.slice(300, 66_000));
  assert.deepEqual(await treeRoot(cut, hash, 66_000), rootOf(hash, leaves.slice(0, 66_000)));
});
