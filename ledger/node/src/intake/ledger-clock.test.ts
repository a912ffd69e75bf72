import assert from 'node:assert/strict';
import { test } from 'node:test';

import { silentLog } from '../test/memory-chain.ts';
import { TestClock } from '../test/test-clock.ts';
import { LedgerClock } from './ledger-clock.ts';

test('a clock that is set is reported once, time that goes by is not', () => {
  const warnings: unknown[] = [];
  const clock = new TestClock();
  const ledgerClock = new LedgerClock(clock, {
    ...silentLog,
    warn: (_event, fields) => warnings.push(fields),
  });
  clock.advance(3_600_000);
  assert.equal(ledgerClock.nowMs(), clock.wallMs);
  clock.wallMs += 4_000;
  ledgerClock.nowMs();
  clock.wallMs -= 7_000;
  ledgerClock.nowMs();
  ledgerClock.nowMs();
  assert.deepEqual(warnings, [{ stepMs: -7_000 }]);
});

test('writes end where the clock is more than 15 s behind the last block', () => {
  const clock = new TestClock(1_000_000);
  const ledgerClock = new LedgerClock(clock, silentLog);
  assert.equal(ledgerClock.refusal(1_015_000), undefined);
  assert.equal(ledgerClock.refusal(1_015_001)?.code, 'CLOCK_BEHIND');
  assert.equal(ledgerClock.refusal(0), undefined);
});
