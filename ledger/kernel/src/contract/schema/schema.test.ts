import { principalFromText, principalToText } from '@stele/protocol';
import assert from 'node:assert/strict';
import test from 'node:test';
import { isCoded } from '@stele/base';
import type { CborValue } from '@stele/protocol';
import { checkFields } from './composed-kinds.ts';
import type { Json } from './kind.ts';
import { checkSchema, format, fromJson, jsonSchema, parse, toJson } from './kinds.ts';
import { rawToJson } from './raw-json.ts';
import {
  account,
  bool,
  bytes,
  choice,
  digests,
  enclosed,
  identifierOrEmpty,
  judged,
  list,
  optional,
  principal,
  type Schema,
  tuple,
  uint,
} from './schema.ts';

const item = tuple(
  { id: bytes(2), digests: digests(), kind: identifierOrEmpty(), supersedes: optional(bytes(2)) },
  1,
);
const SHA = 'ab'.repeat(32);

function pointerOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    assert.ok(isCoded(error, 'ARGS_MALFORMED'), String(error));
    return error.data?.['pointer'];
  }
  return 'accepted';
}

test('JSON may leave out what is optional', () => {
  const value = fromJson(item, { id: 'a0b1', digests: { 'sha-256': SHA } }, '#');
  const cbor = format(item, value) as readonly CborValue[];
  assert.deepEqual([cbor[0], cbor[3], cbor[4]], [1, '', null]);
  assert.deepEqual(toJson(item, value), {
    id: 'a0b1',
    digests: { 'sha-256': SHA },
    kind: '',
    supersedes: null,
  });
});

test('a refusal of JSON points to the place', () => {
  const good = { id: 'a0b1', digests: { 'sha-256': SHA } };
  const cases: [Json, string][] = [
    [{ ...good, id: 'A0B1' }, '#/id'],
    [{ ...good, id: 'a0' }, '#/id'],
    [{ digests: good.digests }, '#/id'],
    [{ ...good, digests: {} }, '#/digests'],
    [{ ...good, digests: { 'sha-256': 'ab' } }, '#/digests/sha-256'],
    [{ ...good, digests: { md5: 'ab' } }, '#/digests/md5'],
    [{ ...good, digests: { 'a/b~c': 'ab' } }, '#/digests/a~1b~0c'],
    [{ ...good, digests: [SHA] }, '#/digests'],
    [{ ...good, kind: 'Free text' }, '#/kind'],
    [{ ...good, note: 'a picture of a horse' }, '#/note'],
    [{ ...good, __proto__: 1, constructor: 1 }, '#/constructor'],
    [[], '#'],
    [null, '#'],
    ['text', '#'],
  ];
  for (const [json, pointer] of cases) {
    assert.equal(
      pointerOf(() => fromJson(item, json, '#')),
      pointer,
      JSON.stringify(json),
    );
  }
});

test('a refusal of CBOR points to the place', () => {
  const digest = new Map([[1, new Uint8Array(32)]]);
  const id = new Uint8Array(2);
  const cases: [CborValue, string][] = [
    [[2, id, digest, '', null], '#'],
    [[1, id, digest, ''], '#'],
    [[1, id, digest, '', null, null], '#'],
    [[1, new Uint8Array(3), digest, '', null], '#/id'],
    [[1, id, new Map(), '', null], '#/digests'],
    [[1, id, new Map([[1, new Uint8Array(31)]]), '', null], '#/digests/sha-256'],
    [[1, id, new Map([['1', new Uint8Array(32)]]), '', null], '#/digests'],
    [[1, id, digest, 'Text', null], '#/kind'],
    [[1, id, digest, null, null], '#/kind'],
    [[1, id, digest, '', false], '#/supersedes'],
    [7, '#'],
  ];
  for (const [value, pointer] of cases) {
    assert.equal(
      pointerOf(() => parse(item, value, '#')),
      pointer,
    );
  }
  const pair = list(uint(5), { min: 1, max: 2 });
  assert.equal(
    pointerOf(() => parse(pair, [1, 6], '#')),
    '#/1',
  );
  assert.equal(
    pointerOf(() => parse(pair, [], '#')),
    '#',
  );
  assert.equal(
    pointerOf(() => parse(pair, [1, 2, 3], '#')),
    '#',
  );
  assert.equal(
    pointerOf(() => parse(uint(), 2n ** 53n, '#')),
    '#',
  );
});

test('numbers in JSON are whole, safe and not texts', () => {
  for (const json of [1.5, -1, 2 ** 53, '7', null, true]) {
    assert.equal(
      pointerOf(() => fromJson(uint(), json, '#')),
      '#',
    );
  }
  assert.equal(fromJson(uint(), 2 ** 53 - 1, '#'), 2 ** 53 - 1);
});

