// Lists: what any of the programs writes is read back as it was; hostile lines become faults with their line, and never throw.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { type BatchItem, sameness } from '../item.ts';
import { FAULTS_MAX, readList } from './read-list.ts';

const hex = (digits: number): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...Array.from('0123456789abcdef')), {
      minLength: digits,
      maxLength: digits,
    })
    .map((list) => list.join(''));

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }),
  fc.constantFrom('合同.pdf', ' lead', 'trail ', 'a,b;c\td', 'say "hi"', 'back\\slash', '{', '#'),
);
const lineName = name.filter((text) => !/[\r\n]/.test(text) && text.trim() !== '');
const digests = fc
  .record({ 'sha-256': hex(64), sm3: hex(64), 'sha-512': hex(128) }, { requiredKeys: [] })
  .filter((found) => Object.keys(found).length > 0);

const item: fc.Arbitrary<BatchItem> = fc.record(
  {
    digests,
    name,
    size: fc.maxSafeNat(),
    reference: name,
    kind: fc.constantFrom('contract', 'a', 'x-1'),
  },
  { requiredKeys: ['digests'] },
);
const distinct = fc.uniqueArray(item, { minLength: 1, maxLength: 12, selector: sameness });

function sorted(items: readonly BatchItem[]): string[] {
  return items.map(sameness);
}

test('JSON lines are read as they were written', () => {
  fc.assert(
    fc.property(distinct, fc.constantFrom('\n', '\r\n', '\n\n'), (items, end) => {
      const text = items.map((one) => JSON.stringify(one)).join(end);
      const read = readList(text, 'sm3');
      assert.deepEqual(read.faults, []);
      assert.deepEqual(sorted(read.items), sorted(items));
    }),
  );
});

test('a table is read as it was written, whatever separates its fields', () => {
  const columns = ['sha-256', 'sm3', 'sha-512', 'name', 'size', 'reference', 'kind'] as const;
  const cell = (value: string): string => `"${value.replaceAll('"', '""')}"`;
  fc.assert(
    fc.property(distinct, fc.constantFrom(',', ';', '\t'), fc.boolean(), (items, mark, bom) => {
      const rows = items.map((one) =>
        columns
          .map((column) => ({ ...one, ...one.digests })[column] ?? '')
          .map((value) => cell(String(value)))
          .join(mark),
      );
      const text = `${bom ? '\uFEFF' : ''}${[columns.join(mark), ...rows].join('\r\n')}\r\n`;
      const read = readList(text, 'sha-256');
      assert.deepEqual(read.faults, []);
      assert.deepEqual(sorted(read.items), sorted(items));
    }),
  );
});

test('what sha256sum prints is read as it was written, with its escapes', () => {
  const escaped = (text: string): string =>
    text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
  const sums = fc.uniqueArray(fc.record({ digest: hex(64), name }), {
    minLength: 1,
    maxLength: 12,
    selector: ({ digest }) => digest,
  });
  fc.assert(
    fc.property(sums, fc.constantFrom(' ', '*'), (list, mark) => {
      const text = list.map(({ digest, name: own }) => {
        const start = /[\\\n\r]/.test(own) ? '\\' : '';
        return `${start}${digest} ${mark}${escaped(own)}\n`;
      });
      const read = readList(text.join(''), 'sha-256');
      assert.deepEqual(read.faults, []);
      assert.deepEqual(
        read.items,
        list.map(({ digest, name: own }) => ({ digests: { 'sha-256': digest }, name: own })),
      );
    }),
  );
});

test('BSD lines name their function, and names may have brackets', () => {
  fc.assert(
    fc.property(hex(64), lineName, (digest, own) => {
      const read = readList(`SM3 (${own}) = ${digest}`, 'sha-256');
      assert.deepEqual(read.items, [{ digests: { sm3: digest }, name: own }]);
    }),
  );
});

test('64 digits alone are what the reader says they are', () => {
  const digest = 'ab'.repeat(32);
  assert.deepEqual(readList(digest, 'sm3').items, [{ digests: { sm3: digest } }]);
  const large = readList(digest.toUpperCase(), 'sha-256');
  assert.deepEqual(large.items, [{ digests: { 'sha-256': digest } }]);
});

test('nothing that anybody pastes makes it throw, and a list with faults says where', () => {
  const piece = fc.oneof(
    fc.string({ maxLength: 40, unit: 'binary' }),
    hex(64),
    fc.constantFrom('digest,name\n', '{"digest":', '"', '\\', '\r', '\n', ',', ' *'),
    fc.constantFrom('__proto__', 'constructor', '{"__proto__":"a"}', 'toString,digest'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      const lines = text.split('\n').length;
      const { items, faults } = readList(text, 'sha-256');
      assert.ok(items.length + faults.length > 0, 'something is said about any text');
      for (const { line } of faults) assert.ok(line >= 1 && line <= lines, `line ${String(line)}`);
    }),
    { numRuns: 500 },
  );
});

