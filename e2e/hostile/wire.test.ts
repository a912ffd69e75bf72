/**
 * A whole server and what a stranger can make it say: nothing secret in its log or in the files that are copied about, no header that
 * somebody else wrote, no line of the log that a request forged, no formula in a table, no prototype that a body changed.
 */

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { before, test, type TestContext } from 'node:test';
import { type Served, served } from '../fuzz/served.ts';

type Json = Readonly<Record<string, string>>;

const PASSWORD = 'a long password that nobody guesses 7';
const WRONG = 'another password that was mistyped 9';
const NOTE = 'a name that is in the note alone';
const DIGEST = 'ab'.repeat(32);

let server: Served;
before(async (context) => {
  server = await served();
  (context as TestContext).after(() => server.close());
});

interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

async function ask(method: string, path: string, body?: object, more: Json = {}): Promise<Told> {
  const headers: Json = {
    ...(more['cookie'] === undefined && { authorization: `Bearer ${server.adminKey}` }),
    'content-type': 'application/json',
    ...more,
  };
  const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
  const response = await fetch(server.address + path, init);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return {
    status: response.status,
    headers: response.headers,
    body: (isJson && text !== '' ? JSON.parse(text) : {}) as Json,
  };
}

/** A member that has to be text. */
function text(body: Json, name: string): string {
  const { [name]: value } = body;
  assert.ok(typeof value === 'string', `${name} in ${JSON.stringify(body)}`);
  return value;
}

/** Uses each kind of secret there is, rightly and wrongly; gives all of them. */
async function useSecrets(): Promise<Readonly<Record<string, string>>> {
  const { body: customer } = await ask('POST', '/v1/customers', { name: '=HYPERLINK("http://x")' });
  const path = `/v1/customers/${text(customer, 'id')}/keys`;
  const { body: made } = await ask('POST', path, {
    name: '@SUM(1)',
    scopes: ['evidence:write', 'evidence:read'],
  });
  const key = text(made, 'key');
  const mine = { authorization: `Bearer ${key}` };
  const record = { digests: { 'sha-256': DIGEST }, name: NOTE, reference: '=cmd|x' };
  assert.equal((await ask('POST', '/v1/evidence', record, mine)).status, 201);
  const { body: link } = await ask('POST', '/v1/sign-in/links', {});
  const token = /#sign-in=([\w-]+)/.exec(JSON.stringify(link))?.[1] ?? JSON.stringify(link);
  const { body: session, headers } = await ask('POST', '/v1/sign-in/link', { token });
  const cookie = (headers.get('set-cookie') ?? '').split(';', 1)[0] ?? '';
  const csrf = text(session, 'csrfToken');
  const own = { cookie, 'x-csrf-token': csrf };
  assert.equal((await ask('PUT', '/v1/me/password', { password: PASSWORD }, own)).status, 204);
  const { body: code } = await ask('POST', '/v1/me/totp', {}, own);
  const name = text((session as unknown as { readonly person: Json }).person, 'name');
  await ask('POST', '/v1/sign-in/password', { name, password: WRONG });
  await ask('POST', '/v1/sign-in/link', { token });
  await ask('GET', `/v1/evidence?q=${key}`, undefined, {
    authorization: `Bearer ${key.slice(0, -1)}x`,
  });
  await ask('GET', `/v1/nowhere/${key}`);
  await ask(
    'POST',
    '/v1/evidence',
    { ...record, [key]: key },
    { ...mine, 'idempotency-key': 'x y' },
  );
  return {
    'administrator’s key': server.adminKey,
    'customer’s key': key,
    'token of a link': token,
    'token of a session': cookie.slice(cookie.indexOf('=') + 1),
    'token of a page': csrf,
    password: PASSWORD,
    'mistyped password': WRONG,
    'secret of an app': text(code, 'secret'),
    'master secret': readFileSync(join(server.folder, 'keys', 'master.secret'), 'utf8').trim(),
    'signing key':
      readFileSync(join(server.folder, 'keys', 'operator.key'), 'utf8').split('\n')[1] ?? '',
    note: NOTE,
  };
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

void test('no secret reaches the log, and none but in the places for secrets reaches the disk', async (context) => {
  const secrets = await useSecrets();
  const log = server.lines.join('');
  assert.ok(server.lines.length > 10);
  const isKept = (path: string): boolean => /\/keys\/|\/admin\.key$/.test(path);
  const files = filesIn(server.folder).filter((path) => !isKept(path));
  for (const [what, secret] of Object.entries(secrets)) {
    assert.ok(secret.length >= 16, what);
    assert.ok(!log.includes(secret), `${what} is in the log`);
    // The secret of an app has to be computed with; people.json is for its owner alone.
    const where = files.filter((path) => readFileSync(path).includes(secret));
    const allowed =
      what === 'secret of an app' ? where.filter((path) => !path.endsWith('people.json')) : where;
    assert.deepEqual(allowed, [], what);
  }
  context.diagnostic(`cases: secrets looked for ${String(Object.keys(secrets).length)}`);
});

void test('what holds secrets is for its owner alone', () => {
  const holders = filesIn(server.folder).filter((path) =>
    /\/keys\/|admin\.key$|people\.json$/.test(path),
  );
  assert.ok(holders.length >= 6, holders.join(' '));
  for (const path of holders) assert.equal(statSync(path).mode & 0o077, 0, path);
});

void test('a table has ids, days and numbers, and nothing that somebody named', async () => {
  const response = await fetch(`${server.address}/v1/usage?source=ledger`, {
    headers: { authorization: `Bearer ${server.adminKey}`, accept: 'text/csv' },
  });
  const lines = (await response.text()).split('\r\n').slice(1, -1);
  assert.ok(lines.length > 0);
  for (const line of lines) assert.match(line, /^cus_[0-9a-f]{32},\d{4}-\d{2}-\d{2},\d+,\d+,\d+$/);
});

/** Sends a path as it is, which fetch would tidy up. */
function askRaw(
  path: string,
  headers: Json = {},
): Promise<{ readonly status: number; readonly raw: readonly string[] }> {
  const { hostname, port } = new URL(server.address);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers }, (response) => {
      response.resume();
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, raw: response.rawHeaders }),
      );
    })
      .on('error', reject)
      .end();
  });
}

