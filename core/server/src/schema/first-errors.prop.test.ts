import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Settings } from 'typebox/system';
import { faultsAt } from '../problem/faults.ts';
import { checkAgainst } from './check-against.ts';
import { errorFinder } from './first-errors.ts';

Settings.Set({ maxErrors: Number.MAX_SAFE_INTEGER });

const EXACT = { additionalProperties: false };

/** Every keyword that bodies use, small enough that random values fail each in turn. */
const leaf = fc.constantFrom<TSchema>(
  Type.Unknown(),
  Type.Null(),
  Type.Boolean(),
  Type.Literal(1),
  Type.Enum(['a', 'b']),
  Type.Integer({ minimum: 0, maximum: 2 }),
  Type.Number({ exclusiveMinimum: 0, multipleOf: 2 }),
  Type.String({ minLength: 1, maxLength: 2, pattern: '^[a/]*$' }),
);

const NAMES = ['a', 'a/b', '~é', '\ud800'] as const;
const name = fc.constantFrom(...NAMES, 'z', '');

const { schema } = fc.letrec<{ schema: TSchema }>((tie) => {
  const inner = tie('schema');
  return {
    schema: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf,
      fc
        .tuple(inner, fc.boolean())
        .map(([items, uniqueItems]) =>
          Type.Array(items, { minItems: 1, maxItems: 3, uniqueItems }),
        ),
      fc
        .tuple(inner, inner, fc.boolean())
        .map(([a, b, exact]) =>
          Type.Object({ a, 'a/b': Type.Optional(b) }, exact ? EXACT : { additionalProperties: b }),
        ),
      inner.map((values) => Type.Record(Type.String(), values)),
      inner.map((values) => Type.Record(Type.String({ pattern: '^a' }), values, EXACT)),
      fc.tuple(inner, inner).map((branches) => Type.Union(branches)),
    ),
  };
});

const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom<unknown>(null, true, 0, 1, 2.5, -1, '', 'a', 'b', 'aaa', '/'),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.dictionary(name, tie('value'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

const CASES = 4_000;

void test('the faults are the first hundred that the library would find', (context) => {
  let unfit = 0;
  fc.assert(
    fc.property(schema, value, (someSchema, someValue) => {
      const compiled = Compile(someSchema);
      const found = checkAgainst(someSchema)(someValue);
      assert.deepEqual(found, faultsAt(compiled.Errors(someValue), '#'));
      assert.equal(found.length === 0, compiled.Check(someValue));
      if (found.length > 0) unfit++;
    }),
    { numRuns: CASES },
  );
  assert.ok(unfit > CASES / 4, 'many values do not fit');
  context.diagnostic(`cases: faults of schemas ${String(CASES)}`);
});

const Item = Type.Object(
  {
    digests: Type.Record(Type.String(), Type.String()),
    tags: Type.Optional(Type.Array(Type.String({ maxLength: 4 }), { uniqueItems: true })),
  },
  EXACT,
);
const Either = Type.Union([Type.Object({ items: Type.Array(Type.Integer()) }), Type.Null()]);
const Body = Type.Object(
  { items: Type.Optional(Type.Array(Item)), either: Type.Optional(Either) },
  EXACT,
);

void test('more faults than a hundred: the first, whatever comes behind', (context) => {
  const many = [
    { items: Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? { digests: {} } : i)) },
    { items: Array.from({ length: 70 }, (_, i) => ({ digest: i })) },
    Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`a${String(i)}`, 1])),
    { either: { items: Array.from({ length: 300 }, String) }, z: 1 },
  ];
  for (const body of many) {
    const found = checkAgainst(Body)(body);
    assert.equal(found.length, 100);
    assert.deepEqual(found, faultsAt(Compile(Body).Errors(body), '#'));
  }
  context.diagnostic(`cases: bodies with many faults ${String(many.length)}`);
});

void test('a keyword whose errors could not be found is a bug of the route, seen when it is made', () => {
  assert.throws(() => errorFinder(Type.Object({ a: Type.Intersect([Type.Object({})]) })), /allOf/);
});
