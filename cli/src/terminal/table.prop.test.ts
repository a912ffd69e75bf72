import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { factLines, tableLines } from './table.ts';
import { widthOf } from './width.ts';

const cell = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom('链', '碑', 'a', ' ', '\u001b', '\n', '𠀀', 'é'),
    maxLength: 30,
  }),
);

void test('a table never breaks a line, and stays within the terminal where its columns can', (context) => {
  const cases = 500;
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, cell, cell), { maxLength: 8 }),
      fc.integer({ min: 1, max: 200 }),
      (rows, columnsMax) => {
        const lines = tableLines(
          [{ title: '编号' }, { title: 'Units', align: 'right' }, { title: 'Name' }],
          rows,
          columnsMax,
        );
        assert.equal(lines.length, rows.length + 1);

        for (const line of lines) assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f]/);
        const start = widthOf(lines[0]?.slice(0, lines[0].indexOf('Name')) ?? '');
        const allowed = Math.max(columnsMax, start + 8);
        for (const line of lines) assert.ok(widthOf(line) <= allowed, line);
      },
    ),
    { numRuns: cases },
  );
  context.diagnostic(`cases: tables ${String(cases)}`);
});

void test('numbers stand under each other, wide characters counted as two', () => {
  const columns = [
    { title: '名称' },
    { title: 'Units', align: 'right' },
    { title: 'Note' },
  ] as const;
  const rows = [
    ['银行', '1,234', '很长很长的备注'],
    ['b', '7', ''],
  ];
  assert.deepEqual(tableLines(columns, rows, 24), [
    '名称  Units  Note',
    '银行  1,234  很长很长的…',
    'b         7',
  ]);
  assert.deepEqual(
    factLines([
      ['区块', '7'],
      ['Id', 'a\nb'],
    ]),
    ['区块  7', 'Id    a\\u{a}b'],
  );
});
