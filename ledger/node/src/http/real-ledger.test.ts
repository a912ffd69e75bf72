import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtinContracts } from '@stele/contracts';
import { toBase64url, toHex, utf8 } from '@stele/base';
import {
  accountToText,
  encodeSubmission,
  parseProof,
  parseReceipt,
  verifyReceipt,
} from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { recordItem, recordMany, sign } from '@stele/sdk';
import type { Plan, RecordInput } from '@stele/sdk';
import { LEDGER_CODES } from './catalogue.ts';
import { ledgerServer } from './test/kit.ts';
import { realLedger } from './test/real-ledger.ts';

const url = '/v1/chains/main';
const input = (text: string): RecordInput => ({
  digests: new Map([[1, nodeCrypto.hash(1, utf8(text))]]),
});

void test('what a real ledger answers is what the description says', async (context) => {
  const { node, ledger, operator } = await realLedger(context);
  const { ask, submitter } = await ledgerServer(context, node.api);
  const [first] = await recordMany(ledger, operator, ['a', 'b', 'c'].map(input));
  assert.ok(first !== undefined);
  const { transaction, height } = first;
  for (const path of [
    '',
    '/blocks/0',
    '/blocks/latest',
    `/blocks/${String(height)}`,
    `/transactions/${transaction}`,
    `/transactions/${transaction}/proof`,
    '/events',
    '/events?limit=1&waitMs=1',
  ]) {
    const answer = await ask({ url: url + path });
    assert.equal(answer.statusCode, 200, path);
    const head = await ask({ method: 'HEAD', url: url + path });
    assert.equal(head.statusCode, path.startsWith('/events') ? 405 : 200, path);
  }
  for (const path of ['checkpoint', 'vkeys', 'policy', 'tile/0/000.p/3', 'tile/entries/000.p/3']) {
    assert.equal((await ask({ url: `/log/main/${path}` })).statusCode, 200, path);
  }
  const item = {
    id: '00'.repeat(16),
    digests: { 'sha-256': '11'.repeat(32) },
    salted: false,
    kind: 'photo',
  };
  const calls = [{ contract: 'evidence', method: 'record', args: { item } }];
  const signers = [accountToText(operator.account)];
  const prepare = {
    method: 'POST',
    url: `${url}/transactions/prepare`,
    headers: submitter,
  } as const;
  const prepared = await ask({ ...prepare, payload: { calls, signers } });
  assert.equal(prepared.statusCode, 200);
  const wrong = [{ ...calls[0], args: { item: { ...item, id: 'x' } } }];
  const refused = await ask({ ...prepare, payload: { calls: wrong, signers } });
  const { code, errors } = refused.json<{ code: string; errors: { pointer: string }[] }>();
  assert.deepEqual([refused.statusCode, code], [422, 'ARGS_MALFORMED']);
  assert.deepEqual(
    errors.map(({ pointer }) => pointer),
    ['#/item/id'],
  );
});

void test('prepare, sign and submit as JSON, then the same as CBOR', async (context) => {
  const { node, ledger, operator } = await realLedger(context);
  const { ask, submitter } = await ledgerServer(context, node.api);
  const plan: Plan = {
    calls: [
      recordItem(operator.account, {
        id: new Uint8Array(16).fill(1),
        digests: input('x').digests,
        salted: false,
        kind: '',
        supersedes: null,
        noteHash: null,
      }),
    ],
  };
  const draft = ledger.draft(plan);
  const signed = sign(draft, operator.signers);
  const [signer] = operator.signers;
  assert.ok(signer !== undefined);
  const { transaction, signingInput } = await node.api.prepare({
    calls: plan.calls.map(({ call, args }) => ({
      ...call,
      args,
      actors: [accountToText(operator.account)],
    })),
  });
  const signature = signer.sign(Buffer.from(signingInput, 'base64url'));
  const key = toBase64url(signer.publicKey);
  const payload = {
    transaction,
    signatures: [{ algorithm: 1, key, signature: toBase64url(signature) }],
  };
  const post = { method: 'POST', url: `${url}/transactions` } as const;
  const first = await ask({ ...post, headers: submitter, payload });
  assert.equal(first.statusCode, 201);
  const again = await ask({ ...post, headers: submitter, payload });
  assert.equal(again.statusCode, 200);
  assert.equal(again.json<{ index: number }>().index, first.json<{ index: number }>().index);
  const headers = { ...submitter, 'content-type': 'application/cbor' };
  const body = Buffer.from(encodeSubmission(signed.submission));
  const second = await ask({ ...post, headers, body });
  const problem = second.json<Record<string, unknown>>();
  assert.deepEqual([second.statusCode, problem['code']], [422, 'RECORD_EXISTS']);
  assert.equal(problem['transaction'], toHex(draft.id));
  const refused = await ask({ url: `${url}/transactions/${toHex(draft.id)}` });
  const view = refused.json<{ code: string; index: number; links: Record<string, string> }>();
  assert.deepEqual([view.code, view.index], ['RECORD_EXISTS', problem['index']]);
  assert.equal(view.links['proof'], undefined);
  const proof = await ask({ url: `${url}/transactions/${toHex(draft.id)}/proof` });
  assert.equal(proof.statusCode, 409);
});

