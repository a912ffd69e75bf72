import assert from 'node:assert/strict';
import test from 'node:test';
import { isCoded } from '@stele/base';
import {
  type CborValue,
  decode,
  encode,
  type Principal,
  principalToCbor,
  principalFromText,
  principalToText,
} from '@stele/protocol';
import fc from 'fast-check';
import type { Json } from './kind.ts';
import { checkSchema, format, fromJson, jsonSchema, parse, toJson } from './kinds.ts';
import {
  account,
  amount,
  bool,
  bytes,
  choice,
  digests,
  enclosed,
  identifier,
  identifierOrEmpty,
  judged,
  list,
  optional,
  principal,
  scalar,
  type Schema,
  tuple,
  uint,
} from './schema.ts';

/** A schema together with a value that fits it, as CBOR. */
interface Fitting {
  readonly schema: Schema;
  readonly cbor: CborValue;
}

const bytesOf = (length: number): fc.Arbitrary<Uint8Array> =>
  fc.uint8Array({ minLength: length, maxLength: length });
const name = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,31}$/);

const leaf: fc.Arbitrary<Principal> = fc.oneof(
  bytesOf(32).map((hash) => ({ kind: 'key' as const, hash })),
  bytesOf(16).map((id) => ({ kind: 'account' as const, account: id })),
  fc.record({ kind: fc.constant('role' as const), organisation: name, role: name }),
  name.map((contract) => ({ kind: 'contract' as const, contract })),
);
const threshold = (member: fc.Arbitrary<Principal>): fc.Arbitrary<Principal> =>
  fc
    .uniqueArray(member, { minLength: 1, maxLength: 3, selector: (one) => principalToText(one) })
    .chain((members) =>
      fc
        .integer({ min: 1, max: members.length })
        .map((m) => ({ kind: 'threshold' as const, m, members })),
    );
const anyPrincipal = fc.oneof(leaf, threshold(leaf), threshold(fc.oneof(leaf, threshold(leaf))));

/** Without leading zeros, and not zero. */
const amountBytes = fc.uint8Array({ minLength: 1, maxLength: 16 }).filter(([first]) => first !== 0);
const anyScalar: fc.Arbitrary<CborValue> = fc.oneof(
  fc.maxSafeNat(),
  name,
  bytesOf(16),
  bytesOf(32),
);

const plain: fc.Arbitrary<Fitting> = fc.oneof(
  amountBytes.map((cbor): Fitting => ({ schema: amount(), cbor: [0, cbor] })),
  anyScalar.map((cbor): Fitting => ({ schema: scalar(), cbor })),
  fc
    .integer({ min: 1, max: 80 })
    .chain((length) => bytesOf(length).map((cbor): Fitting => ({ schema: bytes(length), cbor }))),
  bytesOf(16).map((cbor): Fitting => ({ schema: account(), cbor })),
  fc.maxSafeNat().map((cbor): Fitting => ({ schema: uint(), cbor })),
  fc.boolean().map((cbor): Fitting => ({ schema: bool(), cbor })),
  name.map((cbor): Fitting => ({ schema: identifier(), cbor })),
  fc.oneof(name, fc.constant('')).map((cbor): Fitting => ({ schema: identifierOrEmpty(), cbor })),
  anyPrincipal.map((one): Fitting => ({ schema: principal(), cbor: principalToCbor(one) })),
  fc
    .tuple(bytesOf(32), fc.option(bytesOf(64), { nil: undefined }))
    .map(([sha256, sha512]): Fitting => {
      const cbor = new Map<number, CborValue>([[1, sha256]]);
      if (sha512 !== undefined) cbor.set(3, sha512);
      return { schema: digests(), cbor };
    }),
);

