import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import https from 'node:https';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import { isCoded } from '@stele/base';
import type { FastifyInstance } from 'fastify';
import { createServer, needsOwnCertificate } from './index.ts';
import { CALLS_PER_CALLER_MAX } from './limits.ts';
import { newKey, serverOptions, startServer } from './test/kit.ts';
import { keyRingOf } from './keys/key-ring.ts';

const none = (): void => undefined;
/** Of a route that takes a body. */
const BODY = { body: { type: 'object' } };

void test('health, readiness and metrics', async (context) => {
  let ready = false;
  const readiness = (): { ready: boolean; parts: Record<string, string> } => ({
    ready,
    parts: { chain: ready ? 'commits' : 'recovering' },
  });
  const { url } = await startServer(context, none, { readiness });
  assert.deepEqual(await (await fetch(`${url}/healthz`)).json(), { status: 'ok' });
  const early = await fetch(`${url}/readyz`);
  const told = (await early.json()) as Readonly<Record<string, unknown>>;
  assert.deepEqual([early.status, told['code']], [503, 'NOT_READY']);
  assert.deepEqual(told['parts'], { chain: 'recovering' });
  assert.equal(early.headers.get('retry-after'), '1');
  ready = true;
  const later = await fetch(`${url}/readyz`);
  assert.deepEqual(await later.json(), { status: 'ready', parts: { chain: 'commits' } });
  const metrics = await fetch(`${url}/metrics`);
  assert.match(metrics.headers.get('content-type') ?? '', /^text\/plain/);
  const text = await metrics.text();
  assert.match(text, /stele_http_requests_total\{method="GET",route="\/readyz",status="503"\} 1/);
  assert.match(text, /stele_process_resident_memory_bytes/);
});

void test('metrics need a key as soon as others may reach the server', async (context) => {
  const { key, record } = newKey([]);
  const { url } = await startServer(context, none, {
    behindProxy: true,
    keys: keyRingOf([record]),
  });
  assert.equal((await fetch(`${url}/metrics`)).status, 401);
  const headers = { authorization: `Bearer ${key}` };
  assert.equal((await fetch(`${url}/metrics`, { headers })).status, 200);
});

void test('a log line a request: route, status, time, id', async (context) => {
  const { url, lines } = await startServer(context, none);
  const response = await fetch(`${url}/v1/codes/INTERNAL?secret=1`);
  await response.text();
  await sleep(20);
  const line = lines.find(({ event }) => event === 'http request');
  assert.equal(line?.['requestId'], response.headers.get('x-request-id'));
  assert.equal(line['route'], '/v1/codes/:code');
  assert.equal(line['path'], '/v1/codes/INTERNAL');
  assert.equal(line['status'], 200);
  assert.equal(typeof line['durationMs'], 'number');
  assert.ok(!JSON.stringify(lines).includes('secret'));
});

void test('request ids are not taken from outside', async (context) => {
  const { url } = await startServer(context, none);
  const headers = { 'x-request-id': 'forged', 'request-id': 'forged' };
  const ids = new Set<string | null>();
  for (let i = 0; i < 5; i++) {
    ids.add((await fetch(`${url}/healthz`, { headers })).headers.get('x-request-id'));
  }
  assert.equal(ids.size, 5);
  assert.ok(!ids.has('forged'));
});

void test('a busy port is named, with what to do', async (context) => {
  const { port } = await startServer(context, none);
  const second = await createServer({ ...serverOptions(none), port });
  context.after(() => second.close());
  await assert.rejects(second.listen(), (error) => {
    assert.ok(isCoded(error, 'PORT_BUSY'));
    assert.ok(error.message.includes(String(port)));
    assert.match(error.action ?? '', /STELE_PORT/);
    return true;
  });
});

void test('an address of another machine cannot be taken', async (context) => {
  const server = await createServer({
    ...serverOptions(none),
    host: '192.0.2.1',
    behindProxy: true,
  });
  context.after(() => server.close());
  await assert.rejects(server.listen(), (error) => isCoded(error, 'HOST_UNAVAILABLE'));
});

void test('a host that others can reach needs TLS or a proxy', async () => {
  for (const host of [
    '0.0.0.0',
    '::',
    '192.168.1.5',
    'example.org',
    '1270.0.0.1',
    '127.evil.org',
  ]) {
    await assert.rejects(createServer({ ...serverOptions(none), host }), (error) => {
      assert.ok(isCoded(error, 'HOST_WITHOUT_TLS'), host);
      assert.match(error.action ?? '', /STELE_TLS_CERT/);
      return true;
    });
  }
  for (const host of ['127.0.0.1', '127.0.0.53', '::1', 'localhost']) {
    await (await createServer({ ...serverOptions(none), host })).close();
  }
});

void test('a server makes itself a certificate only where others can reach it unguarded', () => {
  const tls = { certificate: 'c', key: 'k' };
  for (const host of ['0.0.0.0', '::', '192.168.1.5', 'example.org']) {
    assert.ok(needsOwnCertificate({ host, behindProxy: false }));
    assert.ok(!needsOwnCertificate({ host, behindProxy: true }));
    assert.ok(!needsOwnCertificate({ host, behindProxy: false, tls }));
  }
  for (const host of ['127.0.0.1', '::1', 'localhost']) {
    assert.ok(!needsOwnCertificate({ host, behindProxy: false }));
  }
});

