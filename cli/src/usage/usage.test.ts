import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

import fc from 'fast-check';

import { run } from '../run.ts';
import { type Json, servedEvidence, type ServedEvidence } from '../test/served-evidence.ts';
import { differences, type UsageRow } from './usage-rows.ts';

async function recordSome({ post }: ServedEvidence, count: number): Promise<void> {
  const one = (i: number): Promise<Json> => {
    const digest = createHash('sha256')
      .update(`${String(count)} ${String(i)}`)
      .digest('hex');
    return post('/v1/evidence', { digests: { 'sha-256': digest }, name: `合同 ${String(i)}` });
  };
  await Promise.all(Array.from({ length: count }, (_, i) => one(i)));
}

/** An embedded PostgreSQL is made first, which takes as long as the disk takes. */
async function untilSearchAnswers({ stele }: ServedEvidence): Promise<void> {
  const untilMs = Date.now() + 120_000;
  for (;;) {
    const { exitCode, out } = await stele('projection', 'status');
    if (exitCode === 0) return;
    assert.ok(Date.now() < untilMs, out);
    await delay(100);
  }
}

void test('the bill equals the ledger; a bill that does not is found; search is derived anew', async (context) => {
  const served = await servedEvidence(context, 'on');
  const { json, stele, gateway } = served;
  await recordSome(served, 20);
  await untilSearchAnswers(served);
  const rebuilt = await json('projection', 'rebuild');
  assert.deepEqual(rebuilt, { status: 'following', behindEntries: 0, reason: null });
  assert.equal((await json('projection', 'status'))['status'], 'following');

  const agreed = await json('usage', '--compare');
  assert.deepEqual([agreed['agree'], agreed['records'], agreed['differences']], [true, 20, []]);
  const csv = await stele('usage', '--csv');
  assert.match(
    csv.out,
    /^customer,day,records,refusals,units\r\ncus_[0-9a-f]{32},[\d-]{10},20,0,\d+\r\n$/,
  );
  assert.equal((await stele('usage', '--csv', '--recount')).out, csv.out);
  const found = await json('evidence', 'list', '--q', '合同', '--limit', '5');
  assert.equal((found['items'] as readonly Json[]).length, 5);

  const shown = await stele('usage');
  assert.match(shown.out, /^Local operator {2}cus_\w+\n {2}Day \(UTC\) +Records +Refused +Units\n/);
  const empty = await stele('usage', '--to', '2000-01-01');
  assert.equal(empty.out, 'Nothing was used.\n');

  gateway.rewrite = (seen, body) =>
    seen.startsWith('GET /v1/usage') && !seen.includes('source=ledger')
      ? Buffer.from(body.toString().replace('"records":20', '"records":21'))
      : body;
  const wrong = await stele('usage', '--compare');
  assert.equal(wrong.exitCode, 1);
  assert.match(
    wrong.out,
    /differs from the ledger in 1 row .*\n.*\n *cus_\w+ +[\d-]+ +21\/0\/\d+ +20\/0\/\d+\n/,
  );
});

void test('options that contradict each other are wrong usage, and nobody is asked', async (context) => {
  const { stele, gateway } = await servedEvidence(context);
  for (const argv of [
    ['--csv', '--json'],
    ['--csv', '--compare'],
    ['--recount', '--compare'],
    ['--from', '2026-02-30'],
    ['--customer', 'x'],
  ]) {
    assert.equal((await stele('usage', ...argv)).exitCode, 2, argv.join(' '));
  }
  assert.deepEqual(gateway.seen, []);
});

void test('without a projection usage is counted from the ledger, and status says why', async (context) => {
  const { json, stele, folder, gateway, world } = await servedEvidence(context);
  assert.equal((await stele('usage')).exitCode, 3);
  assert.deepEqual(await json('usage', '--recount'), { items: [], nextCursor: null });
  const off = world({ env: { LC_ALL: 'zh_CN.UTF-8' } });
  assert.equal(await run(['projection', 'status', '--data', folder, '--url', gateway.url], off), 3);
  assert.equal(off.printed().out, '本节点不提供检索。\n');
  const rebuild = await stele('projection', 'rebuild');
  assert.equal(rebuild.exitCode, 3);
  assert.match(rebuild.err, /SEARCH_UNAVAILABLE/);
});

void test('two counts differ exactly in the rows that are not in both', (context) => {
  const cases = 300;
  const row = fc.record({
    customer: fc.constantFrom('cus_a', 'cus_b', 'cus_c'),
    day: fc.constantFrom('2026-01-01', '2026-01-02'),
    records: fc.nat(2),
    refusals: fc.nat(1),
    units: fc.nat(2),
  });
  const place = ({ customer, day }: Pick<UsageRow, 'customer' | 'day'>): string =>
    `${day}${customer}`;
  const rows = fc.uniqueArray(row, { selector: place });
  const texts = (list: readonly UsageRow[]): Set<string> =>
    new Set(list.map((one) => JSON.stringify(one)));
  fc.assert(
    fc.property(rows, rows, (projection, ledger) => {
      const [bill, record] = [texts(projection), texts(ledger)];
      const only = [...bill, ...record].filter((text) => !(bill.has(text) && record.has(text)));
      const expected = new Set(only.map((text) => place(JSON.parse(text) as UsageRow)));
      const found = differences(projection, ledger);
      assert.deepEqual(new Set(found.map(place)), expected);
      assert.equal(found.length, expected.size, 'each once');
    }),
    { numRuns: cases },
  );
  context.diagnostic(`cases: pairs of counts ${String(cases)}`);
});
