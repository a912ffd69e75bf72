import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concat, fromBase64url, toBase64url, toHex, utf8 } from '@stele/base';
import { decode, decodeEntry, digestTerm, encode, splitSequence } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { recordMany } from '@stele/sdk';
import type { LightMyRequestResponse } from 'fastify';
import { CHAIN, ID, stubLedger } from './test/stub-ledger.ts';
import { ledgerServer } from './test/kit.ts';
import { realLedger } from './test/real-ledger.ts';

const url = '/v1/chains/main';
const digest = nodeCrypto.hash(1, utf8('the file'));
const term = toHex(digestTerm(1, digest));

function outcome(answer: LightMyRequestResponse): readonly [number, string] {
  const isProblem = answer.statusCode >= 400;
  return [answer.statusCode, isProblem ? answer.json<{ code: string }>().code : ''];
}

interface FoundPage {
  readonly items: readonly { effect: number; key: string; value: string }[];
  readonly nextCursor: string | null;
}

void test('a file’s records are found by its digest, page by page, and lead to entry and item', async (context) => {
  const { node, ledger, operator } = await realLedger(context);
  const { ask, plainKey } = await ledgerServer(context, node.api);
  const same = { digests: new Map([[1, digest]] as const) };
  await recordMany(ledger, operator, [same, same, same]);
  const terms = `${url}/rows/evidence/records/terms?term=${term}`;
  const page = (await ask({ url: `${terms}&limit=2` })).json<FoundPage>();
  assert.equal(page.items.length, 2);
  const rest = (
    await ask({ url: `${terms}&limit=2&after=${page.nextCursor ?? ''}` })
  ).json<FoundPage>();
  assert.deepEqual([rest.items.length, rest.nextCursor], [1, null]);
  const all = [...page.items, ...rest.items];
  const newest = (await ask({ url: `${terms}&reverse=true` })).json<FoundPage>();
  assert.deepEqual(newest.items, all.toReversed());
  for (const { key, effect, value } of all) {
    const row = await ask({ url: `${url}/rows/evidence/records?key=${toHex(fromBase64url(key))}` });
    assert.deepEqual(row.json(), { effect, value });
    const [index, , item] = decode(fromBase64url(value)) as readonly number[];
    const entry = await ask({ url: `${url}/entries/${String(index)}` });
    assert.equal(entry.headers['content-type'], 'application/octet-stream');
    assert.equal(decodeEntry(new Uint8Array(entry.rawPayload)).kind, 'transaction');
    const items = await ask({
      url: `${url}/entries/${String(index)}/payloads/0?first=${String(item)}&count=1`,
      headers: { authorization: `Bearer ${plainKey}` },
    });
    const [encoded] = splitSequence(new Uint8Array(items.rawPayload));
    const bytes = decode(encoded ?? assert.fail()) as Uint8Array;
    assert.ok(toHex(bytes).includes(toHex(digest)));
  }
});

void test('what makes no sense has a code of its own', async (context) => {
  const { node } = await realLedger(context);
  const { ask, plainKey } = await ledgerServer(context, node.api);
  const rows = '/rows/evidence/records';
  const terms = `${rows}/terms`;
  const wide = 'ab'.repeat(81);
  const expected: Readonly<Record<string, readonly [number, string]>> = {
    [`${rows}?key=${'00'.repeat(32)}`]: [404, 'ROW_UNKNOWN'],
    [`${rows}?key=`]: [404, 'ROW_UNKNOWN'],
    [rows]: [400, 'REQUEST_INVALID'],
    [`${rows}?key=0`]: [400, 'REQUEST_INVALID'],
    [`${rows}?key=zz`]: [400, 'REQUEST_INVALID'],
    [`${rows}?key=AB`]: [400, 'REQUEST_INVALID'],
    [`${rows}?key=${'00'.repeat(257)}`]: [400, 'REQUEST_INVALID'],
    [`${rows}?key=00&key=01`]: [400, 'REQUEST_INVALID'],
    '/rows/evidence/nothing?key=00': [404, 'TABLE_UNKNOWN'],
    '/rows/nothing/records?key=00': [404, 'TABLE_UNKNOWN'],
    '/rows/__proto__/constructor?key=00': [404, 'TABLE_UNKNOWN'],
    '/rows/chain/charter?key=': [200, ''],
    [`/rows/evidence/${'x'.repeat(65)}?key=00`]: [400, 'REQUEST_INVALID'],
    [`${terms}?term=${term}`]: [200, ''],
    [`/rows/evidence/nothing/terms?term=${term}`]: [404, 'TABLE_UNKNOWN'],
    [terms]: [400, 'REQUEST_INVALID'],
    [`${terms}?term=`]: [400, 'REQUEST_INVALID'],
    [`${terms}?term=abc`]: [400, 'REQUEST_INVALID'],
    [`${terms}?term=${wide}`]: [400, 'REQUEST_INVALID'],
    [`${terms}?term=ab&limit=0`]: [400, 'REQUEST_INVALID'],
    [`${terms}?term=ab&limit=1001`]: [400, 'REQUEST_INVALID'],
    [`${terms}?term=ab&limit=1e3`]: [400, 'REQUEST_INVALID'],
    [`${terms}?term=ab&after=-1`]: [400, 'REQUEST_INVALID'],
    [`${terms}?term=ab&after=9007199254740992`]: [400, 'REQUEST_INVALID'],
    [`${terms}?term=ab&reverse=yes`]: [400, 'REQUEST_INVALID'],
    '/entries/0': [200, ''],
    '/entries/999': [404, 'ENTRY_UNKNOWN'],
    '/entries/-1': [400, 'REQUEST_INVALID'],
    '/entries/x': [400, 'REQUEST_INVALID'],
    '/entries/0/payloads/0': [404, 'PAYLOAD_ABSENT'],
    '/entries/999/payloads/0': [404, 'ENTRY_UNKNOWN'],
    '/entries/0/payloads/-1': [400, 'REQUEST_INVALID'],
    '/entries/0/payloads/0?count=10001': [400, 'REQUEST_INVALID'],
    '/entries/0/payloads/0?first=-1': [400, 'REQUEST_INVALID'],
  };
  const headers = { authorization: `Bearer ${plainKey}` };
  for (const [path, answer] of Object.entries(expected)) {
    assert.deepEqual(outcome(await ask({ url: url + path, headers })), answer, path);
  }
  assert.equal(outcome(await ask({ url: '/v1/chains/other/entries/0' }))[1], 'CHAIN_UNKNOWN');
});

