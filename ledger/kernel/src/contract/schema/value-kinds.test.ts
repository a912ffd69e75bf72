import assert from 'node:assert/strict';
import test from 'node:test';
import { isCoded } from '@stele/base';
import type { CborValue } from '@stele/protocol';
import type { Json } from './kind.ts';
import { format, fromJson, jsonSchema, parse, toJson } from './kinds.ts';
import {
  amount,
  bytes,
  choice,
  enclosed,
  list,
  optional,
  scalar,
  type Schema,
  uint,
} from './schema.ts';

function pointerOf(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    assert.ok(isCoded(error, 'ARGS_MALFORMED'), String(error));
    return error.data?.['pointer'];
  }
  return 'accepted';
}

test('an amount is of 1 to 2^128 − 1, and has one form', () => {
  const max = 2n ** 128n - 1n;
  for (const value of [1n, 255n, 256n, 2n ** 48n - 1n, 2n ** 48n, 2n ** 53n, max]) {
    assert.equal(parse(amount(), format(amount(), value), '#'), value);
    assert.equal(fromJson(amount(), value.toString(), '#'), value);
  }
  assert.deepEqual(format(amount(), 256n), [0, Uint8Array.of(1, 0)]);
  const refused: CborValue[] = [
    [0, new Uint8Array(0)],
    [0, Uint8Array.of(0)],
    [0, Uint8Array.of(0, 1)],
    [0, Uint8Array.of(1, ...new Uint8Array(16))],
    [1, Uint8Array.of(1)],
    [0, 1],
    [0, Uint8Array.of(1), 0],
    [0],
    Uint8Array.of(1),
    1,
    2n ** 60n,
  ];
  for (const value of refused) {
    assert.equal(
      pointerOf(() => parse(amount(), value, '#')),
      '#',
    );
  }
  const texts: Json[] = [
    '0',
    '-1',
    '+1',
    '01',
    '1.0',
    '1e3',
    ' 1',
    '0x1',
    '',
    (max + 1n).toString(),
    1,
  ];
  for (const json of [...texts, '9'.repeat(10_000)]) {
    assert.equal(
      pointerOf(() => fromJson(amount(), json, '#')),
      '#',
      JSON.stringify(json).slice(0, 50),
    );
  }
});

test('a scalar says by itself what it is', () => {
  const account16 = new Uint8Array(16).fill(1);
  const digest = new Uint8Array(32).fill(2);
  const forms: [CborValue, Json][] = [
    [0, 0],
    [2 ** 53 - 1, 2 ** 53 - 1],
    ['grade-a', 'grade-a'],
    ['0', '0'],
    [account16, `acc_${'01'.repeat(16)}`],
    [digest, '02'.repeat(32)],
  ];
  for (const [cbor, json] of forms) {
    assert.deepEqual(toJson(scalar(), parse(scalar(), cbor, '#')), json);
    assert.deepEqual(format(scalar(), fromJson(scalar(), json, '#')), cbor);
  }
  for (const value of [-1, 2n ** 53n, '', 'Grade A', new Uint8Array(31), null, true, []]) {
    assert.equal(
      pointerOf(() => parse(scalar(), value, '#')),
      '#',
    );
  }
  for (const json of [-1, 1.5, '', 'acc_01', 'AB'.repeat(32), 'a'.repeat(33), null, {}]) {
    assert.equal(
      pointerOf(() => fromJson(scalar(), json, '#')),
      '#',
    );
  }
});

test('a choice is of one name, by its number', () => {
  const owner = choice({ party: uint(9), hold: optional(bytes(1)) });
  assert.deepEqual(parse(owner, [0, 7], '#'), { kind: 'party', value: 7 });
  assert.deepEqual(format(owner, { kind: 'hold', value: null }), [1, null]);
  assert.deepEqual(toJson(owner, { kind: 'hold', value: Uint8Array.of(1) }), { hold: '01' });
  assert.deepEqual(fromJson(owner, { hold: null }, '#'), { kind: 'hold', value: null });
  const cases: [CborValue, string][] = [
    [[2, 7], '#'],
    [[-1, 7], '#'],
    [['party', 7], '#'],
    [[0], '#'],
    [[0, 7, 7], '#'],
    [7, '#'],
    [[0, 10], '#/party'],
    [[1, 10], '#/hold'],
  ];
  for (const [value, pointer] of cases) {
    assert.equal(
      pointerOf(() => parse(owner, value, '#')),
      pointer,
    );
  }
  const texts: [Json, string][] = [
    [{}, '#'],
    [{ party: 1, hold: '01' }, '#'],
    [{ toString: 1 }, '#'],
    [{ party: 10 }, '#/party'],
    ['party', '#'],
    [null, '#'],
  ];
  for (const [json, pointer] of texts) {
    assert.equal(
      pointerOf(() => fromJson(owner, json, '#')),
      pointer,
    );
  }
  assert.deepEqual(jsonSchema(choice({ one: uint(1) })), {
    oneOf: [
      {
        type: 'object',
        properties: { one: { type: 'integer', minimum: 0, maximum: 1 } },
        required: ['one'],
        additionalProperties: false,
      },
    ],
  });
});

test('what is enclosed nests anew, canonically, and is bounded', () => {
  const deep = (depth: number): Schema =>
    depth === 0 ? uint() : enclosed(list(list(deep(depth - 1), { max: 1 }), { max: 1 }), 60);
  const schema = deep(9);
  const value = Array.from({ length: 18 }).reduce<unknown>((inner) => [inner], 7);
  assert.deepEqual(parse(schema, format(schema, value), '#'), value);
  const [inner] = [enclosed(uint(), 3)];
  assert.equal(parse(inner, Uint8Array.of(24, 30), '#'), 30);
  const refused = [[24, 7], [0, 0], [], [32], [26, 0, 1, 0, 0]];
  for (const bytesOf of refused) {
    assert.equal(
      pointerOf(() => parse(inner, Uint8Array.from(bytesOf), '#')),
      '#',
    );
  }
  assert.equal(
    pointerOf(() => parse(inner, 7, '#')),
    '#',
  );
  assert.equal(
    pointerOf(() => fromJson(inner, 70_000, '#')),
    '#',
    'as long in CBOR as in JSON',
  );
});
