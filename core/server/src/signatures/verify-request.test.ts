import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { isCoded } from '@stele/base';
import type { FastifyInstance } from 'fastify';
import { httpbis } from 'http-message-signatures';
import { keyRingOf, signatureKeyRecord } from '../index.ts';
import type { KeyRecord, RequestPublicKey } from '../index.ts';
import { newKey, startServer } from '../test/kit.ts';

interface TestKey {
  readonly id: string;
  readonly alg: 'ed25519' | 'ecdsa-p256-sha256';
  readonly privateKey: KeyObject;
  readonly record: KeyRecord;
}

function newSigningKey(alg: TestKey['alg']): TestKey {
  const id = `key-${alg}`;
  const pair =
    alg === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y } = pair.publicKey.export({ format: 'jwk' });
  const point = [x, y ?? ''].map((part) => Buffer.from(part, 'base64url'));
  const publicKey: RequestPublicKey =
    alg === 'ed25519'
      ? { algorithm: 1, key: Buffer.concat(point) }
      : { algorithm: 2, key: Buffer.concat([Buffer.of(4), ...point]) };
  const owner = { name: alg, scopes: [], customer: 'cus_1' };
  return {
    id,
    alg,
    privateKey: pair.privateKey,
    record: signatureKeyRecord(id, publicKey, owner),
  };
}

const ED = newSigningKey('ed25519');
const P256 = newSigningKey('ecdsa-p256-sha256');

function routes(app: FastifyInstance): void {
  app.all('/*', { config: { access: { kind: 'key' } } }, ({ caller, body }) => ({
    caller,
    body: body ?? null,
  }));
}

interface Asked {
  readonly key?: TestKey;
  readonly method?: string;
  readonly path?: string;
  readonly body?: string;
  readonly fields?: readonly string[];
  readonly parameters?: Readonly<Record<string, string | Date>>;
  readonly name?: string;
}

function bodyHeaders(body: string | undefined): Record<string, string> {
  if (body === undefined) return {};
  const digest = createHash('sha512').update(body).digest('base64');
  return { 'content-type': 'application/json', 'content-digest': `sha-512=:${digest}:` };
}

function fieldsOf({ path = '/a', body, fields }: Asked): string[] {
  if (fields !== undefined) return [...fields];
  const query = path.includes('?') ? ['@query'] : [];
  return ['@method', '@path', ...query, ...(body === undefined ? [] : ['content-digest'])];
}

function signer({ alg, privateKey }: TestKey): (data: Buffer) => Promise<Buffer> {
  const key = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
  return (data) =>
    Promise.resolve(alg === 'ed25519' ? sign(null, data, privateKey) : sign('sha256', data, key));
}

/** The headers of a request signed by a foreign implementation. */
async function signed(url: string, asked: Asked): Promise<Record<string, string>> {
  const { key = ED, method = 'GET', path = '/a' } = asked;
  const paramValues = {
    created: new Date(),
    nonce: randomBytes(12).toString('hex'),
    keyid: key.id,
    tag: 'stele',
    ...asked.parameters,
  };
  const config = {
    key: { sign: signer(key) },
    ...(asked.name === undefined ? {} : { name: asked.name }),
    fields: fieldsOf(asked),
    params: Object.keys(paramValues),
    paramValues,
  };
  const request = { method, url: `${url}${path}`, headers: bodyHeaders(asked.body) };
  const { headers } = await httpbis.signMessage(config, request);
  return headers;
}