void test('payloads are for whoever has a key; rows and entries for whom the charter says', async (context) => {
  const members = { ...CHAIN, entries: 'members' as const };
  const api = stubLedger({
    chain: () => Promise.resolve(members),
    entry: () => Promise.resolve(Uint8Array.of(1)),
    payloadItems: () => Promise.resolve([Uint8Array.of(2), new Uint8Array(300)]),
    row: () => Promise.resolve({ effect: 3, value: Uint8Array.of(4) }),
  });
  const { ask, plainKey } = await ledgerServer(context, api);
  const items = await ask({
    url: `${url}/entries/1/payloads/0`,
    headers: { authorization: `Bearer ${plainKey}` },
  });
  const whole = concat(encode(Uint8Array.of(2)), encode(new Uint8Array(300)));
  assert.deepEqual(new Uint8Array(items.rawPayload), whole);
  assert.equal(items.headers['content-type'], 'application/cbor-seq');
  for (const path of [
    'entries/1',
    'entries/1/payloads/0',
    'rows/a/b?key=00',
    'rows/a/b/terms?term=00',
  ]) {
    assert.deepEqual(outcome(await ask({ url: `${url}/${path}` })), [401, 'KEY_MISSING'], path);
  }
  const open = await ledgerServer(context, { ...api, chain: () => Promise.resolve(CHAIN) });
  assert.equal((await open.ask({ url: `${url}/entries/1` })).statusCode, 200);
  assert.deepEqual(outcome(await open.ask({ url: `${url}/entries/1/payloads/0` })), [
    401,
    'KEY_MISSING',
  ]);
});

void test('a checkpoint in a query reaches the ledger as it is, or not at all', async (context) => {
  const asked: (string | undefined)[] = [];
  const api = stubLedger({
    receipt: (id, _selection, options) => {
      asked.push(options?.checkpoint);
      return stubLedger().receipt(id);
    },
  });
  const { ask } = await ledgerServer(context, api);
  const proof = `${url}/transactions/${ID}/proof`;
  const text = 'stele/abab\n9\nroot\n\n— x y\n';
  const codeOf = async (query: string): Promise<string> =>
    outcome(await ask({ url: `${proof}${query}` }))[1];
  assert.equal(await codeOf(''), 'TRANSACTION_UNKNOWN');
  assert.equal(await codeOf(`?checkpoint=${toBase64url(utf8(text))}`), 'TRANSACTION_UNKNOWN');
  assert.deepEqual(asked, [undefined, text]);
  assert.equal(await codeOf('?checkpoint=a*'), 'REQUEST_INVALID');
  assert.equal(await codeOf('?checkpoint='), 'REQUEST_INVALID');
  assert.equal(await codeOf(`?checkpoint=${'A'.repeat(8_193)}`), 'REQUEST_INVALID');
  assert.equal(await codeOf('?checkpoint=AB'), 'BYTES_MALFORMED');
  assert.equal(
    await codeOf(`?checkpoint=${toBase64url(Uint8Array.of(0xff, 0xfe))}`),
    'TEXT_MALFORMED',
  );
  assert.equal(asked.length, 2);
});
