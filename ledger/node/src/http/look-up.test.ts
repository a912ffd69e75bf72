import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LightMyRequestResponse } from 'fastify';
import { CHAIN, FINGERPRINT, ID, stubLedger } from './test/stub-ledger.ts';
import { ledgerServer } from './test/kit.ts';

const code = (answer: LightMyRequestResponse): string => answer.json<{ code: string }>().code;

void test('a chain is found by name and by fingerprint, and by nothing else', async (context) => {
  const { ask } = await ledgerServer(context, stubLedger());
  for (const name of ['main', FINGERPRINT]) {
    const { links, ...view } = (await ask({ url: `/v1/chains/${name}` })).json<{ links: object }>();
    assert.deepEqual(view, CHAIN);
    assert.ok('checkpoint' in links);
  }
  for (const name of [
    '',
    'other',
    'MAIN',
    FINGERPRINT.slice(0, 32),
    '%00',
    '__proto__',
    '☃'.normalize(),
  ]) {
    const answer = await ask({ url: `/v1/chains/${encodeURI(name)}` });
    assert.deepEqual([answer.statusCode, code(answer)], [404, 'CHAIN_UNKNOWN'], name);
  }
});

void test('a block is asked for by height, hash or latest, each as what it is', async (context) => {
  const asked: (number | string)[] = [];
  const { ask } = await ledgerServer(
    context,
    stubLedger({
      block: (reference) => {
        asked.push(reference);
        return stubLedger().block(reference);
      },
    }),
  );
  const decimalHash = '7'.repeat(64);
  for (const reference of ['0', '12', 'latest', ID, decimalHash, '9999999999999999']) {
    const answer = await ask({ url: `/v1/chains/main/blocks/${reference}` });
    assert.equal(code(answer), 'BLOCK_UNKNOWN');
  }
  assert.deepEqual(asked, [0, 12, 'latest', ID, decimalHash, 9_999_999_999_999_999]);
  for (const reference of [
    '-1',
    '01',
    '1.0',
    '1e3',
    '0x1',
    'LATEST',
    ID.toUpperCase(),
    ID.slice(1),
    '%20',
  ]) {
    const answer = await ask({ url: `/v1/chains/main/blocks/${reference}` });
    assert.deepEqual([answer.statusCode, code(answer)], [400, 'REQUEST_INVALID'], reference);
  }
});

void test('a transaction id is 64 lower-case hexadecimal digits', async (context) => {
  const { ask } = await ledgerServer(context, stubLedger());
  const url = '/v1/chains/main/transactions';
  for (const path of [ID, `${ID}/proof`]) {
    assert.equal(code(await ask({ url: `${url}/${path}` })), 'TRANSACTION_UNKNOWN');
  }
  for (const path of ['prepare', ID.toUpperCase(), `${ID}0`, `${ID.slice(1)}/proof`]) {
    assert.equal(code(await ask({ url: `${url}/${path}` })), 'REQUEST_INVALID', path);
  }
});

void test('where entries are for members, whatever shows them needs a key', async (context) => {
  const members = stubLedger({ chain: () => Promise.resolve({ ...CHAIN, entries: 'members' }) });
  const { ask, plainKey } = await ledgerServer(context, members);
  const headers = { authorization: `Bearer ${plainKey}` };
  const closed = [
    '/v1/chains/main/blocks/1',
    `/v1/chains/main/transactions/${ID}`,
    `/v1/chains/main/transactions/${ID}/proof`,
    '/v1/chains/main/events',
    '/log/main/tile/entries/000.p/1',
    '/log/main/tile/%65ntries/000.p/1',
    '/log/main/vkeys',
    '/log/main/policy',
  ];
  for (const url of closed) {
    assert.equal((await ask({ url })).statusCode, 401, url);
    assert.notEqual((await ask({ url, headers })).statusCode, 401, url);
  }
  for (const url of ['/log/main/checkpoint', '/log/main/tile/0/000', '/v1/chains/main']) {
    assert.notEqual((await ask({ url })).statusCode, 401, url);
  }
});

