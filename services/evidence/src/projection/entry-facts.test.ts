import assert from 'node:assert/strict';
import { test } from 'node:test';
import { utf8 } from '@stele/base';
import {
  type Call,
  encodeBody,
  encodeEntry,
  encodeTransaction,
  itemToCbor,
  type PayloadRoot,
  type Principal,
} from '@stele/protocol';
import { factsOf } from './entry-facts.ts';
import { bytesOf, newItem } from './test/surroundings.ts';

const owner = bytesOf(16);
const payer = bytesOf(16);
const account = (id: Uint8Array): Principal => ({ kind: 'account', account: id });
const timeMs = Date.UTC(2026, 10, 21, 23, 59, 59, 999);

interface Made {
  readonly calls: readonly Call[];
  readonly payloads?: readonly PayloadRoot[];
  readonly payer?: Principal;
  readonly code?: string;
}

function entryOf({ calls, payloads = [], payer: payerOf, code = '' }: Made): Uint8Array {
  const body = encodeBody({
    chain: bytesOf(8),
    validUntilMs: timeMs + 1,
    salt: bytesOf(16),
    payer: payerOf ?? null,
    lane: 'normal',
    calls,
    payloads,
    extensions: new Map(),
  });
  const signatures = [{ algorithm: 1, key: bytesOf(32), signature: bytesOf(64) } as const];
  return encodeEntry({
    kind: 'transaction',
    content: encodeTransaction({ body, signatures }),
    outcome: { height: 1, index: 7, timeMs, code, firstEffect: 0, effectCount: 0 },
  });
}

const call = (contract: string, method: string, args: Call['args']): Call => ({
  contract,
  method,
  args,
  actors: [account(owner)],
});
const items = (count: number, bytes: number): PayloadRoot => ({
  root: bytesOf(32),
  count,
  bytes,
  kind: 'items',
});

void test('a transaction of several calls: each its units, the payer pays, the owner has the records', () => {
  const facts = factsOf(
    entryOf({
      calls: [
        call('accounts', 'set-keys', []),
        call('evidence', 'record', [itemToCbor(newItem('contract'))]),
        call('evidence', 'batch', [bytesOf(16), 1]),
      ],
      payloads: [items(3, 300), items(40, 4_000)],
      payer: account(payer),
    }),
  );
  assert.deepEqual(facts?.charge, { account: payer, timeMs, records: 41, refusals: 0, units: 42 });
  const place = { index: 7, account: owner, timeMs };
  assert.deepEqual(facts.calls, [
    { ...place, call: 1, count: 1, kind: 'contract', payload: null },
    { ...place, call: 2, count: 40, kind: null, payload: 1 },
  ]);
});

void test('payloads cost what they weigh, whatever becomes of the transaction', () => {
  const heavy = {
    calls: [call('evidence', 'batch', [bytesOf(16), 0])],
    payloads: [items(2, 2_561)],
  };
  assert.deepEqual(
    [factsOf(entryOf(heavy))?.charge.units, factsOf(entryOf(heavy))?.charge.records],
    [11, 2],
  );
  for (const code of ['QUOTA_EXCEEDED', 'SIGNER_MISSING', 'RECORD_EXISTS']) {
    const facts = factsOf(entryOf({ ...heavy, code }));
    assert.deepEqual(facts?.calls, []);
    assert.deepEqual(facts.charge, { account: owner, timeMs, records: 0, refusals: 1, units: 11 });
  }
  const malformed = { calls: [call('evidence', 'record', [])], code: 'ARGS_MALFORMED' };
  assert.equal(factsOf(entryOf(malformed))?.charge.units, 1);
});

void test('nobody pays for headers and for what the chain writes', () => {
  const outcome = { height: 0, index: 0, timeMs, code: '', firstEffect: 0, effectCount: 1 };
  assert.equal(factsOf(encodeEntry({ kind: 'system', content: utf8('x'), outcome })), undefined);
  assert.equal(factsOf(encodeEntry({ kind: 'header', content: utf8('x') })), undefined);
});
