import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { failure, rejection } from '@stele/base';
import type { FastifyInstance } from 'fastify';
import { Type } from 'typebox';
import type { Problem } from './problem/problem.ts';
import { PROBLEM_MEDIA_TYPE, ProblemSchema } from './problem/problem.ts';
import { Compile } from 'typebox/compile';
import { bodyOf, sayRaw, startServer } from './test/kit.ts';

const problem = Compile(ProblemSchema);

interface Told {
  readonly status: number;
  readonly code: string;
  readonly body: Problem;
  readonly headers: Headers;
}

/** Asks, and holds the answer against the envelope: whatever goes wrong, it has one shape. */
async function told(url: string, init: RequestInit = {}): Promise<Told> {
  const response = await fetch(url, init);
  const body = (await response.json()) as Problem;
  assert.equal(response.headers.get('content-type'), PROBLEM_MEDIA_TYPE);
  assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.ok(problem.Check(body), JSON.stringify(body));
  assert.equal(body.status, response.status);
  assert.equal(body.requestId, response.headers.get('x-request-id'));
  assert.equal(body.instance, new URL(url).pathname);
  return { status: response.status, code: body.code, body, headers: response.headers };
}

function routes(app: FastifyInstance): void {
  const access = { kind: 'open' } as const;
  app.get('/public', { config: { access } }, () => {
    throw rejection('TEAPOT', 'it is a teapot', { data: { size: 'small', secret: 'hidden' } });
  });
  app.get('/busy', { config: { access } }, () => {
    throw failure('LATER', 'not now', { retryable: true, data: { retryAfterMs: 4_100 } });
  });
  app.get('/private', { config: { access } }, () => {
    throw failure('DISK_DEAD', 'password=hunter2');
  });
  app.get('/bug', { config: { access } }, () => {
    throw new TypeError('password=hunter2');
  });
  app.post(
    '/echo',
    {
      config: { access },
      schema: {
        body: {
          content: {
            'application/json': {
              schema: Type.Object({
                name: Type.String(),
                list: Type.Optional(Type.Array(Type.Object({ 'a/b': Type.Integer() }))),
              }),
            },
          },
        },
      },
    },
    ({ body }) => body,
  );
  app.get(
    '/things/:id',
    {
      config: { access },
      schema: {
        params: Type.Object({ id: Type.String({ pattern: '^[a-z]+$' }) }),
        querystring: Type.Object({ limit: Type.Optional(Type.Integer({ minimum: 1 })) }),
      },
    },
    ({ query }) => query,
  );
}

const codes = {
  TEAPOT: { status: 418, title: 'A teapot.', action: 'Brew tea.', shows: ['size'] },
  LATER: { status: 503, title: 'Later.', action: 'Wait.' },
};

void test('a public rejection carries its code, its words, and of its data only what its code shows', async (context) => {
  const { url } = await startServer(context, routes, { codes });
  const { status, code, body } = await told(`${url}/public?token=abc`);
  assert.deepEqual([status, code], [418, 'TEAPOT']);
  assert.equal(body.detail, 'it is a teapot');
  assert.equal(body.action, 'Brew tea.');
  assert.equal(body['size'], 'small');
  assert.ok(!('secret' in body));
  const docs = await fetch(url + body.docs);
  assert.deepEqual(await docs.json(), {
    code: 'TEAPOT',
    status: 418,
    title: 'A teapot.',
    action: 'Brew tea.',
  });
});

void test('what is not public is INTERNAL; its words are in the log under the request id only', async (context) => {
  const { url, lines } = await startServer(context, routes, { codes });
  for (const path of ['/private', '/bug']) {
    const { status, code, body } = await told(url + path);
    assert.deepEqual([status, code], [500, 'INTERNAL']);
    assert.ok(!JSON.stringify(body).includes('hunter2'));
    const logged = lines.find((line) => line['requestId'] === body.requestId);
    assert.equal(logged?.['level'], 'error');
    assert.match(JSON.stringify(logged), /hunter2/);
  }
});

void test('a retryable failure says when to come back', async (context) => {
  const { url } = await startServer(context, routes, { codes });
  const { body, headers } = await told(`${url}/busy`);
  assert.equal(body.retryable, true);
  assert.equal(headers.get('retry-after'), '5');
});

