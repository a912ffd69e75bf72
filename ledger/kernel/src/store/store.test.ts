import assert from 'node:assert/strict';
import test from 'node:test';
import { compare, concat, toHex, utf8 } from '@stele/base';
import { numbered } from '../../test/index.ts';
import fc from 'fast-check';
import { byteString } from './byte-string.ts';
import { decodeEffectBlock, encodeEffectBlock } from './effect-record.ts';
import {
  decodeRow,
  effectsKey,
  encodeRow,
  filedPrefix,
  liveKey,
  numberValue,
  prefixEnd,
  readNumber,
  tablePrefix,
  TIP_KEY,
  transactionKey,
} from './layout.ts';
import { MemoryStore } from './memory-store.ts';
import { StateReader } from './reader.ts';
import type { KvStore } from './store.ts';
import { termKey, termOperations, termPrefix } from './term-rows.ts';
import { Slab } from './slab.ts';

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

test('numbers keep their value and their order', (t) => {
  const runs = 500;
  fc.assert(
    fc.property(fc.maxSafeNat(), fc.maxSafeNat(), (a, b) => {
      assert.equal(readNumber(numberValue(a)), a);
      assert.equal(compare(effectsKey(a), effectsKey(b)), Math.sign(a - b));
      assert.deepEqual(decodeRow(encodeRow({ effect: a, value: numbered(5, 5) })), {
        effect: a,
        value: numbered(5, 5),
      });
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: numbers in keys ${String(runs)}`);
});

test('keys of different kinds and tables never meet', () => {
  const keys = [
    TIP_KEY,
    effectsKey(1),
    liveKey(1),
    transactionKey(numbered(8, 1)),
    concat(tablePrefix('a', 'bc'), utf8('d')),
    concat(tablePrefix('a', 'b'), utf8('cd')),
    concat(tablePrefix('ab', 'c'), utf8('d')),
    termKey(termPrefix('a', 'bc', utf8('d')), 1),
    termKey(termPrefix('a', 'b', utf8('cd')), 1),
    termKey(termPrefix('ab', 'c', utf8('d')), 1),
    utf8('n'),
  ];
  assert.equal(new Set(keys.map(toHex)).size, keys.length);
});

test('a term row stands where a reader looks for it', (t) => {
  const runs = 300;
  const term = fc.uint8Array({ minLength: 1, maxLength: 80 });
  fc.assert(
    fc.property(term, term, fc.maxSafeNat(), (one, other, effect) => {
      const table = { filedPrefix: filedPrefix('museum', 'loans') };
      const put = { table, key: numbered(9, 1), effect, terms: [one, other] };
      const operations = termOperations({ filed: [put], unfiled: [] }, new Slab());
      assert.deepEqual(
        operations.map(({ key }) => key),
        put.terms.map((filed) => termKey(termPrefix('museum', 'loans', filed), effect)),
      );
      assert.ok(operations.every((made) => made.kind === 'put' && made.value === put.key));
      const [prefix, of] = [one, other].map((filed) => termPrefix('museum', 'loans', filed));
      if (prefix === undefined || of === undefined || compare(one, other) === 0) return;
      assert.notDeepEqual(of.subarray(0, prefix.length), prefix, 'no term begins another');
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: term rows ${String(runs)}`);
});

test('pieces of a slab are nobody else’s', (t) => {
  const runs = 200;
  fc.assert(
    fc.property(fc.array(fc.nat(3_000), { maxLength: 60 }), (lengths) => {
      const slab = new Slab();
      const pieces = lengths.map((length) => slab.take(length));
      assert.ok(pieces.every((piece) => piece.every((byte) => byte === 0)));
      pieces.forEach((piece, i) => piece.fill(1 + (i % 255)));
      pieces.forEach((piece, i) => {
        assert.equal(piece.length, lengths[i]);
        assert.ok(piece.every((byte) => byte === 1 + (i % 255)));
      });
    }),
    { numRuns: runs },
  );
  assert.equal(new Slab().take(3_000_000).length, 3_000_000);
  t.diagnostic(`cases: slabs ${String(runs)}`);
});

test('the end of a prefix', () => {
  assert.deepEqual(prefixEnd(Uint8Array.of(1, 2)), Uint8Array.of(1, 3));
  assert.deepEqual(prefixEnd(Uint8Array.of(1, 255, 255)), Uint8Array.of(2));
});

test('byte strings tell keys apart, long ones too', () => {
  const long = new Uint8Array(5000).map((_, i) => i);
  assert.equal(byteString(long).length, 5000);
  assert.equal(byteString(Uint8Array.of(0, 255)), '\u0000\u00ff');
  assert.notEqual(byteString(long), byteString(long.subarray(1)));
});

test('a block of effects survives its record', () => {
  const block = {
    height: 2 ** 33,
    firstIndex: 9,
    timeMs: 1_800_000_000_000,
    effects: [utf8('one'), new Uint8Array(0), utf8('three')],
  };
  const record = encodeEffectBlock(block);
  assert.deepEqual(decodeEffectBlock(record), block);
  const inside = concat(utf8('before'), record, utf8('after'));
  assert.deepEqual(
    decodeEffectBlock(inside.subarray(6, 6 + record.length)),
    block,
    'a view is as good',
  );
  assert.throws(() => decodeEffectBlock(record.slice(0, -1)), /bug/);
});

test('a store in memory ranges like LevelDB', async () => {
  const store = new MemoryStore();
  const keys = [[1], [1, 0], [1, 255], [2], [3]].map((key) => Uint8Array.from(key));
  await store.write(keys.map((key) => ({ kind: 'put' as const, key, value: key })));
  await store.write([{ kind: 'delete', key: Uint8Array.of(3) }]);
  const range = async (options?: Parameters<KvStore['range']>[2]): Promise<string[]> =>
    (await all(store.range(Uint8Array.of(1), Uint8Array.of(9), options))).map(([key]) =>
      toHex(key),
    );
  assert.deepEqual(await range(), ['01', '0100', '01ff', '02']);
  assert.deepEqual(await range({ reverse: true, limit: 2 }), ['02', '01ff']);
  assert.deepEqual(await all(store.range(Uint8Array.of(2), Uint8Array.of(2))), []);
  const copy = store.clone();
  await store.write([{ kind: 'delete', key: Uint8Array.of(1) }]);
  assert.deepEqual(copy.get(Uint8Array.of(1)), Uint8Array.of(1));
});

test('rows are read by prefix, effects from any number on', async () => {
  const store = new MemoryStore();
  const row = (table: string, key: string, effect: number): Parameters<KvStore['write']>[0][0] => ({
    kind: 'put',
    key: concat(tablePrefix('evidence', table), utf8(key)),
    value: encodeRow({ effect, value: utf8(key) }),
  });
  const effects = (first: number, count: number): Parameters<KvStore['write']>[0][0] => ({
    kind: 'put',
    key: effectsKey(first),
    value: encodeEffectBlock({
      height: first,
      firstIndex: 0,
      timeMs: 0,
      effects: Array.from({ length: count }, (_, i) => numbered(4, first + i)),
    }),
  });
  await store.write([
    row('records', 'ab', 1),
    row('records', 'ac', 2),
    row('records', 'b', 3),
    row('recordsx', 'a', 4),
  ]);
  await store.write([
    effects(0, 3),
    effects(3, 1),
    effects(4, 2),
    { kind: 'put', key: transactionKey(numbered(32, 1)), value: numberValue(77) },
  ]);
  const reader = new StateReader(store);
  const rows = await all(
    reader.rowsByPrefix({ contract: 'evidence', table: 'records' }, utf8('a')),
  );
  assert.deepEqual(
    rows.map(({ key, effect }) => [toHex(key), effect]),
    [
      [toHex(utf8('ab')), 1],
      [toHex(utf8('ac')), 2],
    ],
  );
  assert.equal(
    (await all(reader.rowsByPrefix({ contract: 'evidence', table: 'records' }, new Uint8Array(0))))
      .length,
    3,
  );
  assert.equal(reader.row('evidence', 'records', utf8('b'))?.effect, 3);
  assert.equal(reader.row('evidence', 'records', utf8('c')), undefined);
  assert.equal(reader.entryIndexOf(numbered(32, 1)), 77);
  assert.equal(reader.entryIndexOf(numbered(32, 2)), undefined);
  const firsts = async (from: number): Promise<number[]> =>
    (await all(reader.effectBlocks(from))).map(({ firstEffect }) => firstEffect);
  assert.deepEqual(await firsts(0), [0, 3, 4]);
  assert.deepEqual(await firsts(2), [0, 3, 4]);
  assert.deepEqual(await firsts(3), [3, 4]);
  assert.deepEqual(await firsts(5), [4]);
  assert.deepEqual(await firsts(6), []);
  assert.deepEqual(reader.effectsOf(3)?.effects, [numbered(4, 3)]);
  assert.equal(reader.effectsOf(2), undefined);
});