test('JSON Schema of the JSON form', () => {
  assert.deepEqual(
    jsonSchema(tuple({ who: account(), all: optional(bool()), some: list(uint(9), { max: 2 }) })),
    {
      type: 'object',
      properties: {
        who: { type: 'string', pattern: '^acc_[0-9a-f]{32}$' },
        all: { anyOf: [{ type: 'boolean' }, { type: 'null' }] },
        some: {
          type: 'array',
          items: { type: 'integer', minimum: 0, maximum: 9 },
          minItems: 0,
          maxItems: 2,
        },
      },
      required: ['who', 'some'],
      additionalProperties: false,
    },
  );
  assert.deepEqual(jsonSchema(judged(bytes(2))), { type: 'string', pattern: '^[0-9a-f]{4}$' });
  assert.deepEqual(jsonSchema(item)['required'], ['id', 'digests']);
});

test('no schema has room for free text', () => {
  const texts: unknown[] = [
    { kind: 'text' },
    { kind: 'string', max: 10 },
    { kind: 'optional', of: { kind: 'text' } },
    { kind: 'list', of: { kind: 'text' }, countMin: 0, countMax: 1 },
    { kind: 'tuple', version: null, fields: { note: { kind: 'utf8' } } },
    { kind: 'judged', of: { kind: 'any' } },
    { kind: 'choice', of: { note: { kind: 'text' } } },
    { kind: 'enclosed', of: { kind: 'text' }, bytesMax: 9 },
    { kind: 'bytes', length: 129 },
    {},
  ];
  for (const schema of texts) {
    assert.throws(
      () => {
        checkSchema(schema as Schema);
      },
      (error) => isCoded(error, 'SCHEMA_FREE_TEXT'),
    );
  }
});

test('schemas that mean nothing are refused', () => {
  const broken: Schema[] = [
    bytes(0),
    bytes(1.5),
    uint(-1),
    uint(2 ** 53),
    optional(optional(bool())),
    list(bool(), { max: Infinity }),
    list(bool(), { min: 2, max: 1 }),
    tuple({ 'Not-Camel': bool() }),
    choice({}),
    choice({ 'Not-Camel': bool() }),
    enclosed(bool(), 0),
    tuple({ 0: bool() }),
  ];
  for (const schema of broken) {
    assert.throws(
      () => {
        checkSchema(schema);
      },
      (error) => isCoded(error, 'SCHEMA_MALFORMED'),
    );
  }
  assert.throws(
    () => {
      checkFields({ 7: bool() });
    },
    (error) => isCoded(error, 'SCHEMA_MALFORMED'),
  );
});

test('a judged value is handed on unread, and shown raw when it does not fit', () => {
  const schema = judged(tuple({ id: bytes(2) }));
  const strange = [new Map([['x', 2n ** 60n]]), 'prose', Uint8Array.of(1)];
  assert.equal(parse(schema, strange, '#'), strange);
  assert.deepEqual(toJson(schema, strange), [[['x', '1152921504606846976']], 'prose', '01']);
  assert.deepEqual(toJson(schema, [Uint8Array.of(1, 2)]), { id: '0102' });
  assert.equal(
    pointerOf(() => parse(schema, undefined, '#')),
    '#',
  );
  assert.deepEqual(rawToJson([null, true, 'a', 1]), [null, true, 'a', 1]);
});

test('principal texts', () => {
  const key = `key:${'0a'.repeat(32)}`;
  const acc = `acc_${'0b'.repeat(16)}`;
  const threshold = `2-of(${key},${acc},1-of(role:bank/teller,contract:evidence))`;
  for (const text of [key, acc, 'role:bank/teller', 'contract:evidence']) {
    assert.equal(principalToText(principalFromText(text)), text);
  }
  assert.equal(principalFromText(threshold).kind, 'threshold');
  const refused = [
    '',
    'key:',
    'key:0A',
    `${key}0a`,
    'acc_00',
    'role:bank',
    'role:bank/teller/x',
    'contract:',
    'contract:A b',
    '0-of(contract:a)',
    '2-of(contract:a)',
    '1-of()',
    '1-of(contract:a,contract:a)',
    '1-of(contract:a',
    '1-of(contract:a))',
    `${'1-of('.repeat(4)}contract:a${')'.repeat(4)}`,
    `${'1-of('.repeat(5000)}contract:a${')'.repeat(5000)}`,
    '99-of(contract:a)',
  ];
  for (const text of refused) {
    assert.throws(
      () => principalFromText(text),
      (error) => isCoded(error, 'PRINCIPAL_MALFORMED'),
      text,
    );
  }
  assert.equal(
    pointerOf(() => fromJson(principal(), 'nobody', '#/to')),
    '#/to',
  );
  assert.equal(
    pointerOf(() => fromJson(principal(), 7, '#/to')),
    '#/to',
  );
});
