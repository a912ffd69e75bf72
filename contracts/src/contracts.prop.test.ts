import assert from 'node:assert/strict';
import test from 'node:test';
import { isCoded } from '@stele/base';
import {
  argumentsFromJson,
  argumentsToJson,
  type Method,
  parseArguments,
} from '@stele/kernel/contract';
import {
  anyBlocks,
  anyRules,
  BUILTIN_TABLES,
  openings,
  storedRows,
  TestChain,
} from '@stele/kernel/test';
import { type CborValue, encode, itemFromCbor } from '@stele/protocol';
import fc from 'fast-check';
import { runtimes } from '../test/runtimes.ts';
import { itemSchema } from './evidence/evidence.ts';
import { evidence } from './index.ts';

test('natively and in QuickJS the same chain comes of the same transactions', async (t) => {
  const runs = 60;
  let transactions = 0;
  const [native, sandboxed] = runtimes;
  assert.ok(native !== undefined && sandboxed !== undefined);
  await fc.assert(
    fc.asyncProperty(anyBlocks, anyRules, async (blocks, rules) => {
      const here = await TestChain.create({ contracts: native.contracts, openings, rules });
      const there = await TestChain.create({ contracts: sandboxed.contracts, openings, rules });
      for (const drafts of blocks) {
        const candidates = drafts.map((draft) => here.candidate(draft));
        transactions += candidates.length;
        const codes = await here.runCandidates(candidates);
        assert.deepEqual(await there.runCandidates(candidates), codes);
      }
      for (const [i, block] of here.blocks.entries()) {
        assert.deepEqual(there.blocks[i]?.entries, block.entries);
        assert.deepEqual(there.blocks[i].effects, block.effects);
        assert.deepEqual(there.blocks[i].operations, block.operations);
      }
      assert.deepEqual(
        await storedRows(there.store, BUILTIN_TABLES),
        await storedRows(here.store, BUILTIN_TABLES),
      );
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: transactions natively and in QuickJS ${String(transactions)}`);
});

const bytesOf = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });
const pair: fc.Arbitrary<readonly [number | string, CborValue]> = fc.oneof(
  { weight: 6, arbitrary: bytesOf(32).map((bytes) => [1, bytes] as const) },
  { weight: 6, arbitrary: bytesOf(64).map((bytes) => [3, bytes] as const) },
  { weight: 1, arbitrary: bytesOf(31).map((bytes) => [2, bytes] as const) },
  { weight: 1, arbitrary: bytesOf(32).map((bytes) => [4, bytes] as const) },
  { weight: 1, arbitrary: fc.constant(['sha-256', new Uint8Array(32)] as const) },
  { weight: 1, arbitrary: fc.constant([1, 'ab'] as const) },
);
const nearDigests: fc.Arbitrary<CborValue> = fc
  .array(pair, { maxLength: 3 })
  .map((pairs) => new Map(pairs));
const nearItem: fc.Arbitrary<CborValue> = fc
  .tuple(
    fc.constantFrom<CborValue>(1, 1, 1, 1, 2, null),
    fc.oneof({ weight: 5, arbitrary: bytesOf(16) }, bytesOf(15)),
    nearDigests,
    fc.constantFrom<CborValue>('', 'contract', 'a-1', '0', 'A', '-', 'x'.repeat(33), null, 7),
    fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, bytesOf(16), bytesOf(17)),
    fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, bytesOf(32), bytesOf(1)),
    fc.constantFrom(6, 6, 6, 6, 5),
  )
  .map(([version, id, digests, kind, supersedes, noteHash, length]) =>
    [version, id, digests, length % 3 === 0, kind, supersedes, noteHash].slice(0, length + 1),
  );

function isAccepted(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (!isCoded(error)) throw error;
    return false;
  }
}

test('the schema of an item accepts what the protocol’s reader accepts', (t) => {
  const runs = 3000;
  let accepted = 0;
  const strict = { args: { item: itemSchema } } as unknown as Method;
  fc.assert(
    fc.property(nearItem, (value) => {
      const expected = isAccepted(() => itemFromCbor(value));
      assert.equal(
        isAccepted(() => parseArguments(strict, [value])),
        expected,
      );
      if (expected) accepted++;
    }),
    { numRuns: runs },
  );
  assert.ok(accepted > 50, 'some are items');
  t.diagnostic(`cases: items and near items ${String(runs)}`);
});

test('a record is written in JSON and shown in JSON', () => {
  const record = evidence.methods.get('record') ?? assert.fail();
  const item = {
    id: '01'.repeat(16),
    digests: { 'sha-256': '02'.repeat(32), 'sha-512': '03'.repeat(64) },
    salted: false,
    kind: 'contract',
    supersedes: null,
    noteHash: '04'.repeat(32),
  };
  const args = argumentsFromJson(record, { item });
  assert.equal(itemFromCbor(args[0] ?? null).kind, 'contract');
  assert.deepEqual(argumentsToJson(record, args), { item });
  assert.deepEqual(argumentsToJson(record, [['prose']]), { item: ['prose'] });
  const short = argumentsFromJson(record, { item: { id: item.id, digests: item.digests } });
  assert.deepEqual(argumentsToJson(record, short), {
    item: { ...item, kind: '', noteHash: null },
  });
  const batch = evidence.methods.get('batch') ?? assert.fail();
  const written = argumentsFromJson(batch, { batch: '05'.repeat(16), payload: 0 });
  assert.deepEqual(encode(written), encode([new Uint8Array(16).fill(5), 0]));
});