void test('undeclared paths and methods', async (context) => {
  const { url } = await startServer(context, routes);
  for (const path of ['/', '/nope', '/things', '/echo/', '/v1/codes/NOPE', '/..;/', '/%00']) {
    assert.equal((await told(url + path)).code, 'NOT_FOUND', path);
  }
  for (const [method, path] of [
    ['POST', '/public'],
    ['DELETE', '/echo'],
    ['OPTIONS', '/things/abc'],
    ['PROPFIND', '/healthz'],
  ] as const) {
    const { status, headers } = await told(url + path, { method });
    assert.equal(status, 405);
    assert.match(headers.get('allow') ?? '', path === '/echo' ? /^POST$/ : /GET, HEAD/);
  }
  // Whatever is sent there.
  for (const headers of [
    { 'content-type': 'a/b' },
    { 'content-digest': 'x' },
    { 'content-encoding': 'gzip' },
  ]) {
    assert.equal(
      (await told(`${url}/nope`, { method: 'POST', headers, body: '{' })).code,
      'NOT_FOUND',
    );
  }
});

void test('paths that are no paths', async (context) => {
  const { url } = await startServer(context, routes);
  assert.equal((await told(`${url}/things/%zz`)).code, 'REQUEST_MALFORMED');
  assert.equal((await told(`${url}/things/${'x'.repeat(257)}`)).code, 'URI_TOO_LONG');
});

const post = (body: NonNullable<RequestInit['body']>, type = 'application/json'): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': type },
  body,
});

void test('bodies that are not JSON', async (context) => {
  const { url } = await startServer(context, routes);
  const bad = [
    '',
    '{',
    '{"name":"a"} x',
    "{'name':'a'}",
    '{"name":"a","__proto__":{}}',
    '{"name":"a","constructor":{"prototype":{}}}',
    `{"name":${'['.repeat(40)}${']'.repeat(40)}}`,
    '['.repeat(200_000),
    new Uint8Array([0x22, 0xff, 0x22]),
    new Uint8Array([0xef, 0xbb, 0xbf, 0x7b]),
  ];
  for (const body of bad) {
    assert.equal((await told(`${url}/echo`, post(body))).code, 'JSON_MALFORMED');
  }
});

void test('bodies of another kind, or none', async (context) => {
  const { url } = await startServer(context, routes);
  for (const type of [
    'text/plain',
    'application/cbor',
    'multipart/form-data',
    'application/jsonx',
  ]) {
    const { status, code } = await told(`${url}/echo`, post('{"name":"a"}', type));
    assert.deepEqual([status, code], [415, 'UNSUPPORTED_MEDIA_TYPE'], type);
  }
  assert.equal((await told(`${url}/echo`, { method: 'POST' })).code, 'UNSUPPORTED_MEDIA_TYPE');
  const withCharset = await fetch(
    `${url}/echo`,
    post('{"name":"a"}', 'application/json; charset=utf-8'),
  );
  assert.equal(withCharset.status, 200);
});

void test('bodies that are too large, announced or not, name the limit', async (context) => {
  const { url } = await startServer(context, routes);
  const large = JSON.stringify({ name: 'x'.repeat(262_144) });
  const announced = await told(`${url}/echo`, post(large));
  assert.deepEqual([announced.status, announced.code], [413, 'BODY_TOO_LARGE']);
  assert.equal(announced.body['limit'], 'BODY_BYTES_MAX');
  assert.equal(announced.body['bytesMax'], 262_144);
  const stream = new Blob([large]).stream();
  const unannounced = await told(`${url}/echo`, { ...post(stream), duplex: 'half' });
  assert.equal(unannounced.code, 'BODY_TOO_LARGE');
});

void test('who is still sending a refused body reads why, and goes on on the same connection', async (context) => {
  const { port } = await startServer(context, routes);
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  context.after(() => socket.destroy());
  const head =
    'host: localhost\r\ncontent-type: application/json\r\ncontent-length: 1000000\r\n\r\n';
  socket.write(`POST /echo HTTP/1.1\r\n${head}[`);
  const [refused] = (await once(socket, 'data')) as [string];
  assert.match(refused, /^HTTP\/1\.1 413 /);
  socket.write(`${' '.repeat(999_999)}GET /nothing HTTP/1.1\r\nhost: localhost\r\n\r\n`);
  const [next] = (await once(socket, 'data')) as [string];
  assert.match(next, /^HTTP\/1\.1 404 /);
});

