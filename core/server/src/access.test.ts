import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { createServer, keyRingOf } from './index.ts';
import { newKey, serverOptions, startServer } from './test/kit.ts';

let membersOnly = false;

function routes(app: FastifyInstance): void {
  const answer = ({ caller }: { caller: unknown }): unknown => ({ caller });
  app.get('/open', { config: { access: { kind: 'open' } } }, answer);
  app.get('/key', { config: { access: { kind: 'key' } } }, answer);
  const submit = { kind: 'scope', scope: 'ledger:submit' } as const;
  app.get('/scope', { config: { access: submit } }, answer);
  app.post('/scope', { config: { access: submit } }, answer);
  const openIf = { kind: 'open-if', isOpen: () => Promise.resolve(!membersOnly) } as const;
  app.get('/open-if', { config: { access: openIf } }, answer);
}

interface Answer {
  readonly status: number;
  readonly code: unknown;
  readonly challenge: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

async function ask(url: string, authorization?: string): Promise<Answer> {
  const headers = authorization === undefined ? {} : { authorization };
  const response = await fetch(url, { headers });
  const body = (await response.json()) as Readonly<Record<string, unknown>>;
  const challenge = response.headers.get('www-authenticate');
  return { status: response.status, code: body['code'], challenge, body };
}

void test('each access is enforced, and each refusal says what is missing', async (context) => {
  const submitter = newKey(['ledger:submit']);
  const reader = newKey(['evidence:read']);
  const stranger = newKey(['ledger:submit', 'admin']);
  const keys = keyRingOf([submitter.record, reader.record]);
  const { url } = await startServer(context, routes, { keys });
  const bearer = (key: string): string => `Bearer ${key}`;

  assert.equal((await ask(`${url}/open`)).status, 200);
  assert.equal((await ask(`${url}/open`, 'Bearer nonsense')).status, 200);
  assert.equal((await ask(`${url}/key`, bearer(reader.key))).status, 200);
  assert.equal((await ask(`${url}/scope`, bearer(submitter.key))).status, 200);
  assert.equal((await ask(`${url}/scope`, `bEARER   ${submitter.key}`)).status, 200);

  const missing = await ask(`${url}/key`);
  assert.deepEqual([missing.status, missing.code], [401, 'KEY_MISSING']);
  assert.equal(missing.challenge, 'Bearer realm="stele"');
  for (const header of ['', 'Bearer', 'Bearer ', 'Basic YTpi', submitter.key, 'Bearer a b']) {
    assert.equal((await ask(`${url}/key`, header)).code, 'KEY_MISSING', header);
  }
  const cut = submitter.key.slice(0, -1);
  const altered = submitter.key.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a'));
  for (const key of [
    stranger.key,
    cut,
    altered,
    `${submitter.key}x`,
    'stele_',
    '☃'.replace('☃', '%'),
  ]) {
    const unknown = await ask(`${url}/key`, bearer(key));
    assert.deepEqual([unknown.status, unknown.code], [401, 'KEY_UNKNOWN'], key);
    assert.ok(!JSON.stringify(unknown.body).includes(key.slice(20) || 'none'));
  }
  const lacking = await ask(`${url}/scope`, bearer(reader.key));
  assert.deepEqual([lacking.status, lacking.code], [403, 'SCOPE_MISSING']);
  assert.equal(lacking.body['scope'], 'ledger:submit');
  assert.equal(lacking.challenge, 'Bearer error="insufficient_scope", scope="ledger:submit"');
});

void test('a route that is open by policy closes with it', async (context) => {
  const { key, record } = newKey([]);
  const { url } = await startServer(context, routes, { keys: keyRingOf([record]) });
  membersOnly = false;
  assert.equal((await ask(`${url}/open-if`)).status, 200);
  membersOnly = true;
  assert.equal((await ask(`${url}/open-if`)).code, 'KEY_MISSING');
  assert.equal((await ask(`${url}/open-if`, `Bearer ${key}`)).status, 200);
});

void test('a stranger is refused before the body is read', async (context) => {
  const { url } = await startServer(context, routes);
  const response = await fetch(`${url}/scope`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{ this is no JSON',
  });
  assert.equal(response.status, 401);
});

void test('the log has the id of a key and never its secret', async (context) => {
  const { key, record } = newKey(['ledger:submit']);
  const { url, lines } = await startServer(context, routes, { keys: keyRingOf([record]) });
  await ask(`${url}/scope?key=${key}`, `Bearer ${key}`);
  await ask(`${url}/${key}`, `Bearer ${key}`);
  const written = JSON.stringify(lines);
  assert.ok(written.includes(record.id));
  assert.ok(!written.includes(key.slice(20, 40)));
});

void test('a route that declares no access does not start', async () => {
  const forgetful = (app: FastifyInstance): void => {
    app.get('/forgotten', () => ({}));
  };
  await assert.rejects(createServer(serverOptions(forgetful)), /declares its access/);
});
