/** What careless and hostile clients send, and what they are told: the status, code and place that a program can act on. */

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { type ServedApi, serveApi } from './served-api.ts';

const SHA256 = '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824';
const RECORD = { digests: { 'sha-256': SHA256 } };
const GOOD = JSON.stringify(RECORD);
const ITEMS_TOO_MANY = 10_001;

const json = { 'content-type': 'application/json' };
const ndjson = { 'content-type': 'application/x-ndjson' };

/** GOOD with another field before its own. */
const withField = (field: string): string => `{${field},${GOOD.slice(1)}`;
const itemOf = (i: number): string =>
  `{"digests":{"sha-256":"${i.toString(16).padStart(64, '0')}"}}\n`;
const lines = (count: number): string =>
  Array.from({ length: count }, (_, i) => itemOf(i)).join('');

interface Answer {
  readonly status: number;
  readonly code?: string;
  readonly errors?: readonly { readonly pointer: string }[];
}

async function ask(api: ServedApi, path: string, init: RequestInit): Promise<Answer> {
  const headers = { authorization: `Bearer ${api.key}`, ...(init.headers as object) };
  const response = await fetch(`${api.address}${path}`, { ...init, headers });
  const text = await response.text();
  if (response.status < 400) return { status: response.status };
  assert.equal(response.headers.get('content-type'), 'application/problem+json');
  return JSON.parse(text) as Answer;
}

interface Case {
  readonly what: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer | undefined;
  readonly expected: readonly [status: number, code?: string, pointer?: string];
}

const EVIDENCE = '/v1/evidence';
const BATCHES = '/v1/evidence/batches';