void test('a request that no router knows is one that nothing is at, in the envelope too', async (context) => {
  const { port } = await startServer(context, routes);
  const rest = 'host: localhost\r\nconnection: close\r\n\r\n';
  // The first is nearly what HTTP/2 begins with: Node reads it as a request without a version, of a method without a name.
  for (const line of ['PRI *UP/2.0', 'GET * HTTP/1.1', 'OPTIONS * HTTP/1.1']) {
    const answer = await sayRaw(port, `${line}\r\n${rest}`);
    assert.match(answer, /^HTTP\/1\.1 404 /, line);
    assert.match(answer, /\r\nx-request-id: req_/i, line);
    assert.match(answer, /\r\nx-content-type-options: nosniff/i, line);
    assert.equal(bodyOf(answer)['code'], 'NOT_FOUND', line);
  }
});

void test('bodies that do not fit say where and why, without repeating what was sent', async (context) => {
  const { url } = await startServer(context, routes);
  const sent = JSON.stringify({ name: 5, list: [{ 'a/b': 1 }, { 'a/b': 'secret' }, {}] });
  const { status, code, body } = await told(`${url}/echo`, post(sent));
  assert.deepEqual([status, code], [400, 'REQUEST_INVALID']);
  assert.deepEqual(body.errors, [
    { pointer: '#/name', code: 'TYPE_WRONG', detail: 'must be string' },
    { pointer: '#/list/1/a~1b', code: 'TYPE_WRONG', detail: 'must be integer' },
    { pointer: '#/list/2/a~1b', code: 'MISSING', detail: 'is required' },
  ]);
  assert.ok(!JSON.stringify(body).includes('secret'));
});

void test('at most a hundred faults are listed', async (context) => {
  const { url } = await startServer(context, routes);
  const sent = JSON.stringify({ name: 'a', list: Array.from({ length: 500 }, () => ({})) });
  const { body } = await told(`${url}/echo`, post(sent));
  assert.equal((body.errors as unknown[]).length, 100);
});

void test('parameters of path and query point to where they stand', async (context) => {
  const { url } = await startServer(context, routes);
  const path = await told(`${url}/things/ABC`);
  assert.match(JSON.stringify(path.body.errors), /#\/path\/id/);
  for (const limit of ['', '0', '1.5', '1e2', '0x10', ' 1', '+1', '01', 'Infinity', '1&limit=2']) {
    const { code, body } = await told(`${url}/things/abc?limit=${limit}`);
    assert.equal(code, 'REQUEST_INVALID', limit);
    assert.match(JSON.stringify(body.errors), /#\/query\/limit/);
  }
  const good = await fetch(`${url}/things/abc?limit=7&unknown=x`);
  assert.deepEqual(await good.json(), { limit: 7, unknown: 'x' });
});

void test('what is not HTTP is answered in the envelope too, and the connection closed', async (context) => {
  const { port, lines } = await startServer(context, routes, {
    timeouts: { headersMs: 200, requestMs: 300, keepAliveMs: 100, checkMs: 50 },
  });
  const said: readonly (readonly [string, string])[] = [
    ['GARBAGE\r\n\r\n', 'REQUEST_MALFORMED'],
    ['GET / HTTP/1.1\r\nHost: localhost\r\nBad Header\r\n\r\n', 'REQUEST_MALFORMED'],
    [`GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'y'.repeat(20_000)}\r\n\r\n`, 'HEADERS_TOO_LARGE'],
    [
      'POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n',
      'REQUEST_MALFORMED',
    ],
    ['GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ', 'REQUEST_TOO_SLOW'],
    [
      'POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{',
      'REQUEST_TOO_SLOW',
    ],
  ];
  for (const [text, code] of said) {
    const answer = await sayRaw(port, text);
    const body = bodyOf(answer);
    assert.equal(body['code'], code, text.slice(0, 40));
    assert.ok(problem.Check(body));
    assert.match(answer, /^HTTP\/1\.1 4\d\d /);
    assert.ok(lines.some((line) => line['requestId'] === body.requestId));
  }
});