void test('TLS with a certificate of the operator', async (context) => {
  const read = (name: string): string =>
    readFileSync(new URL(`./test/tls.${name}.pem`, import.meta.url), 'utf8');
  const tls = { certificate: read('certificate'), key: read('key') };
  const { url } = await startServer(context, none, { tls });
  assert.match(url, /^https:/);
  const status = await new Promise((resolve, reject) => {
    const request = https.get(`${url}/healthz`, { ca: tls.certificate }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject);
  });
  assert.equal(status, 200);
});

void test('closing finishes what is under way and refuses what comes after', async (context) => {
  let finish = (): void => undefined;
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const slow = (app: FastifyInstance): void => {
    app.get('/slow', { config: { access: { kind: 'open' } } }, async () => {
      begin();
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return { done: true };
    });
  };
  const { server, url } = await startServer(context, slow);
  const underWay = fetch(`${url}/slow`);
  await begun;
  const closed = server.close();
  const late = await server.app.inject('/healthz').catch(() => undefined);
  if (late !== undefined) assert.equal(late.statusCode, 503);
  await assert.rejects(fetch(`${url}/healthz`));
  finish();
  const response = await underWay;
  assert.deepEqual(await response.json(), { done: true });
  assert.equal(response.headers.get('connection'), 'close');
  await closed;
});

void test('calls that are begun together and ended together get no more places than others', async (context) => {
  const many = CALLS_PER_CALLER_MAX + 100;
  let answering = 0;
  let release = none;
  const released = new Promise<void>((resolve) => (release = resolve));
  const routes = (app: FastifyInstance): void => {
    app.post(
      '/held',
      { config: { access: { kind: 'open' }, codes: [] }, schema: BODY },
      async () => {
        answering++;
        await released;
        return {};
      },
    );
  };
  const { port } = await startServer(context, routes);
  const sockets = Array.from({ length: many }, () => connect(port, '127.0.0.1'));
  context.after(() => {
    for (const socket of sockets) socket.destroy();
  });
  const head = `POST /held HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{`;
  // All are there before one body is.
  for (const socket of sockets) {
    socket.write(head.replace('\r\n\r\n', '\r\nExpect: 100-continue\r\n\r\n'));
  }
  await Promise.all(sockets.map((socket) => once(socket, 'data')));
  let refused = '';
  for (const socket of sockets) socket.on('data', (chunk: Buffer) => (refused += chunk.toString()));
  for (const socket of sockets) socket.write('}');
  const refusals = (): number => refused.split('"code":"TOO_MANY_UNDER_WAY"').length - 1;
  while (answering + refusals() < many) await sleep(5);
  assert.deepEqual([answering, refusals()], [CALLS_PER_CALLER_MAX, 100]);
  release();
});

void test('all keys of a customer share its places, however many it uses', async (context) => {
  const each = CALLS_PER_CALLER_MAX / 2;
  let answering = 0;
  const routes = (app: FastifyInstance): void => {
    const config = { access: { kind: 'key' }, codes: [] } as const;
    app.post('/held', { config, schema: BODY }, async (_, reply) => {
      answering++;
      await once(reply.raw, 'close');
      return {};
    });
  };
  const keys = [1, 2, 3].map(() => newKey([], { customer: 'one' }));
  const other = newKey([], { customer: 'two' });
  const { port } = await startServer(context, routes, {
    keys: keyRingOf([...keys, other].map(({ record }) => record)),
  });
  const sockets: Socket[] = [];
  let refused = '';
  const call = (key: string): void => {
    const socket = connect(port, '127.0.0.1').on('error', none);
    sockets.push(socket);
    socket.on('data', (chunk: Buffer) => (refused += chunk.toString()));
    socket.write(
      `POST /held HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`,
    );
  };
  for (const { key } of keys) for (let i = 0; i < each; i++) call(key);
  const refusals = (): number => refused.split('"code":"TOO_MANY_UNDER_WAY"').length - 1;
  while (answering + refusals() < 3 * each) await sleep(5);
  assert.deepEqual([answering, refusals()], [2 * each, each]);
  call(other.key);
  while (answering < 2 * each + 1) await sleep(5);
  for (const socket of sockets) socket.destroy();
});

void test('closing does not wait for connections on which nothing was asked', async (context) => {
  const { server, port, url } = await startServer(context, none);
  await (await fetch(`${url}/healthz`)).text();
  const sockets = Array.from({ length: 20 }, () => connect(port, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  sockets[0]?.write('GET /healthz HT');
  await sleep(20);
  const started = performance.now();
  await server.close();
  assert.ok(performance.now() - started < 1_000);
});

void test('a code stands in one catalogue only, and is a code', async () => {
  const entry = { status: 400, title: 'x', action: 'x' };
  for (const code of ['NOT_FOUND', 'lower', '']) {
    await assert.rejects(createServer({ ...serverOptions(none), codes: { [code]: entry } }));
  }
});
