import assert from 'node:assert/strict';
import { once } from 'node:events';
import http from 'node:http';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import type { KeyRecord, KeyRing } from '../index.ts';
import { newKey, startServer } from '../test/kit.ts';

/** A ring whose records change, as a service's do. */
function changingRing(records: readonly KeyRecord[]): KeyRing & { put(record: KeyRecord): void } {
  const byId = new Map(records.map((record) => [record.id, record]));
  return {
    find: (id) => byId.get(id),
    put: (record) => byId.set(record.id, record),
  };
}

function routes(app: FastifyInstance): void {
  app.get('/me', { config: { access: { kind: 'key' } } }, ({ caller }) => ({ caller }));
  app.post('/me', { config: { access: { kind: 'key' } } }, ({ caller }) => ({ caller }));
  app.get('/stream', { config: { access: { kind: 'key' } } }, (_, reply) =>
    reply.type('text/event-stream').send(Readable.from(beats(reply.streamSignal()))),
  );
}

async function* beats(signal: AbortSignal): AsyncGenerator<string> {
  while (!signal.aborted) {
    yield ': beat\n\n';
    await sleep(20, undefined, { signal }).catch(() => undefined);
  }
}

interface Told {
  readonly status: number;
  readonly code: unknown;
  readonly text: string;
}

async function ask(url: string, key: string): Promise<Told> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${key}` } });
  const text = await response.text();
  return { status: response.status, code: (JSON.parse(text) as { code?: unknown }).code, text };
}

void test('revoked and expired keys are told to their holders, at the next request', async (context) => {
  const nowMs = Date.now();
  const { key, record } = newKey(['admin']);
  const expiring = newKey([], { expiresAtMs: nowMs + 1_000 });
  const revokedLater = newKey([], { revokedAtMs: nowMs + 1_000 });
  const keys = changingRing([record, expiring.record, revokedLater.record]);
  let aheadMs = 0;
  const clock = { nowMs: () => nowMs + aheadMs, monotonicMs: () => performance.now() };
  const { url } = await startServer(context, routes, { keys, clock });
  for (const each of [key, expiring.key, revokedLater.key]) {
    assert.equal((await ask(`${url}/me`, each)).status, 200);
  }
  keys.put({ ...record, revokedAtMs: nowMs });
  aheadMs = 1_000;
  const revoked = await ask(`${url}/me`, key);
  assert.deepEqual([revoked.status, revoked.code], [401, 'KEY_REVOKED']);
  const expired = await ask(`${url}/me`, expiring.key);
  assert.deepEqual([expired.status, expired.code], [401, 'KEY_EXPIRED']);
  assert.equal((await ask(`${url}/me`, revokedLater.key)).code, 'KEY_REVOKED');
});

void test('whoever has not the key does not learn its state', async (context) => {
  const revoked = newKey([], { revokedAtMs: 1 });
  const other = newKey([]);
  // The id of the revoked key in a well-formed key with another secret.
  const keys = changingRing([revoked.record, { ...revoked.record, id: other.record.id }]);
  const { url } = await startServer(context, routes, { keys });
  const wrong = await ask(`${url}/me`, other.key);
  assert.deepEqual([wrong.status, wrong.code], [401, 'KEY_UNKNOWN']);
  assert.ok(!/revoke|expire/.test(wrong.text));
  const publicKey = { algorithm: 1 as const, key: new Uint8Array(32) };
  keys.put({ id: other.record.id, name: 'signs', scopes: [], publicKey });
  assert.equal((await ask(`${url}/me`, other.key)).code, 'KEY_UNKNOWN');
});

void test('GET /v1/me says who and what', async (context) => {
  const expiresAtMs = Date.UTC(2100, 0, 1);
  const full = newKey(['evidence:read'], { name: 'bank', customer: 'cus_1', expiresAtMs });
  const plain = newKey(['admin']);
  const keys = changingRing([full.record, plain.record]);
  const { url } = await startServer(context, routes, { keys });
  assert.deepEqual(JSON.parse((await ask(`${url}/v1/me`, full.key)).text), {
    kind: 'key',
    id: full.record.id,
    name: 'bank',
    scopes: ['evidence:read'],
    customer: 'cus_1',
    expiresAt: '2100-01-01T00:00:00.000Z',
  });
  assert.deepEqual(JSON.parse((await ask(`${url}/v1/me`, plain.key)).text), {
    kind: 'key',
    id: plain.record.id,
    name: 'test',
    scopes: ['admin'],
  });
});

function openStream(url: string, key: string): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}` };
    http.get(`${url}/stream`, { headers }, resolve).on('error', reject);
  });
}

void test('a stream ends within a second after its key was revoked, and no other does', async (context) => {
  const leaving = newKey([]);
  const staying = newKey([]);
  const keys = changingRing([leaving.record, staying.record]);
  const { url } = await startServer(context, routes, { keys });
  const ending = await openStream(url, leaving.key);
  const lasting = await openStream(url, staying.key);
  let hasEnded = false;
  lasting.resume().on('end', () => {
    hasEnded = true;
  });
  ending.resume();
  await sleep(50);
  keys.put({ ...leaving.record, revokedAtMs: 1 });
  const revokedMs = performance.now();
  await once(ending, 'end');
  assert.ok(performance.now() - revokedMs < 1_000);
  assert.equal(hasEnded, false);
  lasting.destroy();
});

void test('a key that is revoked while the body is on its way changes nothing', async (context) => {
  const { key, record } = newKey([]);
  const ring = changingRing([record]);
  let asked = 0;
  const keys: KeyRing = { find: (id) => ((asked += 1), ring.find(id)) };
  const { port } = await startServer(context, routes, { keys });
  for (const [state, code] of [
    [{ ...record, revokedAtMs: 1 }, 'KEY_REVOKED'],
    [{ ...record, expiresAtMs: 1 }, 'KEY_EXPIRED'],
  ] as const) {
    ring.put(record);
    asked = 0;
    const headers = {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'content-length': 2,
    };
    const request = http.request({ port, path: '/me', method: 'POST', headers });
    request.flushHeaders();
    while (asked === 0) await sleep(1);
    ring.put(state);
    request.end('{}');
    const [response] = (await once(request, 'response')) as [http.IncomingMessage];
    assert.equal(response.statusCode, 401);
    assert.match(await text(response), new RegExp(code));
  }
});
