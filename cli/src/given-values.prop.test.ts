import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isCoded } from '@stele/base';
import fc from 'fast-check';

import { parseArguments } from './arguments.ts';
import { evidenceList } from './commands/evidence.ts';
import { keyCreate } from './commands/key.ts';
import { dayOption, expiryOption, idIn, timeOption, unitsIn } from './given-values.ts';

const from = (value: string): string | undefined =>
  timeOption(parseArguments(evidenceList, [`--from=${value}`]), 'from', 'first');
const expires = (value: string, nowMs = 0): string | undefined =>
  expiryOption(parseArguments(keyCreate, [`--expires=${value}`]), 'expires', nowMs);

function codeOf(attempt: () => unknown): string {
  try {
    attempt();
    return 'taken';
  } catch (error) {
    if (!isCoded(error)) throw error;
    return error.code;
  }
}

void test('a moment is the same instant in UTC, whatever zone it was written in', (context) => {
  const cases = 300;
  const zone = fc.constantFrom('Z', '+08:00', '-03:30', '+14:00');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), zone, (timeMs, offset) => {
      const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):(\d\d)/.exec(offset) ?? [];
      const aheadMs = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
      const written = new Date(timeMs + aheadMs).toISOString().replace('Z', offset);
      assert.equal(from(written), new Date(timeMs).toISOString());
      assert.equal(expires(written), new Date(timeMs).toISOString());
    }),
    { numRuns: cases },
  );
  context.diagnostic(`cases: moments ${String(cases)}`);
});

void test('a day stands for its first or last millisecond, days from now for as many times 24 hours', () => {
  assert.equal(from('2026-02-28'), '2026-02-28T00:00:00.000Z');
  const given = parseArguments(evidenceList, ['--to', '2026-12-31']);
  assert.equal(timeOption(given, 'to', 'last'), '2026-12-31T23:59:59.999Z');
  assert.equal(expires('90d', Date.parse('2026-11-21T01:02:03.004Z')), '2027-02-19T01:02:03.004Z');
});

void test('what is no time, day, number or id is refused with its own code', () => {
  for (const value of [
    '2026-02-31',
    '2026-1-1',
    'yesterday',
    '2026-01-31T08:00:00',
    '0d',
    '1e3d',
    '-1d',
  ]) {
    assert.equal(
      codeOf(() => expires(value)),
      'TIME_MALFORMED',
      value,
    );
    assert.equal(
      codeOf(() => from(value)),
      'TIME_MALFORMED',
      value,
    );
  }
  const days = ['2026-02-30', '2026-13-01', '20260131', '2026-01-31T00:00:00Z', '+02026-01-01'];
  for (const value of days) {
    const given = parseArguments(evidenceList, [`--from=${value}`]);
    assert.equal(
      codeOf(() => dayOption(given, 'from')),
      'DAY_MALFORMED',
      value,
    );
  }
  for (const value of ['-1', '1.5', '0x10', '', '9007199254740992', '1e3', 'None', '１']) {
    assert.equal(
      codeOf(() => unitsIn(value)),
      'UNITS_MALFORMED',
      value,
    );
  }
  assert.deepEqual(
    [unitsIn('0'), unitsIn('9007199254740991'), unitsIn('none')],
    [0, 2 ** 53 - 1, null],
  );
  const ids = [
    'cus_',
    `cus_${'A'.repeat(32)}`,
    `ev_${'0'.repeat(32)}`,
    `cus_${'0'.repeat(32)}/../x`,
  ];
  for (const value of ids) {
    assert.equal(
      codeOf(() => idIn('customer', value)),
      'ID_MALFORMED',
      value,
    );
  }
});
