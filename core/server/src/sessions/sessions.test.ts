import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { setImmediate as tick } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { createServer, csrfTokenOf, keyRingOf, type Session, type SessionRing } from '../index.ts';
import { newKey, type Overrides, serverOptions, startServer } from '../test/kit.ts';

const TOKEN = 'A'.repeat(43);
const OTHER = 'B'.repeat(43);

const SESSION: Session = {
  id: 'ses_1',
  person: { id: 'per_1', name: 'Ada', role: 'clerk' },
  scopes: ['evidence:read'],
  expiresAtMs: 4e12,
};

/** One session, which can be ended, and how often it was asked for. */
function ring(): SessionRing & { isEnded: boolean; asked: number } {
  return {
    isEnded: false,
    asked: 0,
    find(token) {
      this.asked++;
      return token === TOKEN && !this.isEnded ? SESSION : undefined;
    },
    stands(id) {
      return id === SESSION.id && !this.isEnded;
    },
  };
}

function routes(app: FastifyInstance): void {
  const answer = ({ caller }: { caller: unknown }): unknown => ({ caller });
  const config = { access: { kind: 'key' } } as const;
  app.get('/key', { config }, answer);
  app.post('/key', { config }, answer);
  app.get('/session', { config: { access: { kind: 'session' } } }, answer);
  app.get('/read', { config: { access: { kind: 'scope', scope: 'evidence:read' } } }, answer);
  app.get('/write', { config: { access: { kind: 'scope', scope: 'evidence:write' } } }, answer);
  app.post('/sign-in', { config: { access: { kind: 'open', ownPages: true } } }, answer);
  app.post('/open', { config: { access: { kind: 'open' } } }, answer);
  app.get('/stream', { config }, (_request, reply) => {
    const signal = reply.streamSignal();
    const stream = Readable.from(
      (async function* () {
        yield 'a';
        if (!signal.aborted) await once(signal, 'abort');
      })(),
    );
    return reply.send(stream);
  });
}

type Headers = Readonly<Record<string, string>>;
type Ask = (
  method: 'GET' | 'POST',
  url: string,
  headers?: Headers,
) => Promise<readonly [status: number, code: unknown, body: Readonly<Record<string, unknown>>]>;

async function asking(overrides: Overrides): Promise<Ask> {
  const { app } = await createServer({ ...serverOptions(routes), ...overrides });
  return async (method, url, headers = {}) => {
    const response = await app.inject({ method, url, headers: { host: 'localhost', ...headers } });
    const body = response.json<Readonly<Record<string, unknown>>>();
    return [response.statusCode, body['code'], body];
  };
}

const cookie = `theme=dark; stele_session_80=${TOKEN}; x=y`;

void test('a session is a caller with the scopes of its person', async () => {
  const ask = await asking({ sessions: ring() });
  const [status, , body] = await ask('GET', '/key', { cookie });
  assert.equal(status, 200);
  assert.deepEqual(body['caller'], {
    kind: 'person',
    sessionId: 'ses_1',
    csrfToken: csrfTokenOf(TOKEN),
    person: SESSION.person,
    name: 'Ada',
    scopes: ['evidence:read'],
    expiresAtMs: 4e12,
  });
  assert.equal((await ask('GET', '/session', { cookie }))[0], 200);
  assert.equal((await ask('GET', '/read', { cookie }))[0], 200);
  assert.deepEqual((await ask('GET', '/write', { cookie })).slice(0, 2), [403, 'SCOPE_MISSING']);
  const [, , me] = await ask('GET', '/v1/me', { cookie });
  assert.deepEqual(
    [me['kind'], me['id'], me['role'], me['name']],
    ['person', 'per_1', 'clerk', 'Ada'],
  );
});