const SENT: readonly Case[] = [
  {
    what: 'text',
    headers: { 'content-type': 'text/plain' },
    body: GOOD,
    expected: [415, 'UNSUPPORTED_MEDIA_TYPE'],
  },
  {
    what: 'a form',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: GOOD,
    expected: [415, 'UNSUPPORTED_MEDIA_TYPE'],
  },
  {
    what: 'gzip',
    headers: { ...json, 'content-encoding': 'gzip' },
    body: gzipSync(GOOD),
    expected: [415, 'UNSUPPORTED_MEDIA_TYPE'],
  },
  { what: 'nothing', body: undefined, expected: [400, 'JSON_MALFORMED'] },
  { what: 'null', body: 'null', expected: [400, 'REQUEST_INVALID', '#'] },
  { what: 'half a text', body: '{"digests":', expected: [400, 'JSON_MALFORMED'] },
  { what: 'no UTF-8', body: Buffer.from([0x22, 0xff, 0x22]), expected: [400, 'JSON_MALFORMED'] },
  { what: '__proto__', body: withField('"__proto__":{}'), expected: [400, 'JSON_MALFORMED'] },
  {
    what: 'an infinite size',
    body: withField('"size":1e400'),
    expected: [400, 'REQUEST_INVALID', '#/size'],
  },
  {
    what: 'a size beyond 2^53',
    body: withField('"size":9007199254740993'),
    expected: [400, 'REQUEST_INVALID', '#/size'],
  },
  {
    what: 'a fraction',
    body: withField('"metadata":{"a/b":1.5}'),
    expected: [400, 'METADATA_UNSUPPORTED', '#/metadata/a~1b'],
  },
  {
    what: 'a number that JSON readers round',
    body: withField('"metadata":9007199254740993'),
    expected: [400, 'METADATA_UNSUPPORTED', '#/metadata'],
  },
  {
    what: 'half of a surrogate pair',
    body: withField('"name":"\\ud800"'),
    expected: [400, 'TEXT_MALFORMED', '#/name'],
  },
  {
    what: 'a note of 17 KiB',
    body: withField(`"metadata":"${'x'.repeat(17_408)}"`),
    expected: [413, 'NOTE_TOO_LARGE'],
  },
  { what: 'no digest', body: '{"digests":{}}', expected: [400, 'DIGESTS_MISSING', '#/digests'] },
  {
    what: 'an MD5',
    body: '{"digests":{"md5":"d41d8cd98f00b204e9800998ecf8427e"}}',
    expected: [400, 'DIGEST_WEAK', '#/digests/md5'],
  },
  {
    what: 'a SHA-1 beside a good one',
    body: `{"digests":{"sha-256":"${SHA256}","sha-1":"00"}}`,
    expected: [400, 'DIGEST_WEAK', '#/digests/sha-1'],
  },
  {
    what: 'capitals',
    body: GOOD.replace(SHA256, SHA256.toUpperCase()),
    expected: [400, 'DIGEST_MALFORMED', '#/digests/sha-256'],
  },
  {
    what: 'a digest too short',
    body: GOOD.replace(SHA256, SHA256.slice(1)),
    expected: [400, 'DIGEST_MALFORMED', '#/digests/sha-256'],
  },
  {
    what: 'a record that is not there',
    body: withField(`"supersedes":"ev_${'0'.repeat(32)}"`),
    expected: [422, 'RECORD_UNKNOWN'],
  },
  {
    what: 'an empty Idempotency-Key',
    headers: { ...json, 'idempotency-key': '' },
    body: GOOD,
    expected: [400, 'IDEMPOTENCY_KEY_MALFORMED'],
  },
  {
    what: 'a long Idempotency-Key',
    headers: { ...json, 'idempotency-key': 'k'.repeat(256) },
    body: GOOD,
    expected: [400, 'IDEMPOTENCY_KEY_MALFORMED'],
  },
  {
    what: 'half a key',
    headers: { ...json, authorization: 'Bearer stele_aaaaaaaaaaaa_' },
    body: GOOD,
    expected: [401, 'KEY_UNKNOWN'],
  },
  {
    what: 'a key by another scheme',
    headers: { ...json, authorization: 'Basic YTpi' },
    body: GOOD,
    expected: [401, 'KEY_MISSING'],
  },
  {
    what: 'a batch too many',
    path: BATCHES,
    headers: ndjson,
    body: lines(ITEMS_TOO_MANY),
    expected: [413, 'ITEMS_TOO_MANY'],
  },
  {
    what: 'an empty batch',
    path: BATCHES,
    headers: ndjson,
    body: '\n\n',
    expected: [400, 'ITEMS_MISSING'],
  },
  {
    what: 'a line that is none',
    path: BATCHES,
    headers: ndjson,
    body: `${lines(2)}oops\n`,
    expected: [400, 'BATCH_LINE_MALFORMED', '#/items/2'],
  },
  {
    what: 'the same twice',
    path: BATCHES,
    headers: ndjson,
    body: itemOf(7) + itemOf(7),
    expected: [400, 'ITEM_DUPLICATE', '#/items/1'],
  },
  {
    what: 'a wrong digest in a batch',
    path: BATCHES,
    body: `{"items":[${GOOD},{"digests":{"sm3":"00"}}]}`,
    expected: [400, 'DIGEST_MALFORMED', '#/items/1/digests/sm3'],
  },
  {
    what: 'lines with CRLF, empty ones, none at the end',
    path: BATCHES,
    headers: ndjson,
    body: `\r\n${itemOf(8).trim()}\r\n${itemOf(9).trim()}`,
    expected: [201],
  },
  {
    what: 'JSON with a charset',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: GOOD,
    expected: [201],
  },
];