void test('a proof in its three forms, by query and by Accept', async (context) => {
  const { node, ledger, operator } = await realLedger(context);
  const { ask } = await ledgerServer(context, node.api);
  const [, second] = await recordMany(ledger, operator, ['a', 'b', 'c'].map(input));
  assert.ok(second !== undefined);
  const path = `${url}/transactions/${second.transaction}/proof`;
  const trusted = [ledger.chain.fingerprint];
  const { digests } = input('b');
  const forms: readonly (readonly [string, string | undefined, string])[] = [
    ['&form=json', undefined, 'application/vnd.stele.receipt+json'],
    ['&form=cbor', 'application/json', 'application/cbor'],
    ['', 'application/cbor', 'application/cbor'],
    ['', 'application/json', 'application/vnd.stele.receipt+json'],
    ['', '*/*', 'application/vnd.stele.receipt+json'],
    ['', undefined, 'application/vnd.stele.receipt+json'],
  ];
  for (const [query, accept, type] of forms) {
    const headers = accept === undefined ? {} : { accept };
    const answer = await ask({ url: `${path}?call=0&item=1${query}`, headers });
    assert.equal(answer.headers['content-type'], type);
    const receipt = new Uint8Array(answer.rawPayload);
    const verdict = verifyReceipt(receipt, { crypto: nodeCrypto, digests, trusted });
    assert.equal(verdict.verdict, 'valid', JSON.stringify(verdict.steps));
    assert.equal(verdict.record?.id, second.id);
  }
  const text = await ask({ url: `${path}?item=1`, headers: { accept: 'text/plain' } });
  assert.equal(text.headers['content-type'], 'text/plain; charset=utf-8');
  const proof = parseProof(text.body);
  const { item } = parseReceipt((await ask({ url: `${path}?item=1&form=cbor` })).rawPayload);
  assert.ok(item !== undefined && proof.extra !== undefined);
  assert.ok(Buffer.from(proof.extra).includes(Buffer.from(item.bytes)));
  const bare = await ask({ url: `${path}?form=tlog-proof` });
  assert.equal(parseProof(bare.body).extra, undefined);
  const image = await ask({ url: path, headers: { accept: 'image/png' } });
  assert.equal(image.statusCode, 406);
  assert.equal(image.json<{ forms: string[] }>().forms.length, 3);
  for (const query of ['form=pdf', 'call=x', 'item=-1', 'call=1.5']) {
    assert.equal((await ask({ url: `${path}?${query}` })).statusCode, 400, query);
  }
  for (const query of ['item=3', 'call=1', 'call=9007199254740991']) {
    const answer = await ask({ url: `${path}?${query}` });
    assert.deepEqual(
      [answer.statusCode, answer.json<{ code: string }>().code],
      [404, 'ITEM_UNKNOWN'],
    );
  }
});

void test('a node that closes is told apart from one that fails', async (context) => {
  const { node } = await realLedger(context);
  const { ask } = await ledgerServer(context, node.api);
  await node.close();
  const answer = await ask({ url: `${url}/blocks/0` });
  assert.deepEqual(
    [answer.statusCode, answer.json<{ code: string }>().code],
    [503, 'NODE_STOPPING'],
  );
});

void test('whatever a built-in contract refuses with is explained', () => {
  for (const { name, codes } of builtinContracts) {
    for (const code of codes) assert.ok(Object.hasOwn(LEDGER_CODES, code), `${name}: ${code}`);
  }
});
