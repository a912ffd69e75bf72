import assert from 'node:assert/strict';
import { test } from 'node:test';

import { toBase64url } from '@stele/base';
import { nodeCrypto } from '@stele/protocol/node';
import { suiteOf } from '@stele/protocol';
import {
  AssetBench,
  inputOf,
  newOutput,
  signatureOf,
  signedBy,
  transfer,
} from '@stele/sdk/conformance';
import { generateSigner } from '@stele/protocol/node';

import { ledgerServer } from './test/kit.ts';
import { realLedger } from './test/real-ledger.ts';

const url = '/v1/chains/main';

void test('a transaction of two, from the first signature to the last', async (context) => {
  const { node, operator } = await realLedger(context);
  const suite = suiteOf('intl', nodeCrypto);
  const newSigner = () => generateSigner().signer;
  const bench = await AssetBench.open({ api: node.api, suite, operator, newSigner });
  const { alice, bob } = bench;
  const [note] = await bench.issue(alice, [5]);
  assert.ok(note !== undefined);
  const { ask, submitter, plainKey } = await ledgerServer(context, node.api);
  const reader = { authorization: `Bearer ${plainKey}` };
  const unsigned = await bench.unsigned(
    transfer([alice, bob], [inputOf(note)], [newOutput(5, bob)]),
  );
  const written = (person: typeof alice): object => {
    const { algorithm, key, signature } = signatureOf(person, unsigned);
    return { algorithm, key: toBase64url(key), signature: toBase64url(signature) };
  };
  const body = { transaction: toBase64url(unsigned.body), signatures: [written(alice)] };
  const post = { method: 'POST', headers: submitter } as const;
  const plain = await ask({ ...post, url: `${url}/transactions`, payload: body });
  assert.deepEqual(
    [plain.statusCode, plain.json<{ code: string }>().code],
    [422, 'SIGNER_MISSING'],
  );
  const collected = await ask({ ...post, url: `${url}/transactions?collect=true`, payload: body });
  assert.equal(collected.statusCode, 202);
  const { id, status, missing } = collected.json<{
    id: string;
    status: string;
    missing: string[];
  }>();
  assert.deepEqual([status, missing], ['collecting', [bob.text]]);
  assert.equal(collected.headers.location, `${url}/inbox/${id}`);

  const list = `${url}/inbox?account=${bob.text}`;
  assert.equal((await ask({ url: list })).statusCode, 401, 'what waits is not public');
  const { items } = (await ask({ url: list, headers: reader })).json<{ items: { id: string }[] }>();
  assert.deepEqual(
    items.map((one) => one.id),
    [id],
  );
  assert.equal((await ask({ url: `${url}/inbox/${id}`, headers: reader })).statusCode, 200);
  assert.equal((await ask({ url: `${url}/inbox`, headers: reader })).statusCode, 400);

  const add = `${url}/transactions/${id}/signatures`;
  const bad = { ...written(bob), signature: toBase64url(new Uint8Array(64)) };
  const refused = await ask({ ...post, url: add, payload: { signatures: [bad] } });
  assert.deepEqual(
    [refused.statusCode, refused.json<{ code: string }>().code],
    [422, 'SIGNATURE_INVALID'],
  );
  assert.equal((await ask({ ...post, url: add, payload: { signatures: [] } })).statusCode, 400);
  const done = await ask({ ...post, url: add, payload: { signatures: [written(bob)] } });
  assert.equal(done.statusCode, 201);
  assert.equal(
    (await ask({ ...post, url: add, payload: { signatures: [written(bob)] } })).statusCode,
    404,
  );
});

void test('only who handed in withdraws', async (context) => {
  const { node, operator } = await realLedger(context);
  const suite = suiteOf('intl', nodeCrypto);
  const newSigner = () => generateSigner().signer;
  const bench = await AssetBench.open({ api: node.api, suite, operator, newSigner });
  const { alice, bob } = bench;
  const { ask, submitter, plainKey } = await ledgerServer(context, node.api);
  const handIn = async (by?: string): Promise<string> => {
    const [note] = await bench.issue(alice, [5]);
    assert.ok(note !== undefined);
    const unsigned = await bench.unsigned(
      transfer([alice, bob], [inputOf(note)], [newOutput(5, bob)]),
    );
    const submission = signedBy(unsigned, [alice]);
    if (by !== undefined) {
      return (await node.api.collect(submission, { wait: 'committed', timeoutMs: 0, by })).id;
    }
    const { algorithm, key, signature } = signatureOf(alice, unsigned);
    const signatures = [{ algorithm, key: toBase64url(key), signature: toBase64url(signature) }];
    const payload = { transaction: toBase64url(unsigned.body), signatures };
    const collect = `${url}/transactions?collect=true`;
    return (await ask({ method: 'POST', url: collect, headers: submitter, payload })).json<{
      id: string;
    }>().id;
  };
  const others = `${url}/inbox/${await handIn('key another')}`;
  const foreign = await ask({ method: 'DELETE', url: others, headers: submitter });
  assert.deepEqual(
    [foreign.statusCode, foreign.json<{ code: string }>().code],
    [403, 'NOT_SUBMITTER'],
  );
  const own = `${url}/inbox/${await handIn()}`;
  const weak = { authorization: `Bearer ${plainKey}` };
  assert.equal((await ask({ method: 'DELETE', url: own, headers: weak })).statusCode, 403);
  assert.equal((await ask({ method: 'DELETE', url: own, headers: submitter })).statusCode, 204);
  assert.equal((await ask({ method: 'DELETE', url: own, headers: submitter })).statusCode, 404);
});
