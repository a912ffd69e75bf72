import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCoded } from '@stele/base';
import fc from 'fast-check';
import { AMOUNT_MAX } from '@stele/contracts';
import { amountFromText, amountToText } from './amount.ts';

const RUNS = process.env['STELE_TEST_DEEP'] === '1' ? 50_000 : 1_000;
const scales = fc.integer({ min: 0, max: 38 });
const amounts = fc.bigInt({ min: 1n, max: AMOUNT_MAX });

function refused(text: string, scale: number | null): void {
  assert.throws(
    () => amountFromText(text, scale),
    (error) => isCoded(error, 'AMOUNT_MALFORMED'),
    text,
  );
}

void test('an amount survives its text, whatever the scale', (context) => {
  fc.assert(
    fc.property(amounts, scales, (amount, scale) => {
      const text = amountToText(amount, scale);
      assert.equal(amountFromText(text, scale), amount);
      assert.equal(amountToText(-amount, scale), `-${text}`);
      const [, fraction = ''] = text.split('.');
      assert.equal(fraction.length, scale);
    }),
    { numRuns: RUNS },
  );
  context.diagnostic(`cases: amounts ${String(RUNS)}`);
});

void test('the text means what arithmetic says: whole part times ten to the scale, plus the rest', () => {
  const parts = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 20n }), fc.integer({ min: 1, max: 18 }));
  fc.assert(
    fc.property(parts, fc.nat({ max: 18 }), fc.nat(), ([whole, digits], more, seed) => {
      const fraction = String(BigInt(seed) % 10n ** BigInt(digits)).padStart(digits, '0');
      const scale = digits + more;
      const expected = whole * 10n ** BigInt(scale) + BigInt(fraction) * 10n ** BigInt(more);
      const text = `${String(whole)}.${fraction}`;
      if (expected === 0n || expected > AMOUNT_MAX) refused(text, scale);
      else assert.equal(amountFromText(text, scale), expected);
    }),
    { numRuns: RUNS },
  );
});

void test('what has more digits than the class is refused, not rounded', () => {
  fc.assert(
    fc.property(amounts, fc.integer({ min: 1, max: 38 }), (amount, scale) => {
      refused(amountToText(amount, scale), scale - 1);
    }),
    { numRuns: RUNS },
  );
});

void test('what is no plain decimal is refused', () => {
  const wrong = [
    '',
    '0',
    '0.00',
    '-1',
    '+1',
    '1e3',
    '1,000',
    '01',
    '.5',
    '5.',
    '1.2.3',
    ' 1',
    '１',
  ];
  for (const text of [...wrong, '0x10', 'NaN', 'Infinity', '9'.repeat(40)]) refused(text, 2);
  refused(String(AMOUNT_MAX + 1n), 0);
  refused('2', null);
  refused('1.0', null);
  assert.equal(amountFromText('1', null), 1n);
  assert.equal(amountToText(1n, null), '1');
  assert.equal(amountFromText('12.5', 2), 1250n);
  assert.equal(amountToText(5n, 2), '0.05');
});
