import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Type } from 'typebox';
import { compileValidator } from './validation.ts';

const schema = Type.Object({
  count: Type.Optional(Type.Integer({ minimum: 0 })),
  flag: Type.Optional(Type.Boolean()),
  name: Type.Optional(Type.String()),
});

interface Outcome {
  readonly value?: unknown;
  readonly error?: unknown;
}

const read = compileValidator({ schema, method: 'GET', url: '/', httpPart: 'querystring' }) as (
  value: unknown,
) => Outcome;

const CASES = 3_000;

void test('a query’s text is a number exactly when it is the number’s one written form', (context) => {
  const texts = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'0123456789.-+eExX _n'.split('')) }),
    fc.maxSafeNat().map(String),
    fc.double().map(String),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const isNumber = String(Number(text)) === text && Number.isSafeInteger(Number(text));
      const isCount = isNumber && Number(text) >= 0;
      const outcome = read({ count: text, name: text });
      if (isCount) assert.deepEqual(outcome.value, { count: Number(text), name: text });
      else assert.ok(Array.isArray(outcome.error), text);
    }),
    { numRuns: CASES },
  );
  context.diagnostic(`cases: query numbers ${String(CASES)}`);
});

void test('booleans are two words; what is given twice is not taken', () => {
  assert.deepEqual(read({ flag: 'true' }), { value: { flag: true } });
  assert.deepEqual(read({ flag: 'false' }), { value: { flag: false } });
  for (const flag of ['1', '', 'TRUE', ['true', 'true']]) assert.ok('error' in read({ flag }));
  assert.ok('error' in read({ count: ['1', '2'] }));
});
