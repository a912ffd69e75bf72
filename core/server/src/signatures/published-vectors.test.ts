/** RFC 9421 appendix B and RFC 9530, as far as they are about requests and about what is taken here. */

import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { startServer } from '../test/kit.ts';
import { signatureBase } from './signature-base.ts';
import { readSignatureInput } from './signature-input.ts';

/** RFC 9421 §B.2, "test-request". */
const FIELDS = {
  Host: 'example.com',
  Date: 'Tue, 20 Apr 2021 02:07:55 GMT',
  'Content-Type': 'application/json',
  'Content-Digest':
    'sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:',
  'Content-Length': '18',
};

function testRequest(): IncomingMessage {
  const headers = Object.fromEntries(
    Object.entries(FIELDS).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const rawHeaders = Object.entries(FIELDS).flat();
  return { method: 'POST', url: '/foo?param=Value&Pet=dog', headers, rawHeaders } as never;
}

const INPUT = {
  keyId: '',
  nonce: '',
  createdMs: 0,
  expiresMs: undefined,
  algorithm: undefined,
  signature: new Uint8Array(),
};

void test('RFC 9421 §B.2.6: the signature base of the test request, and the signature over it', () => {
  const components = ['date', '@method', '@path', '@authority', 'content-type', 'content-length'];
  const parametersText =
    '("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"';
  const base = signatureBase(testRequest(), { ...INPUT, components, parametersText });
  assert.deepEqual(base.split('\n'), [
    '"date": Tue, 20 Apr 2021 02:07:55 GMT',
    '"@method": POST',
    '"@path": /foo',
    '"@authority": example.com',
    '"content-type": application/json',
    '"content-length": 18',
    `"@signature-params": ${parametersText}`,
  ]);
  const x = 'JrQLj5P_89iXES9-vFgrIy29clF9CC_oPPsw3c5D0bs';
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const signature = Buffer.from(
    'wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==',
    'base64',
  );
  assert.ok(verify(null, Buffer.from(base), key, signature));
  assert.ok(!verify(null, Buffer.from(base.replace('POST', 'PUT')), key, signature));
});

void test('RFC 9421 §2.2.7 and §2.1: a query as it was sent, a repeated field as one', () => {
  const request = {
    method: 'GET',
    url: '/path?queryString',
    headers: {},
    rawHeaders: ['X-Two', ' a ', 'x-two', 'b, c'],
  } as never;
  const components = ['@query', '@request-target', 'x-two'];
  const base = signatureBase(request, { ...INPUT, components, parametersText: '()' });
  assert.deepEqual(base.split('\n').slice(0, 3), [
    '"@query": ?queryString',
    '"@request-target": /path?queryString',
    '"x-two": a, b, c',
  ]);
});

void test('RFC 9421 §2.3: parameters are signed in the form that RFC 9651 serialises', () => {
  const read = readSignatureInput(
    'sig1=( "@method"   "@path" ); created=1618884473;keyid="k";  nonce="0123456789abcdef";tag="stele"',
    'sig1=:AQID:',
  );
  assert.equal(
    read.parametersText,
    '("@method" "@path");created=1618884473;keyid="k";nonce="0123456789abcdef";tag="stele"',
  );
  assert.deepEqual([...read.signature], [1, 2, 3]);
});

function routes(app: FastifyInstance): void {
  app.post('/', { config: { access: { kind: 'open' } } }, ({ body }) => ({ body }));
}

const BODY = '{"hello": "world"}';
const DIGESTS = {
  // RFC 9421 §B.2.2's header, and the SHA-256 of the same body in its §B.2 (RFC 9530).
  'sha-512': FIELDS['Content-Digest'],
  'sha-256': 'sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:',
};

void test('RFC 9530: Content-Digest of the published body, checked without a signature too', async (context) => {
  const { url } = await startServer(context, routes);
  const code = async (digest: string, body: string): Promise<unknown> => {
    const headers = { 'content-type': 'application/json', 'content-digest': digest };
    const response = await fetch(url, { method: 'POST', headers, body });
    const told = (await response.json()) as { code?: unknown };
    return response.status === 200 ? 200 : [response.status, told.code];
  };
  for (const digest of Object.values(DIGESTS)) {
    assert.equal(await code(digest, BODY), 200);
    const mismatch = [400, 'CONTENT_DIGEST_MISMATCH'];
    assert.deepEqual(await code(digest, BODY.replace('world', 'World')), mismatch);
    assert.deepEqual(await code(digest, `${BODY} `), mismatch);
  }
  const both = Object.values(DIGESTS).join(', ');
  assert.equal(await code(both, BODY), 200);
  // Each of them has to hold; those of unknown algorithms are left alone.
  const oneWrong = `${DIGESTS['sha-512']}, sha-256=:${Buffer.alloc(32).toString('base64')}:`;
  assert.deepEqual(await code(oneWrong, BODY), [400, 'CONTENT_DIGEST_MISMATCH']);
  assert.equal(await code(`md5=:AAAA:, ${DIGESTS['sha-256']}`, BODY), 200);
  for (const none of [
    '',
    'md5=:AAAA:',
    'sha-256',
    'sha-256=abc',
    '=',
    'sha-256=:AA',
    'constructor=:AA==:',
  ]) {
    assert.deepEqual(await code(none, BODY), [400, 'CONTENT_DIGEST_MALFORMED'], none);
  }
});