void test('a cookie that is none, or of an ended session', async () => {
  const sessions = ring();
  const ask = await asking({ sessions });
  assert.equal((await ask('GET', '/key'))[1], 'KEY_MISSING');
  assert.equal((await ask('GET', '/session'))[1], 'SESSION_MISSING');
  for (const other of [
    'stele_session_80=',
    `stele_session_80=${TOKEN}x`,
    `Stele_session=${TOKEN}`,
    `xstele_session_80=${TOKEN}`,
    `__Host-stele_session=${TOKEN}`,
    `stele_session_80="${TOKEN}"`,
    `stele_session_80=${TOKEN}; stele_session_80=${OTHER}`,
    ';;=;',
  ]) {
    assert.equal((await ask('GET', '/session', { cookie: other }))[1], 'SESSION_MISSING', other);
  }
  assert.equal(sessions.asked, 0);
  assert.equal(
    (await ask('GET', '/key', { cookie: `stele_session_80=${OTHER}` }))[1],
    'SESSION_ENDED',
  );
  sessions.isEnded = true;
  assert.deepEqual((await ask('GET', '/session', { cookie })).slice(0, 2), [401, 'SESSION_ENDED']);
});

void test('what changes something carries the token of its own session', async () => {
  const ask = await asking({ sessions: ring() });
  for (const token of [undefined, '', 'x', csrfTokenOf(OTHER), `${csrfTokenOf(TOKEN)}x`, TOKEN]) {
    const headers = { cookie, ...(token !== undefined && { 'x-csrf-token': token }) };
    assert.deepEqual((await ask('POST', '/key', headers)).slice(0, 2), [403, 'CSRF_TOKEN_WRONG']);
  }
  const headers = { cookie, 'x-csrf-token': csrfTokenOf(TOKEN) };
  assert.equal((await ask('POST', '/key', headers))[0], 200);
  assert.equal((await ask('POST', '/open', { cookie }))[0], 200, 'open routes ask for neither');
});

void test('a request with a key is not looked at for a cookie', async () => {
  const sessions = ring();
  const { key, record } = newKey([]);
  const ask = await asking({ sessions, keys: keyRingOf([record]) });
  const authorization = `Bearer ${key}`;
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
  const [status, , body] = await ask('POST', '/key', { cookie, authorization, ...foreign });
  assert.equal(status, 200);
  assert.equal((body['caller'] as { kind: string }).kind, 'key');
  const wrong = await ask('GET', '/key', { cookie, authorization: 'Bearer stele_none' });
  assert.equal(wrong[1], 'KEY_UNKNOWN', 'a wrong key is not made good by a cookie');
  assert.equal((await ask('GET', '/session', { cookie, authorization }))[1], 'SESSION_MISSING');
  assert.equal(sessions.asked, 0);
});

void test('without people, cookies are not looked at', async () => {
  const ask = await asking({});
  assert.equal((await ask('GET', '/key', { cookie }))[1], 'KEY_MISSING');
  assert.equal((await ask('GET', '/session', { cookie }))[1], 'SESSION_MISSING');
});

void test('requests that a page of another site makes are refused', async () => {
  const sessions = ring();
  const ask = await asking({ sessions });
  const host = 'localhost:7420';
  const cookie = `stele_session_7420=${TOKEN}`;
  const foreign: readonly Headers[] = [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'nonsense' },
    { origin: 'null' },
    { origin: 'https://localhost:7420' },
    { origin: 'http://localhost:7421' },
    { origin: 'http://localhost' },
    { origin: 'http://localhost:7420.evil.example' },
    { origin: 'http://127.0.0.1:7420' },
    { origin: '' },
  ];
  const token = { 'x-csrf-token': csrfTokenOf(TOKEN) };
  for (const headers of foreign) {
    for (const [method, path] of [
      ['GET', '/key'],
      ['POST', '/key'],
      ['POST', '/sign-in'],
    ] as const) {
      const [, code] = await ask(method, path, { host, cookie, ...token, ...headers });
      assert.equal(code, 'ORIGIN_FOREIGN', `${path} ${JSON.stringify(headers)}`);
    }
  }
  assert.equal(sessions.asked, 0, 'they keep no session alive');
  const own: readonly Headers[] = [
    { 'sec-fetch-site': 'same-origin', origin: 'http://localhost:7420' },
    { 'sec-fetch-site': 'none' },
    { origin: 'http://localhost:7420' },
  ];
  for (const headers of own) {
    const all = { host, cookie, ...token, ...headers };
    assert.equal((await ask('POST', '/key', all))[0], 200, JSON.stringify(headers));
    assert.equal((await ask('POST', '/sign-in', all))[0], 200);
  }
});