void test('no answer has a header that a request wrote, and no line of the log is a request’s own', async () => {
  const began = server.lines.length;
  const split = '%0d%0aset-cookie:%20evil=1%0d%0a%0d%0a<script>';
  const paths = [
    `/v1/evidence/${split}`,
    `/v1/evidence?cursor=${split}`,
    `/v1/chains/main/transactions/${split}/proof`,
    `/log/main/tile/0/${split}`,
    `/v1/codes/${split}`,
    `//evil.example/${split}`,
    `/v1/evidence/ev_0%22%7D%0a%7B%22level%22:%22error%22`,
  ];
  for (const path of paths) {
    const { raw } = await askRaw(path, {
      'x-request-id': 'req_forged',
      origin: 'https://evil.example',
    });
    const names = raw.filter((_, i) => i % 2 === 0).map((name) => name.toLowerCase());
    assert.ok(
      !names.includes('set-cookie') && !names.some((name) => name.startsWith('access-control-')),
      path,
    );
    assert.ok(!raw.some((text) => /evil|forged|script/.test(text)), path);
  }
  const lines = server.lines.slice(began);
  assert.equal(lines.length, paths.length);
  for (const line of lines) {
    assert.equal(line.split('\n').length, 2);
    assert.equal((JSON.parse(line) as Json)['event'], 'http request');
  }
});

void test('no body changes what all objects have', async () => {
  for (const name of ['__proto__', 'constructor']) {
    const body = `{"digests":{"sha-256":"${DIGEST}"},"metadata":{"${name}":{"prototype":{"polluted":1},"polluted":1}}}`;
    for (const type of ['application/json', 'application/x-ndjson']) {
      const path = type === 'application/json' ? '/v1/evidence' : '/v1/evidence/batches';
      const headers = { authorization: `Bearer ${server.adminKey}`, 'content-type': type };
      const { status } = await fetch(server.address + path, { method: 'POST', headers, body });
      assert.equal(status, 400, `${name} as ${type}`);
    }
  }
  assert.equal(({} as Readonly<Record<string, unknown>>)['polluted'], undefined);
});
