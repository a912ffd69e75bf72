import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isCoded } from '@stele/base';
import { AMOUNT_MAX } from '@stele/contracts';
import type { Scale } from '@stele/sdk';
import fc from 'fast-check';

import { amountFromText, amountInput, amountText } from './amount.ts';

const CASES = 2_000;
const units = fc.bigInt({ min: 1n, max: AMOUNT_MAX });
const scale = fc.option(fc.nat({ max: 38 }), { nil: null });

void test('what is shown is read back as the same amount, with groups and without', (context) => {
  fc.assert(
    fc.property(units, scale, (amount, places) => {
      assert.equal(amountFromText(amountText(amount, places), places), amount);
      assert.equal(amountFromText(amountInput(amount, places), places), amount);
    }),
    { numRuns: CASES },
  );
  context.diagnostic(`cases: amounts ${String(CASES)}`);
});

void test('the point stands where the scale says', () => {
  const shown = (amount: bigint, places: Scale): string => amountText(amount, places);
  assert.equal(shown(1_234_550n, 2), '12,345.50');
  assert.equal(shown(5n, 2), '0.05');
  assert.equal(shown(1n, null), '1');
  assert.equal(shown(123_456n, 0), '123,456');
  assert.equal(amountInput(1_234_550n, 2), '12345.5');
  assert.equal(amountInput(100n, 0), '100');
  assert.equal(amountText(AMOUNT_MAX, 38).length, 41 - 1);
});

function codeOf(text: string, places: Scale): string {
  try {
    return String(amountFromText(text, places));
  } catch (error) {
    assert.ok(isCoded(error));
    return error.code;
  }
}

void test('what people type', () => {
  const typed: readonly (readonly [string, Scale, string])[] = [
    ['12', 2, '1200'],
    ['12.', 2, '1200'],
    ['12.5', 2, '1250'],
    ['12.500', 2, '1250'],
    [' 1,234.5 ', 2, '123450'],
    ['1 234', 0, '1234'],
    ['1，234', 0, '1234'],
    ['12.345', 2, 'AMOUNT_TOO_FINE'],
    ['1.5', null, 'AMOUNT_TOO_FINE'],
    ['1.0', null, '1'],
    ['0', 2, 'AMOUNT_MALFORMED'],
    ['0.00', 2, 'AMOUNT_MALFORMED'],
    ['', 2, 'AMOUNT_MALFORMED'],
    ['-1', 2, 'AMOUNT_MALFORMED'],
    ['1e3', 2, 'AMOUNT_MALFORMED'],
    ['.5', 2, 'AMOUNT_MALFORMED'],
    ['١٢', 2, 'AMOUNT_MALFORMED'],
    [String(AMOUNT_MAX), 0, String(AMOUNT_MAX)],
    [String(AMOUNT_MAX + 1n), 0, 'AMOUNT_TOO_LARGE'],
  ];
  for (const [text, places, expected] of typed) assert.equal(codeOf(text, places), expected, text);
});

void test('whatever is typed is an amount within bounds or a refusal', (context) => {
  const typing = fc.oneof(fc.string(), fc.stringMatching(/^[0-9., ]{0,50}$/));
  fc.assert(
    fc.property(typing, scale, (text, places) => {
      const answer = codeOf(text, places);
      if (answer.startsWith('AMOUNT_')) return;
      assert.ok(BigInt(answer) > 0n && BigInt(answer) <= AMOUNT_MAX);
    }),
    { numRuns: CASES },
  );
  context.diagnostic(`cases: typed amounts ${String(CASES)}`);
});
