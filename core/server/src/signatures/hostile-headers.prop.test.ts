import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { FastifyInstance } from 'fastify';
import { createServer, idempotencyKeyOf, keyRingOf, signatureKeyRecord } from '../index.ts';
import { serverOptions } from '../test/kit.ts';

const RUNS = process.env['STELE_TEST_DEEP'] === '1' ? 30_000 : 1_500;

function routes(app: FastifyInstance): void {
  const access = { kind: 'key' } as const;
  app.post('/signed', { config: { access } }, () => ({}));
  app.post('/digest', { config: { access: { kind: 'open' } } }, () => ({}));
  app.get('/idempotent', { config: { access: { kind: 'open' } } }, (request) => ({
    key: idempotencyKeyOf(request) ?? null,
  }));
}

/** What Node lets through in a header: latin1 without line ends. */
const anyText = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .filter((unit) => unit !== 0x7f)
    .map((unit) => String.fromCharCode(unit)),
  maxLength: 200,
});

const now = String(Math.floor(Date.now() / 1000));
const FRAGMENTS = [
  'sig=',
  'a=',
  '(',
  ')',
  '"@method"',
  '"@path"',
  '"content-digest"',
  '"@query";req',
  '"@status"',
  '"@query-param";name="a"',
  ';created=',
  now,
  '99999999999999',
  '-1',
  '1.5',
  '@1659578233',
  ';nonce="0123456789abcdef"',
  ';nonce=:AAAA:',
  ';keyid="ed"',
  ';keyid=ed',
  ';tag="stele"',
  ';tag=stele',
  ';tag',
  ';alg="ed25519"',
  ';expires=',
  ', ',
  ' ',
  '\t',
  ':AAAA:',
  '::',
  ':',
  '?1',
  '%"f%c3%bc"',
  '"\\""',
  '"',
  '\\',
  ';',
  '*',
  'é',
  'toString',
  '__proto__=',
  'constructor=',
  'sha-256=',
  'sha-512=',
];
const nearly = fc
  .array(fc.constantFrom(...FRAGMENTS), { maxLength: 16 })
  .map((parts) => parts.join(''));
const headerText = fc.oneof(anyText, nearly);
const whole = nearly.map(
  (more) =>
    `sig=("@method" "@path" "content-digest");created=${now};nonce="0123456789abcdef";keyid="ed";tag="stele"${more}`,
);

void test('any text in the headers of a signature is answered 400 or 401, never 5xx', async (context) => {
  const key = new Uint8Array(32);
  const record = signatureKeyRecord('ed', { algorithm: 1, key }, { name: 'x', scopes: [] });
  const clock = { nowMs: () => Date.now(), monotonicMs: () => 0 };
  const keys = keyRingOf([record]);
  const { app, close } = await createServer({ ...serverOptions(routes), keys, clock });
  context.after(close);
  const answers = new Map<string, number>();
  const headers = fc.record(
    {
      'signature-input': fc.oneof(headerText, whole),
      signature: fc.oneof(headerText, fc.constant('sig=:AAAA:')),
      'content-digest': headerText,
      authorization: headerText,
    },
    { requiredKeys: ['signature-input'] },
  );
  await fc.assert(
    fc.asyncProperty(headers, async (sent) => {
      const response = await app.inject({
        method: 'POST',
        url: '/signed',
        headers: { ...sent, 'content-type': 'application/json' },
        payload: '{}',
      });
      const { code } = response.json<{ code: string }>();
      answers.set(code, (answers.get(code) ?? 0) + 1);
      assert.ok(response.statusCode === 400 || response.statusCode === 401, response.body);
    }),
    { numRuns: RUNS },
  );
  assert.ok((answers.get('REQUEST_SIGNATURE_INVALID') ?? 0) > 0);
  context.diagnostic(`cases: hostile signature headers ${String(RUNS)}`);
});

void test('any text in Content-Digest and Idempotency-Key is answered, never 5xx', async (context) => {
  const { app, close } = await createServer(serverOptions(routes));
  context.after(close);
  await fc.assert(
    fc.asyncProperty(headerText, async (text) => {
      const digest = await app.inject({
        method: 'POST',
        url: '/digest',
        headers: { 'content-digest': text, 'content-type': 'application/json' },
        payload: '{}',
      });
      assert.equal(digest.statusCode, 400);
      assert.match(digest.json<{ code: string }>().code, /^CONTENT_DIGEST_M/);
      const headers = { 'idempotency-key': text };
      const key = await app.inject({ url: '/idempotent', headers });
      const isKey = /^[!-~]{1,255}$/.test(text);
      assert.equal(key.statusCode, isKey ? 200 : 400);
      if (isKey) assert.deepEqual(key.json(), { key: text });
      else assert.equal(key.json<{ code: string }>().code, 'IDEMPOTENCY_KEY_MALFORMED');
    }),
    { numRuns: RUNS },
  );
  const twice = await app.inject({
    url: '/idempotent',
    headers: { 'idempotency-key': ['a', 'b'] },
  });
  assert.equal(twice.statusCode, 400);
  assert.deepEqual((await app.inject('/idempotent')).json(), { key: null });
  context.diagnostic(`cases: hostile digests and idempotency keys ${String(RUNS)}`);
});