void test('behind a proxy the origin is https, or the public address', async () => {
  const publicUrl = 'https://stele.example.org/sub';
  const ask = await asking({ sessions: ring(), behindProxy: true, publicUrl });
  const secure = `__Host-stele_session=${TOKEN}`;
  const answered = async (host: string, origin: string): Promise<number> =>
    (await ask('GET', '/key', { host, origin, cookie: secure }))[0];
  assert.equal(await answered('stele.internal', 'https://stele.example.org'), 200);
  assert.equal(await answered('stele.example.com', 'https://stele.example.com'), 200);
  assert.equal(await answered('stele.example.com', 'http://stele.example.com'), 403);
  assert.equal(await answered('localhost:7420', 'http://localhost:7420'), 200);
  assert.equal((await ask('GET', '/session', { cookie }))[1], 'SESSION_MISSING', 'not without TLS');
});

void test('the description says where a cookie does, and only there', async () => {
  const description = async (overrides: Overrides): Promise<string> =>
    JSON.stringify((await (await asking(overrides))('GET', '/openapi.json'))[2]);
  const withPeople = await description({ sessions: ring() });
  assert.match(withPeople, /"session":\{"type":"apiKey","in":"cookie","name":"stele_session_0"/);
  assert.match(withPeople, /CSRF_TOKEN_WRONG/);
  assert.doesNotMatch(await description({}), /apiKey|ORIGIN_FOREIGN: |CSRF_TOKEN_WRONG: /);
});

void test('a stream ends soon after its session', async (context) => {
  const sessions = ring();
  const { url } = await startServer(context, routes, { sessions });
  const { port } = new URL(url);
  const headers = { cookie: `stele_session_${port}=${TOKEN}` };
  const { body } = await fetch(`${url}/stream`, { headers });
  assert.ok(body);
  const reader = body.getReader();
  assert.equal((await reader.read()).done, false);
  const asked = sessions.asked;
  const ended = reader.read();
  sessions.isEnded = true;
  const endedMs = performance.now();
  assert.equal((await ended).done, true);
  assert.ok(performance.now() - endedMs < 5_000);
  assert.equal(sessions.asked, asked, 'watching is no use of it');
});

void test('two servers on one host name, without TLS, keep apart who signed in', async () => {
  const ask = await asking({ sessions: ring() });
  const both = `stele_session_7420=${OTHER}; stele_session_7421=${TOKEN}`;
  const at = async (host: string): Promise<unknown> =>
    (await ask('GET', '/session', { host, cookie: both }))[1];
  assert.equal(await at('localhost:7420'), 'SESSION_ENDED');
  assert.equal(await at('localhost:7421'), undefined);
  assert.equal(await at('localhost'), 'SESSION_MISSING');
  assert.equal(await at('localhost:7422'), 'SESSION_MISSING');
});

void test('whose session ends while the body is on its way changes nothing', async (context) => {
  const sessions = ring();
  const { port } = await startServer(context, routes, { sessions });
  const head = [
    'POST /key HTTP/1.1',
    `Host: localhost:${String(port)}`,
    `Cookie: stele_session_${String(port)}=${TOKEN}`,
    `X-CSRF-Token: ${csrfTokenOf(TOKEN)}`,
    'Content-Type: application/json',
    'Content-Length: 2',
    'Connection: close',
  ];
  const socket = connect(port, '127.0.0.1');
  context.after(() => socket.destroy());
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  while (sessions.asked === 0) await tick();
  sessions.isEnded = true;
  socket.end('{}');
  const answer = await text(socket);
  assert.match(answer, /^HTTP\/1\.1 401 .*"SESSION_ENDED"/s);
});
