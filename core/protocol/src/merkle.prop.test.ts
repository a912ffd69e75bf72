import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { concat, equal, utf8 } from '@stele/base';
import { CompactRange } from './compact-range.ts';
import {
  consistencyPath,
  inclusionPath,
  inclusionPaths,
  leafHash,
  rootFromInclusion,
  rootOf,
  verifyConsistency,
} from './merkle.ts';
import { nodeCrypto } from './node/index.ts';

const hash = (bytes: Uint8Array): Uint8Array => nodeCrypto.hash(1, bytes);
const leavesOf = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, i) => leafHash(hash, utf8(`leaf ${String(i)}`)));

/** RFC 6962 §2.1 as written, over leaf hashes. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return hash(new Uint8Array(0));
  if (leaves.length === 1) return only;
  const split = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return hash(
    concat(Uint8Array.of(1), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split))),
  );
}

void test('roots, ranges and proofs agree with the recursive definition', (context) => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 130 }), fc.nat(), fc.nat(), (size, first, second) => {
      const leaves = leavesOf(size);
      const root = rootOf(hash, leaves);
      assert.deepEqual(root, naiveRoot(leaves));
      const index = first % size;
      const path = inclusionPath(hash, leaves, index);
      const leaf = leaves[index] ?? root;
      assert.deepEqual(rootFromInclusion(hash, { index, size, leafHash: leaf, path }), root);
      assert.deepEqual(inclusionPaths(hash, leaves)[index], path);
      const oldSize = second % (size + 1);
      const oldRoot = naiveRoot(leaves.slice(0, oldSize));
      const proof = { oldSize, newSize: size, oldRoot, newRoot: root };
      const consistency = consistencyPath(hash, leaves, oldSize);
      assert.ok(verifyConsistency(hash, { ...proof, path: consistency }));
    }),
    { numRuns: 400 },
  );
  context.diagnostic('cases: tree proofs 400');
});

void test('a compact range has the root of every prefix, also when cut and continued', () => {
  const leaves = leavesOf(300);
  const range = new CompactRange(hash);
  leaves.forEach((leaf, i) => {
    assert.deepEqual(range.root(), rootOf(hash, leaves.slice(0, i)));
    const reopened = new CompactRange(hash, range.size, range.hashes);
    reopened.append(leaf);
    range.append(leaf);
    assert.deepEqual(reopened.root(), range.root());
  });
});

void test('no proof holds for anything else', (context) => {
  const change = (bytes: Uint8Array): Uint8Array =>
    bytes.map((byte, i) => (i === 7 ? byte ^ 1 : byte));
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 70 }),
      fc.nat(),
      fc.nat(),
      fc.constantFrom('hash', 'drop', 'add', 'index', 'leaf'),
      (size, first, second, how) => {
        const leaves = leavesOf(size);
        const root = rootOf(hash, leaves);
        const index = first % size;
        const path = inclusionPath(hash, leaves, index);
        const at = second % path.length;
        const broken = {
          hash: { index, path: path.map((one, i) => (i === at ? change(one) : one)) },
          drop: { index, path: path.filter((_, i) => i !== at) },
          add: { index, path: path.toSpliced(at, 0, root) },
          index: { index: (index + 1 + (second % (size - 1))) % size, path },
          leaf: { index, path },
        }[how];
        const leaf = leaves[index] ?? root;
        const found = rootFromInclusion(hash, {
          ...broken,
          size,
          leafHash: how === 'leaf' ? change(leaf) : leaf,
        });
        assert.ok(found === undefined || !equal(found, root));
      },
    ),
    { numRuns: 1_000 },
  );
  context.diagnostic('cases: broken tree proofs 1000');
});
