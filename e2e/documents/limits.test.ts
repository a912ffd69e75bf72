/** docs/limits.md against the sources: every limit stands there, with its value. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const ROOT = new URL('../../', import.meta.url);
const SOURCES = [
  'core/protocol/src/limits.ts',
  'core/server/src/limits.ts',
  'ledger/node/src/http/limits.ts',
  'ledger/node/src/limits.ts',
  'services/evidence/src/limits.ts',
  'platform/people/src/limits.ts',
  'ledger/kernel/src/block/lineage.ts',
  'contracts/src/assets/limits.ts',
];

const textOf = (path: string): string => readFileSync(new URL(path, ROOT), 'utf8');

interface Limit {
  readonly name: string;
  readonly value: number;
  readonly isExported: boolean;
}

/** The constants that are plain numbers. */
function limitsIn(path: string): readonly Limit[] {
  const found = textOf(path).matchAll(/^(export )?const ([A-Z][A-Z_]+) = ([0-9][0-9_]*);$/gm);
  return [...found].map(([, exported, name = '', value = '']) => ({
    name,
    value: Number(value.replaceAll('_', '')),
    isExported: exported !== undefined,
  }));
}

const rows = new Map(
  [...textOf('docs/limits.md').matchAll(/^\| ([A-Z][A-Z_]+) \| (\d+) \|/gm)].map(
    ([, name = '', value]) => [name, Number(value)],
  ),
);

void test('every limit that can be met is on the page', () => {
  const limits = SOURCES.flatMap(limitsIn).filter(({ isExported }) => isExported);
  const missing = limits.filter(({ name }) => name.endsWith('_MAX') && !rows.has(name));
  assert.deepEqual(
    missing.map(({ name }) => name),
    [],
  );
  assert.ok(limits.length > 50, 'the sources are read');
});

void test('every value on the page is that of the source', () => {
  const values = new Map(SOURCES.flatMap(limitsIn).map(({ name, value }) => [name, value]));
  for (const [name, value] of rows) assert.equal(value, values.get(name), name);
});