interface Told {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Signers {
  readonly url: string;
  readonly ask: (asked: Asked, change?: Change) => Promise<Told>;
  readonly setAheadMs: (ms: number) => void;
}

type Change = (headers: Record<string, string>) => Readonly<Record<string, string>>;

async function startSigned(
  context: TestContext,
  more: readonly KeyRecord[] = [],
): Promise<Signers> {
  let aheadMs = -3_600_000;
  const clock = { nowMs: () => Date.now() + aheadMs, monotonicMs: () => performance.now() };
  const keys = keyRingOf([ED.record, P256.record, ...more]);
  const { url } = await startServer(context, routes, { keys, clock });
  // The server started an hour ago: what is signed now cannot have been used before.
  aheadMs = 0;
  const ask: Signers['ask'] = async (asked, change = (headers) => headers) => {
    const { method = 'GET', path = '/a', body } = asked;
    const headers = change(await signed(url, asked));
    const response = await fetch(`${url}${path}`, { method, headers, ...(body && { body }) });
    const answer = (await response.json()) as Told['body'];
    return { status: response.status, body: answer };
  };
  return {
    url,
    ask,
    setAheadMs: (ms) => {
      aheadMs = ms;
    },
  };
}

function codeOf({ status, body }: Told): readonly unknown[] {
  return [status, body['code']];
}

void test('what a foreign implementation signs is taken, with either algorithm', async (context) => {
  const { ask } = await startSigned(context);
  for (const key of [ED, P256]) {
    for (const asked of [
      {},
      { path: '/a?b=c%20d&e' },
      { path: '/%E7%A2%91/x', fields: ['@method', '@path', '@query'] },
      { method: 'POST', body: '{"a":1}' },
      { method: 'POST', body: '{"a":1}', path: '/p?q=1', name: 'other-label' },
      { parameters: { alg: key.alg, expires: new Date(Date.now() + 60_000) } },
      { fields: ['@authority', '@path', '@method', '@query', '@request-target'] },
    ]) {
      const told = await ask({ ...asked, key });
      assert.equal(told.status, 200, JSON.stringify([asked, told.body]));
      const { caller } = told.body as { caller: { keyId: string; customer: string } };
      assert.deepEqual([caller.keyId, caller.customer], [key.id, 'cus_1']);
    }
  }
});

void test('the same request does not pass twice', async (context) => {
  const { ask, url } = await startSigned(context);
  const headers = await signed(url, {});
  assert.equal((await ask({}, () => headers)).status, 200);
  assert.deepEqual(codeOf(await ask({}, () => headers)), [401, 'REQUEST_SIGNATURE_REPLAYED']);
  // The same nonce in a request signed anew, too.
  const nonce = 'once-and-never-again';
  assert.equal((await ask({ parameters: { nonce } })).status, 200);
  const again = await ask({ path: '/b', parameters: { nonce } });
  assert.deepEqual(codeOf(again), [401, 'REQUEST_SIGNATURE_REPLAYED']);
  assert.equal((await ask({ key: P256, parameters: { nonce } })).status, 200);
});

void test('a signature moved to another request, or to another key, does not hold', async (context) => {
  const { url } = await startSigned(context);
  const asked: Asked = { method: 'POST', path: '/a?q=1', body: '{"units":1}' };
  const send = async (more: Asked, change: Change = (headers) => headers): Promise<unknown> => {
    const { method = 'GET', path = '/', body } = { ...asked, ...more };
    const headers = change(await signed(url, asked));
    const response = await fetch(url + path, { method, headers, ...(body && { body }) });
    return ((await response.json()) as { readonly code?: string }).code;
  };
  assert.equal(await send({}), undefined);
  const input = (from: RegExp | string, to: string): Change => {
    return (headers) => ({
      ...headers,
      'Signature-Input': (headers['Signature-Input'] ?? '').replace(from, to),
    });
  };
  for (const [what, more, change] of [
    ['path', { path: '/b?q=1' }],
    ['spelling of the path', { path: '/%61?q=1' }],
    ['query', { path: '/a?q=2' }],
    ['method', { method: 'PUT' }],
    ['key', {}, input(ED.id, P256.id)],
    ['time', {}, input(/created=(\d+)/, 'created=1')],
    ['nonce', {}, input(/nonce="./, 'nonce="#')],
    ['coverage', {}, input('"@query" ', '')],
  ] as readonly (readonly [string, Asked, Change?])[]) {
    assert.match(
      String(await send(more, change)),
      /^REQUEST_SIGNATURE_(INVALID|STALE|INCOMPLETE)$/,
      what,
    );
  }
  assert.equal(await send({ body: '{"units":9}' }), 'CONTENT_DIGEST_MISMATCH');
});

void test('a signature that does not hold does not use up the nonce', async (context) => {
  const { ask } = await startSigned(context);
  const parameters = { nonce: 'a-nonce-for-two-tries' };
  const broken = await ask({ parameters }, (headers) => ({
    ...headers,
    Signature: `sig=:${Buffer.alloc(64).toString('base64')}:`,
  }));
  assert.deepEqual(codeOf(broken), [401, 'REQUEST_SIGNATURE_INVALID']);
  assert.equal((await ask({ parameters })).status, 200);
});

void test('old, early and expired signatures are stale, and the server tells its time', async (context) => {
  const { ask } = await startSigned(context);
  const at = (ms: number): Date => new Date(Date.now() + ms);
  for (const parameters of [
    { created: at(-302_000) },
    { created: at(20_000) },
    { created: at(-10_000), expires: at(-5_000) },
  ]) {
    const told = await ask({ parameters });
    assert.deepEqual(codeOf(told), [401, 'REQUEST_SIGNATURE_STALE']);
    assert.ok(Math.abs(Date.parse(String(told.body['now'])) - Date.now()) < 2_000);
  }
  assert.equal((await ask({ parameters: { created: at(-298_000) } })).status, 200);
  assert.equal((await ask({ parameters: { created: at(3_000) } })).status, 200);
});

void test('after a restart nothing passes that may have been used before it', async (context) => {
  const keys = keyRingOf([ED.record]);
  const { url } = await startServer(context, routes, { keys });
  for (const created of [new Date(), new Date(Date.now() + 3_000)]) {
    const response = await fetch(`${url}/a`, {
      headers: await signed(url, { parameters: { created } }),
    });
    const { code } = (await response.json()) as { code: string };
    assert.deepEqual([response.status, code], [401, 'REQUEST_SIGNATURE_STALE']);
  }
});

void test('what has to be covered is named', async (context) => {
  const { ask } = await startSigned(context);
  const cases: readonly [Asked, readonly string[]][] = [
    [{ fields: ['@path'] }, ['@method']],
    [{ fields: ['@method'] }, ['@path']],
    [{ path: '/a?b', fields: ['@method', '@path'] }, ['@query']],
    [{ method: 'POST', body: '{}', fields: ['@method', '@path'] }, ['content-digest']],
    [
      { method: 'POST', body: '{}', path: '/a?b', fields: [] },
      ['@method', '@path', '@query', 'content-digest'],
    ],
  ];
  for (const [asked, components] of cases) {
    const told = await ask(asked);
    assert.deepEqual(codeOf(told), [401, 'REQUEST_SIGNATURE_INCOMPLETE']);
    assert.deepEqual(told.body['components'], components);
  }
});

void test('parameters are wanted as they are, and the tag picks the signature', async (context) => {
  const { ask } = await startSigned(context);
  for (const parameters of [
    { nonce: 'too-short' },
    { nonce: 'x'.repeat(129) },
    { tag: 'other' },
    { alg: 'hmac-sha256' },
    { alg: 'ecdsa-p256-sha256' },
  ]) {
    assert.deepEqual(codeOf(await ask({ parameters })), [401, 'REQUEST_SIGNATURE_INVALID']);
  }
  assert.deepEqual(codeOf(await ask({ parameters: { keyid: 'nobody' } })), [401, 'KEY_UNKNOWN']);
  const wrongKey = await ask({ parameters: { keyid: P256.id } });
  assert.deepEqual(codeOf(wrongKey), [401, 'REQUEST_SIGNATURE_INVALID']);
  // A proxy's own signature beside ours is none of our business; two of ours are.
  const beside =
    (extra: string): Change =>
    (headers) => ({
      'Signature-Input': `proxy=("@method");created=1${extra}, ${headers['Signature-Input'] ?? ''}`,
      Signature: `proxy=:AAAA:, ${headers['Signature'] ?? ''}`,
    });
  assert.equal((await ask({}, beside(''))).status, 200);
  assert.deepEqual(codeOf(await ask({}, beside(';tag="stele"'))), [
    401,
    'REQUEST_SIGNATURE_INVALID',
  ]);
});

void test('signed or with a key, not both', async (context) => {
  const bearer = newKey([]);
  const { ask } = await startSigned(context, [bearer.record]);
  const authorization = `Bearer ${bearer.key}`;
  const both = await ask({}, (headers) => ({ ...headers, authorization }));
  assert.deepEqual(codeOf(both), [400, 'CREDENTIALS_TWICE']);
  assert.equal((await ask({}, () => ({ authorization }))).status, 200);
  // A bearer key's id signs nothing.
  const told = await ask({ parameters: { keyid: bearer.record.id } });
  assert.deepEqual(codeOf(told), [401, 'KEY_UNKNOWN']);
});

void test('revoked and expired keys sign no more', async (context) => {
  const gone = { ...newSigningKey('ed25519'), id: 'gone' };
  const record: KeyRecord = { ...gone.record, id: 'gone', revokedAtMs: 1 };
  const { ask } = await startSigned(context, [record]);
  assert.deepEqual(codeOf(await ask({ key: gone })), [401, 'KEY_REVOKED']);
  const stranger = { ...newSigningKey('ed25519'), id: 'gone' };
  assert.deepEqual(codeOf(await ask({ key: stranger })), [401, 'REQUEST_SIGNATURE_INVALID']);
});

void test('what is no public key is not registered', () => {
  const owner = { name: 'x', scopes: [] };
  const bad: readonly RequestPublicKey[] = [
    { algorithm: 1, key: new Uint8Array(31) },
    { algorithm: 2, key: new Uint8Array(65) },
    { algorithm: 2, key: new Uint8Array(65).fill(4) },
    { algorithm: 2, key: new Uint8Array(33).fill(2) },
  ];
  for (const publicKey of bad) {
    assert.throws(
      () => signatureKeyRecord('x', publicKey, owner),
      (error) => isCoded(error, 'PUBLIC_KEY_MALFORMED'),
    );
  }
});