void test('without a key nothing is prepared or submitted, and no key is told about', async (context) => {
  const { ask, plainKey, submitKey } = await ledgerServer(context, stubLedger());
  const plain = { authorization: `Bearer ${plainKey}` };
  const url = '/v1/chains/main/transactions';
  for (const path of [url, `${url}/prepare`]) {
    const without = await ask({ method: 'POST', url: path, payload: {} });
    assert.deepEqual([without.statusCode, code(without)], [401, 'KEY_MISSING']);
    const lacking = await ask({ method: 'POST', url: path, payload: {}, headers: plain });
    assert.deepEqual([lacking.statusCode, code(lacking)], [403, 'SCOPE_MISSING']);
  }
  assert.equal((await ask({ url: '/v1/me' })).statusCode, 401);
  const me = await ask({ url: '/v1/me', headers: { authorization: `Bearer ${submitKey}` } });
  assert.deepEqual(me.json(), {
    kind: 'key',
    id: submitKey.slice(6, 18),
    name: 'submitter',
    scopes: ['ledger:submit'],
  });
});

void test('undeclared paths and methods below declared ones', async (context) => {
  const { ask } = await ledgerServer(context, stubLedger());
  const paths = [
    '/v1',
    '/v1/',
    '/v1/chains',
    '/v1/chains/main/',
    '/v1/chains/main/blocks',
    '/v1/chains/main/transactions/prepare/x',
    `/v1/chains/main/transactions/${ID}/payments`,
    '/log',
    '/log/main',
    '/log/main/',
    '/log/main/tile',
    '/log/main/checkpoint/',
    '/v2/chains/main',
    '//v1/chains/main',
  ];
  for (const url of paths) {
    const answer = await ask({ url });
    assert.deepEqual([answer.statusCode, code(answer)], [404, 'NOT_FOUND'], url);
  }
  for (const [method, url] of [
    ['DELETE', '/v1/chains/main'],
    ['GET', '/v1/chains/main/transactions'],
    ['PUT', '/log/main/checkpoint'],
    ['HEAD', '/v1/chains/main/events'],
  ] as const) {
    assert.equal((await ask({ method, url })).statusCode, 405, url);
  }
});

void test('a body to prepare is refused where it does not fit, and bounded', async (context) => {
  const { ask, submitter } = await ledgerServer(context, stubLedger());
  const url = '/v1/chains/main/transactions/prepare';
  const call = { contract: 'evidence', method: 'record', args: {} };
  const bad: readonly unknown[] = [
    {},
    { calls: [] },
    { calls: [{ ...call, args: [] }] },
    { calls: [{ ...call, args: 'x' }] },
    { calls: [{ contract: 'evidence', method: 'record' }] },
    { calls: Array(17).fill(call) },
    { calls: [call], validForMs: 0 },
    { calls: [call], validForMs: 86_400_001 },
    { calls: [call], signers: [] },
    { calls: [call], signers: Array(17).fill('acc_x') },
    { calls: [call], payloads: [{ root: 'zz', count: 1, bytes: 1, kind: 'items' }] },
    { calls: [call], payloads: [{ root: ID, count: 0, bytes: 1, kind: 'items' }] },
    { calls: [call], payer: 7 },
  ];
  for (const payload of bad) {
    const answer = await ask({
      method: 'POST',
      url,
      headers: submitter,
      payload: payload as object,
    });
    assert.equal(code(answer), 'REQUEST_INVALID', JSON.stringify(payload));
  }
  const large = { calls: [{ ...call, args: { text: 'x'.repeat(262_144) } }] };
  const answer = await ask({ method: 'POST', url, headers: submitter, payload: large });
  assert.equal(code(answer), 'BODY_TOO_LARGE');
  const good = await ask({ method: 'POST', url, headers: submitter, payload: { calls: [call] } });
  assert.equal(code(good), 'CALL_UNKNOWN');
});
