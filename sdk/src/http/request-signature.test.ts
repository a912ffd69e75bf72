import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import fc from 'fast-check';
import { generateSigner } from '@stele/protocol/node';
import { createServer, jsonLog, keyRingOf, signatureKeyRecord } from '@stele/server';
import type { RequestPublicKey } from '@stele/server';
import { hostWorld } from '../world.ts';
import { signRequest } from './request-signature.ts';
import type { RequestKey } from './request-signature.ts';

/** A server that tells who asked and what it read; its clock started long ago, so that requests are fresh from the first one on. */
async function startServer(context: TestContext, keys: readonly RequestKey[]): Promise<string> {
  const records = keys.map(({ id, signer: { algorithm, publicKey: key } }) =>
    signatureKeyRecord(id, { algorithm, key } as RequestPublicKey, { name: id, scopes: [] }),
  );
  let aheadMs = -3_600_000;
  const clock = { ...hostWorld.clock, nowMs: () => Date.now() + aheadMs };
  const server = await createServer({
    host: '127.0.0.1',
    port: 0,
    behindProxy: false,
    log: jsonLog({ write: () => undefined, clock, level: 'error' }),
    clock,
    keys: keyRingOf(records),
    api: { title: 'Test', version: '1', description: 'A test.' },
    codes: {},
    readiness: () => ({ ready: true, parts: {} }),
    routes: (app) => {
      app.all('/*', { config: { access: { kind: 'key' } } }, ({ caller, body }) => ({
        keyId: caller?.kind === 'key' ? caller.keyId : undefined,
        body: body ?? null,
      }));
    },
  });
  aheadMs = 0;
  context.after(() => server.close());
  return (await server.listen()).url;
}

const ed25519: RequestKey = { id: 'ed', signer: generateSigner(1).signer };
const p256: RequestKey = { id: 'p256', signer: generateSigner(2).signer };

void test('a server takes what is signed, whatever is in the path, the query and the body', async (context) => {
  const url = await startServer(context, [ed25519, p256]);
  const text = fc.string({ unit: 'grapheme', maxLength: 12 });
  const parts = fc.record({
    key: fc.constantFrom(ed25519, p256),
    path: fc.array(text.map(encodeURIComponent), { maxLength: 3 }),
    query: fc.option(fc.array(fc.tuple(text, text), { maxLength: 3 }), { nil: undefined }),
    method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
    value: fc.jsonValue({ maxDepth: 2 }),
  });
  const runs = 60;
  await fc.assert(
    fc.asyncProperty(parts, async ({ key, path, query, method, value }) => {
      const target = new URL(`${url}/${path.join('/')}`);
      for (const [name, each] of query ?? []) target.searchParams.append(name, each);
      const hasBody = method !== 'GET' && !JSON.stringify(value).includes('__proto__');
      const body = hasBody ? new TextEncoder().encode(JSON.stringify(value)) : undefined;
      const headers = {
        ...signRequest({ method, url: target, body }, key),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      };
      const response = await fetch(target, { method, headers, ...(body && { body }) });
      const answer = (await response.json()) as { keyId: string };
      assert.equal(response.status, 200, JSON.stringify(answer));
      assert.equal(answer.keyId, key.id);
    }),
    { numRuns: runs },
  );
  context.diagnostic(`cases: signed requests ${String(runs)}`);
});

void test('what is changed on the way is refused', async (context) => {
  const url = await startServer(context, [ed25519]);
  const body = new TextEncoder().encode('{"amount":1}');
  const signed = (): Record<string, string> => ({
    'content-type': 'application/json',
    ...signRequest({ method: 'POST', url: `${url}/a?b=1`, body }, ed25519),
  });
  const code = async (path: string, init: RequestInit): Promise<unknown> => {
    const response = await fetch(`${url}${path}`, init);
    return ((await response.json()) as { code?: unknown }).code;
  };
  const post = { method: 'POST', body };
  assert.equal(await code('/a?b=1', { ...post, headers: signed() }), undefined);
  assert.equal(await code('/a?b=2', { ...post, headers: signed() }), 'REQUEST_SIGNATURE_INVALID');
  assert.equal(await code('/c?b=1', { ...post, headers: signed() }), 'REQUEST_SIGNATURE_INVALID');
  const put = { method: 'PUT', body, headers: signed() };
  assert.equal(await code('/a?b=1', put), 'REQUEST_SIGNATURE_INVALID');
  const other = { method: 'POST', body: '{"amount":2}', headers: signed() };
  assert.equal(await code('/a?b=1', other), 'CONTENT_DIGEST_MISMATCH');
});

void test('a signature and its text, by the letter', () => {
  const world = {
    clock: { nowMs: () => 1_700_000_000_999, monotonicMs: () => 0 },
    random: { bytes: (count: number) => new Uint8Array(count).fill(255) },
  };
  let seen = '';
  const signer = {
    algorithm: 1 as const,
    publicKey: new Uint8Array(32),
    sign: (message: Uint8Array) => {
      seen = new TextDecoder().decode(message);
      return new Uint8Array([1, 2, 3]);
    },
  };
  const request = {
    method: 'post',
    url: 'https://example.org/v1/x%20y?q=a+b',
    body: new Uint8Array([97, 98, 99]),
  };
  const headers = signRequest(request, { id: 'a"b', signer }, { world });
  const parameters =
    '("@method" "@path" "@query" "content-digest");created=1700000000;nonce="________________________";keyid="a\\"b";tag="stele"';
  const digest = 'sha-256=:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=:';
  assert.deepEqual(headers, {
    'content-digest': digest,
    'signature-input': `stele=${parameters}`,
    signature: 'stele=:AQID:',
  });
  assert.equal(
    seen,
    `"@method": POST\n"@path": /v1/x%20y\n"@query": ?q=a+b\n"content-digest": ${digest}\n"@signature-params": ${parameters}`,
  );
});