const digest = 'ab'.repeat(32);
const hostile: readonly (readonly [text: string, line: number, code: string])[] = [
  ['', 1, 'LIST_EMPTY'],
  [' \n\t\n', 1, 'LIST_EMPTY'],
  ['hello', 1, 'FORMAT_UNKNOWN'],
  ['name,size\na,1', 1, 'FORMAT_UNKNOWN'],
  ['digest,name', 1, 'LIST_EMPTY'],
  ['digest,colour\n', 1, 'COLUMN_UNKNOWN'],
  ['digest,hash\n', 1, 'COLUMN_TWICE'],
  [`digest,name\n${digest}`, 2, 'COLUMNS_UNEVEN'],
  [`digest,name\n${digest},"open\nmore`, 2, 'QUOTE_OPEN'],
  [`digest,name\n${digest},"a"b`, 2, 'QUOTE_OPEN'],
  [`digest,name\n"${digest}","two\nlines"\nzz,last`, 4, 'DIGEST_MALFORMED'],
  [`digest\nsha-1:${'a'.repeat(40)}`, 2, 'DIGEST_WEAK'],
  [`digest\n${'a'.repeat(40)}`, 2, 'DIGEST_WEAK'],
  [`digest\nblake3:${digest}`, 2, 'DIGEST_ALGORITHM_UNKNOWN'],
  [`digest\n__proto__:${digest}`, 2, 'DIGEST_ALGORITHM_UNKNOWN'],
  [`digest,size\n${digest},1.5`, 2, 'SIZE_MALFORMED'],
  [`digest,size\n${digest},9007199254740993`, 2, 'SIZE_MALFORMED'],
  [`digest,kind\n${digest},A B`, 2, 'KIND_MALFORMED'],
  [`digest,name\n${digest},${'n'.repeat(1025)}`, 2, 'NAME_TOO_LONG'],
  [`digest,reference\n${digest},${'r'.repeat(257)}`, 2, 'REFERENCE_TOO_LONG'],
  [`${digest}  a\n${'a'.repeat(32)}  b`, 2, 'DIGEST_WEAK'],
  [`${digest}  a\n\n\n${digest}  a`, 4, 'ITEM_DUPLICATE'],
  [`${digest}  a\nnot a sum`, 2, 'LINE_MALFORMED'],
  [`\\${digest}  a\\qb`, 1, 'LINE_MALFORMED'],
  [`{"digest":"${digest}"}\n[1]`, 2, 'LINE_MALFORMED'],
  [`{"digest":"${digest}"}\n{"digest":`, 2, 'LINE_MALFORMED'],
  [`{"refrence":"${digest}"}`, 1, 'FIELD_UNKNOWN'],
  [`{"md5":"${digest}"}`, 1, 'DIGEST_WEAK'],
  ['{"name":"a"}', 1, 'DIGEST_MISSING'],
  [`{"digest":"${digest}","name":7}`, 1, 'FIELD_MALFORMED'],
  ['{"digests":[]}', 1, 'FIELD_MALFORMED'],
  [`{"digest":"${digest}","name":"\\ud800"}`, 1, 'TEXT_MALFORMED'],
  [`{"digest":"${digest}","size":-1}`, 1, 'SIZE_MALFORMED'],
];

for (const [text, line, code] of hostile) {
  test(`${code} at line ${String(line)}: ${JSON.stringify(text.slice(0, 40))}`, () => {
    const [first] = readList(text, 'sha-256').faults;
    assert.deepEqual([first?.line, first?.code], [line, code]);
  });
}

test('a thousand wrong lines are a hundred faults', () => {
  assert.equal(readList(`digest\n${'zz\n'.repeat(1_000)}`, 'sha-256').faults.length, FAULTS_MAX);
});

test('a hundred thousand lines are read, one more is too many', () => {
  const line = (n: number): string => `${n.toString(16).padStart(64, '0')}  f`;
  const lines = Array.from({ length: 100_000 }, (_, n) => line(n));
  assert.equal(readList(lines.join('\n'), 'sha-256').items.length, 100_000);
  const [fault] = readList([...lines, line(100_000)].join('\n'), 'sha-256').faults;
  assert.equal(fault?.code, 'LIST_TOO_LARGE');
});