const ASKED: readonly (readonly [string, number, string?, string?])[] = [
  ['/v1/evidence?limit=0', 400, 'REQUEST_INVALID', '#/query/limit'],
  ['/v1/evidence?limit=1001', 400, 'REQUEST_INVALID', '#/query/limit'],
  ['/v1/evidence?limit=', 400, 'REQUEST_INVALID', '#/query/limit'],
  ['/v1/evidence?limit=1&limit=2', 400, 'REQUEST_INVALID', '#/query/limit'],
  ['/v1/evidence?from=yesterday', 400, 'REQUEST_INVALID', '#/query/from'],
  ['/v1/evidence?cursor=AAAA', 400, 'CURSOR_MALFORMED'],
  [`/v1/evidence?digest=${SHA256}`, 400, 'REQUEST_INVALID', '#/query/digest'],
  [`/v1/evidence?digest=md5:00`, 400, 'DIGEST_WEAK', '#/query/digest/md5'],
  ['/v1/public/evidence', 400, 'REQUEST_INVALID', '#/query'],
  [`/v1/evidence/%65v_${'0'.repeat(32)}`, 404, 'EVIDENCE_UNKNOWN'],
  [`/v1/evidence/eb_${'0'.repeat(32)}`, 400, 'REQUEST_INVALID', '#/path/id'],
  ['/v1/evidence/%00', 400, 'REQUEST_INVALID', '#/path/id'],
  ['/v1/evidence/%zz', 400, 'REQUEST_MALFORMED'],
  ['//v1/evidence', 404, 'NOT_FOUND'],
  ['/V1/evidence', 404, 'NOT_FOUND'],
];

function check(what: string, answer: Answer, [status, code, pointer]: Case['expected']): void {
  const said = `${what}: ${JSON.stringify(answer)}`;
  assert.equal(answer.status, status, said);
  if (code !== undefined) assert.equal(answer.code, code, said);
  if (pointer !== undefined) assert.equal(answer.errors?.[0]?.pointer, pointer, said);
}

void test('what clients send', async (context) => {
  const api = await serveApi(context);

  for (const { what, path = EVIDENCE, headers = json, body = null, expected } of SENT) {
    await context.test(`sent: ${what}`, async () => {
      check(what, await ask(api, path, { method: 'POST', headers, body }), expected);
    });
  }

  for (const [path, ...expected] of ASKED) {
    await context.test(`asked: ${path}`, async () => {
      check(path, await ask(api, path, {}), expected);
    });
  }

  await context.test('methods that a path has not', async () => {
    for (const method of ['OPTIONS', 'PUT', 'DELETE', 'QUERY', 'PROPFIND']) {
      const answer = await fetch(`${api.address}/v1/me`, { method });
      assert.equal(answer.status, 405, method);
      assert.equal(answer.headers.get('allow'), 'GET, HEAD', method);
    }
    const head = await fetch(`${api.address}/healthz`, { method: 'HEAD' });
    assert.deepEqual([head.status, await head.text()], [200, '']);
  });

  await context.test('the operator cannot be left without units', async () => {
    const own = await fetch(`${api.address}/v1/customers`, {
      headers: { authorization: `Bearer ${api.key}` },
    });
    const { items } = (await own.json()) as { items: readonly { id: string }[] };
    const path = `/v1/customers/${items[0]?.id ?? ''}/quota`;
    const body = JSON.stringify({ units: 0 });
    const answer = await ask(api, path, { method: 'PUT', headers: json, body });
    check('quota of the operator', answer, [409, 'CUSTOMER_IS_OPERATOR']);
  });

  await context.test('who sends a byte a moment holds up nobody', async () => {
    const { hostname, port } = new URL(api.address);
    const sockets = Array.from({ length: 50 }, () => connect(Number(port), hostname));
    const head = [
      `POST ${EVIDENCE} HTTP/1.1`,
      `Host: ${hostname}:${port}`,
      `Authorization: Bearer ${api.key}`,
      'Content-Type: application/json',
      `Content-Length: 100\r\n\r\n`,
    ].join('\r\n');
    for (const socket of sockets) socket.on('error', () => undefined).write(head);
    for (let round = 0; round < 10; round++) {
      for (const socket of sockets) socket.write(' ');
      const began = performance.now();
      check(
        'beside',
        await ask(api, EVIDENCE, { method: 'POST', headers: json, body: GOOD }),
        [201],
      );
      assert.ok(performance.now() - began < 2_000, 'served at once');
      await sleep(50);
    }
    for (const socket of sockets) socket.destroy();
  });
});
