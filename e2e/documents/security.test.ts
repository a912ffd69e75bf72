/** docs/security.md: every promise names the tests that hold it, and they exist. */

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const PAGE = new URL('../../docs/security.md', import.meta.url);
const page = readFileSync(PAGE, 'utf8');

/** Rows of the tables, without their headings. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| ') && !/^\| (?:attacker|what is stolen|---)/.test(line));

void test('every attacker is met by tests that exist', () => {
  assert.ok(rows.length > 15, 'the tables are read');
  for (const row of rows) {
    const links = [...row.matchAll(/\]\(([^)]+\.test\.ts)\)/g)].map(([, link = '']) => link);
    assert.ok(links.length > 0, `no test holds: ${row.slice(0, 80)}`);
    for (const link of links) assert.ok(existsSync(new URL(link, PAGE)), link);
  }
});

void test('the page for reports leads to it, and says that a copied folder is no second node', () => {
  const report = readFileSync(new URL('../../SECURITY.md', import.meta.url), 'utf8');
  assert.match(report, /\(docs\/security\.md\)/);
  assert.match(report, /copy of a data folder is the same node twice/i);
});
