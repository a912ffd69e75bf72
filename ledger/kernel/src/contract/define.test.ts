import assert from 'node:assert/strict';
import test from 'node:test';
import { isCoded } from '@stele/base';
import { encode } from '@stele/protocol';
import {
  account,
  argumentsFromJson,
  argumentsJsonSchema,
  argumentsToJson,
  bool,
  bytes,
  type Contract,
  decodeRow,
  defineContract,
  encodeRow,
  formatArguments,
  list,
  type Method,
  optional,
  parseArguments,
  summarize,
  table,
  tuple,
  uint,
} from './index.ts';

const summary = {
  en: 'Give {amount} to {to}: {really}',
  'zh-CN': '向 {to} 给付 {amount}：{really}',
};
const counts = table('counts', { account: account() }, tuple({ count: uint() }, 1));

const purse = defineContract({
  name: 'purse',
  codes: ['EMPTY'],
  tables: [counts],
  events: [{ type: 'given', key: { account: account() }, value: uint() }],
  methods: {
    give: {
      args: { to: account(), amount: uint(), really: optional(bool()) },
      summary,
      run: (_context, { amount }) => encode(amount),
    },
  },
});

function methodOf(contract: Contract, name: string): Method {
  const method = contract.methods.get(name);
  assert.ok(method !== undefined);
  return method;
}

const give = methodOf(purse, 'give');
const to = new Uint8Array(16).fill(1);
const TO = `acc_${'01'.repeat(16)}`;

test('arguments go between positions, names and JSON', () => {
  assert.deepEqual(parseArguments(give, [to, 5, null]), { to, amount: 5, really: null });
  assert.deepEqual(formatArguments(give, { to, amount: 5, really: null }), [to, 5, null]);
  assert.deepEqual(argumentsFromJson(give, { amount: 5, to: TO }), [to, 5, null]);
  assert.deepEqual(argumentsToJson(give, [to, 5, true]), { to: TO, amount: 5, really: true });
  assert.deepEqual(argumentsToJson(give, [5]), [5], 'what does not fit is shown by position');
  assert.deepEqual(argumentsToJson(undefined, [to]), ['01'.repeat(16)]);
  assert.deepEqual(argumentsJsonSchema(give)['required'], ['to', 'amount']);
  for (const args of [[], [to, 5], [to, 5, null, null], [to, -5, null]]) {
    assert.throws(
      () => parseArguments(give, args),
      (error) => isCoded(error, 'ARGS_MALFORMED'),
    );
  }
});

test('a summary says the call in words', () => {
  assert.deepEqual(summarize(give, [to, 5, null]), {
    en: `Give 5 to ${TO}: –`,
    'zh-CN': `向 ${TO} 给付 5：–`,
  });
  assert.throws(
    () => summarize(give, []),
    (error) => isCoded(error, 'ARGS_MALFORMED'),
  );
});

test('rows survive their bytes', () => {
  assert.deepEqual(decodeRow(counts, encodeRow(counts, { count: 7 })), { count: 7 });
});

test('a contract with a wrong name, code, key, schema or summary is refused', () => {
  const good = { name: 'purse', codes: ['EMPTY'], tables: [counts], methods: {} };
  const method = {
    args: { to: account() },
    summary: { en: '', 'zh-CN': '' },
    run: () => undefined,
  };
  const broken: [Parameters<typeof defineContract>[0], string][] = [
    [{ ...good, name: 'My Purse' }, 'CONTRACT_MALFORMED'],
    [{ ...good, codes: ['empty'] }, 'CONTRACT_MALFORMED'],
    [{ ...good, codes: ['E'.repeat(41)] }, 'CONTRACT_MALFORMED'],
    [{ ...good, codes: [''] }, 'CONTRACT_MALFORMED'],
    [{ ...good, tables: [table('A', {}, uint())] }, 'CONTRACT_MALFORMED'],
    [
      { ...good, tables: [table('a', { all: list(uint(), { max: 2 }) }, uint())] },
      'CONTRACT_MALFORMED',
    ],
    [{ ...good, tables: [table('a', {}, bytes(500))] }, 'SCHEMA_FREE_TEXT'],
    [{ ...good, events: [{ type: 'a b', key: {}, value: uint() }] }, 'CONTRACT_MALFORMED'],
    [{ ...good, events: [{ type: 'a', key: {}, value: bytes(500) }] }, 'SCHEMA_FREE_TEXT'],
    [{ ...good, methods: { 'Do it': method } }, 'CONTRACT_MALFORMED'],
    [{ ...good, methods: { go: { ...method, args: { to: bytes(999) } } } }, 'SCHEMA_FREE_TEXT'],
    [{ ...good, methods: { go: { ...method, summary: { ...summary } } } }, 'CONTRACT_MALFORMED'],
  ];
  for (const [definition, code] of broken) {
    assert.throws(
      () => defineContract(definition),
      (error) => isCoded(error, code),
      JSON.stringify(definition),
    );
  }
  defineContract({ ...good, methods: { go: method } });
});