const fitting: fc.Arbitrary<Fitting> = fc.letrec<{ any: Fitting }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    plain,
    plain.map(({ schema, cbor }): Fitting => ({ schema: optional(schema), cbor })),
    plain.map(({ schema }): Fitting => ({ schema: optional(schema), cbor: null })),
    tie('any').map(({ schema, cbor }): Fitting => ({ schema: judged(schema), cbor })),
    tie('any').map(({ schema, cbor }): Fitting => ({
      schema: enclosed(schema, 4_096),
      cbor: encode(cbor),
    })),
    fc.tuple(tie('any'), tie('any'), fc.boolean()).map(([a, b, isFirst]): Fitting => ({
      schema: choice({ first: a.schema, second: b.schema }),
      cbor: isFirst ? [0, a.cbor] : [1, b.cbor],
    })),
    tie('any').map(({ schema, cbor }): Fitting => ({
      schema: list(schema, { max: 3 }),
      cbor: [cbor, cbor],
    })),
    fc
      .tuple(tie('any'), tie('any'), fc.option(fc.nat(9), { nil: undefined }))
      .map(([a, b, version]): Fitting => ({
        schema: tuple({ first: a.schema, second: b.schema }, version),
        cbor: [...(version === undefined ? [] : [version]), a.cbor, b.cbor],
      })),
  ),
})).any;

test('a value that fits survives typed values and JSON, byte for byte', (t) => {
  const runs = 400;
  fc.assert(
    fc.property(fitting, ({ schema, cbor }) => {
      checkSchema(schema);
      const expected = encode(cbor);
      const value = parse(schema, decode(expected), '#');
      assert.deepEqual(encode(format(schema, value)), expected);
      const text = JSON.stringify(toJson(schema, value));
      const read = fromJson(schema, JSON.parse(text) as Json, '#');
      assert.deepEqual(encode(format(schema, read)), expected);
      JSON.stringify(jsonSchema(schema));
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: schema round trips ${String(runs)}`);
});

/** Values near to fitting ones: one part replaced by something else. */
const stranger: fc.Arbitrary<CborValue> = fc.oneof(
  fc.constant(null),
  fc.constant(-1),
  fc.constant(2n ** 60n),
  fc.constant('Free text, of any length'),
  fc.uint8Array({ maxLength: 40 }),
  fc.constant<CborValue>([]),
  fc.constantFrom<CborValue>([0, new Uint8Array(17).fill(1)], [1, Uint8Array.of(1)], [2, null]),
  fc.constant<CborValue>(new Map([[9, new Uint8Array(32)]])),
);

test('whatever else arrives is accepted only if it writes back as it came, else ARGS_MALFORMED', (t) => {
  const runs = 600;
  let refused = 0;
  fc.assert(
    fc.property(fitting, stranger, ({ schema }, value) => {
      try {
        assert.deepEqual(encode(format(schema, parse(schema, value, '#'))), encode(value));
      } catch (error) {
        if (!isCoded(error, 'ARGS_MALFORMED')) throw error;
        assert.equal(typeof error.data?.['pointer'], 'string');
        refused++;
      }
    }),
    { numRuns: runs },
  );
  assert.ok(refused > runs / 2, 'most strangers are refused');
  t.diagnostic(`cases: values that do not fit ${String(runs)}`);
});

test('hostile JSON is refused with ARGS_MALFORMED or written as what it says', (t) => {
  const runs = 600;
  fc.assert(
    fc.property(fitting, fc.jsonValue({ maxDepth: 3 }), ({ schema }, json) => {
      try {
        const value = fromJson(schema, json as Json, '#');
        encode(format(schema, value));
      } catch (error) {
        if (!isCoded(error, 'ARGS_MALFORMED')) throw error;
      }
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: hostile JSON ${String(runs)}`);
});

test('principals survive their text, and other text is refused', (t) => {
  const runs = 400;
  fc.assert(
    fc.property(anyPrincipal, fc.string({ maxLength: 60 }), (one, noise) => {
      const text = principalToText(one);
      assert.deepEqual(
        encode(principalToCbor(principalFromText(text))),
        encode(principalToCbor(one)),
      );
      for (const broken of [noise, `${text})`, `(${text}`, text.slice(0, -1), ` ${text}`]) {
        try {
          principalFromText(broken);
        } catch (error) {
          assert.ok(isCoded(error, 'PRINCIPAL_MALFORMED'));
        }
      }
    }),
    { numRuns: runs },
  );
  t.diagnostic(`cases: principal texts ${String(runs)}`);
});
