/** Rows of tokens against a naive twin, over a history of ten million entries; and how many rows a look-up reads. */

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { utf8 } from '@stele/base';
import { checkpointText, formatNote } from '@stele/protocol';
import { openServiceStore, type ServiceStore } from '../store/service-store.ts';
import { hasToken, keepToken, stampedCovering } from './stamped-checkpoints.ts';

const SIZE_MAX = 10_000_000;
const ORIGINS = ['stele/one', 'stele/one/g1'] as const;
const LINE = { name: 'stele/one', keyId: utf8('abcd'), signature: utf8('signature') };

function checkpointOf(origin: string, size: number, root = 0): string {
  const text = checkpointText({ origin, size, root: new Uint8Array(32).fill(root) });
  return formatNote({ text, lines: [LINE] });
}

async function storeForTest(context: TestContext): Promise<ServiceStore> {
  const folder = mkdtempSync(join(tmpdir(), 'stele-tokens-'));
  const store = await openServiceStore(folder);
  context.after(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });
  return store;
}

/** The same store, with a count of the rows it was read. */
function counted(store: ServiceStore): { readonly store: ServiceStore; rows: number } {
  const count = { store, rows: 0 };
  async function* range(
    ...args: Parameters<ServiceStore['range']>
  ): AsyncGenerator<readonly [Uint8Array, Uint8Array]> {
    for await (const row of store.range(...args)) {
      count.rows++;
      yield row;
    }
  }
  return Object.assign(count, { store: { ...store, range } });
}

const row = fc.record({
  size: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: SIZE_MAX })),
  authority: fc.constantFrom('a', 'b', 'bank-2', 'z'),
  origin: fc.constantFrom(...ORIGINS),
  token: fc.uint8Array({ minLength: 1, maxLength: 8 }),
});

void test('the first stamped checkpoint that covers an entry is the naive one', async (context) => {
  let cases = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 40 }), fc.nat(50), async (rows, index) => {
      const store = await storeForTest(context);
      const twin = new Map<string, (typeof rows)[number]>();
      for (const one of rows) {
        await keepToken(store, checkpointOf(one.origin, one.size), one);
        twin.set(`${String(one.size)} ${one.authority}`, one);
      }
      for (const origin of ORIGINS) {
        cases++;
        const covering = [...twin.values()].filter(
          (one) => one.origin === origin && one.size > index,
        );
        const size = Math.min(...covering.map((one) => one.size));
        const tokens = covering
          .filter((one) => one.size === size)
          .map(({ authority, token }) => ({ authority, token }))
          .sort((a, b) => (a.authority < b.authority ? -1 : 1));
        const expected =
          tokens.length === 0
            ? undefined
            : { size, checkpoint: checkpointOf(origin, size), tokens };
        assert.deepEqual(await stampedCovering(store, index, origin), expected);
      }
    }),
    { numRuns: 60 },
  );
  context.diagnostic(`cases: stamped checkpoints ${String(cases)}`);
});

void test('a long history costs a look-up nothing', async (context) => {
  const store = await storeForTest(context);
  for (let size = 5_000; size <= SIZE_MAX; size += 5_000) {
    const token = utf8(String(size));
    await keepToken(store, checkpointOf(ORIGINS[0], size), { authority: 'a', token });
  }
  for (const index of [0, 4_999, 5_000, 7_654_321, SIZE_MAX - 1, SIZE_MAX]) {
    const counting = counted(store);
    const found = await stampedCovering(counting.store, index, ORIGINS[0]);
    const size = Math.ceil((index + 1) / 5_000) * 5_000;
    assert.equal(found?.size, size > SIZE_MAX ? undefined : size);
    assert.ok(counting.rows <= 2, `${String(counting.rows)} rows for entry ${String(index)}`);
  }
});

void test('a checkpoint of the same size with another root is another checkpoint', async (context) => {
  const store = await storeForTest(context);
  await keepToken(store, checkpointOf(ORIGINS[0], 7), { authority: 'a', token: utf8('t') });
  assert.ok(hasToken(store, checkpointOf(ORIGINS[0], 7), 'a'));
  assert.ok(!hasToken(store, checkpointOf(ORIGINS[0], 7), 'b'));
  assert.ok(!hasToken(store, checkpointOf(ORIGINS[0], 7, 1), 'a'));
  assert.ok(!hasToken(store, checkpointOf(ORIGINS[1], 7), 'a'));
});
