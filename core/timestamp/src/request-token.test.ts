/** Asking a time authority made with openssl, honest and otherwise; its tokens by `openssl ts -verify` too. */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { isCoded } from '@stele/base';
import { certificatesFromPem, requestToken, tokenVerifier } from './index.ts';
import { type Answer, LocalAuthority, opensslForTest, RSA_KEY } from './test/local-authority.ts';

const run = promisify(execFile);
const CONTENT = Buffer.from('three lines\n');
const IMPRINT = new Uint8Array(createHash('sha256').update(CONTENT).digest());
const OTHER = new Uint8Array(createHash('sha256').update('other').digest());
const random = { bytes: (count: number): Uint8Array => new Uint8Array(randomBytes(count)) };

function ask(url: string, timeoutMs = 10_000): Promise<Uint8Array> {
  return requestToken({ url, imprint: IMPRINT, random, timeoutMs });
}

const P384 = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-384'];
for (const [name, options] of [
  ['P-256', {}],
  ['P-384 with SHA-512', { key: P384, digest: 'sha512' }],
  ['RSA', { key: RSA_KEY }],
] as const) {
  void test(`a token by ${name}: both we and openssl verify it`, async (context) => {
    if (!opensslForTest(context)) return;
    const authority = await LocalAuthority.open(context, options);
    const trustedCertificates = certificatesFromPem(authority.rootPem);
    const before = Date.now();
    const token = await ask(authority.url);
    const verdict = tokenVerifier({ trustedCertificates })(token, IMPRINT);
    assert.ok(verdict.kind === 'valid', JSON.stringify(verdict));
    assert.equal(verdict.authority, 'Local Authority');
    assert.ok(Math.abs(verdict.timeMs - before) < 10_000, 'the time of the exchange');

    const path = join(authority.folder, 'token');
    writeFileSync(path, token);
    writeFileSync(`${path}.content`, CONTENT);
    const verify = ['ts', '-verify', '-token_in', '-in', path, '-CAfile', 'root.pem'];
    const { stdout, stderr } = await run('openssl', [...verify, '-data', `${path}.content`], {
      cwd: authority.folder,
    });
    assert.match(`${stdout}${stderr}`, /Verification: OK/);

    const untrusted = tokenVerifier({ trustedCertificates: [] })(token, IMPRINT);
    assert.equal(untrusted.kind, 'untrusted');
    const other = tokenVerifier({ trustedCertificates })(token, OTHER);
    assert.ok(other.kind === 'invalid' && other.code === 'TIMESTAMP_IMPRINT_MISMATCH');
  });
}

const REFUSED = Buffer.from('30053003020102', 'hex');
let earlier = new Uint8Array(0);
const misbehaviour: readonly (readonly [name: string, code: string, answer: Answer])[] = [
  ['an old answer', 'TIMESTAMP_NONCE_MISMATCH', (response) => response.end(earlier)],
  ['a refusal', 'TIMESTAMP_REFUSED', (response) => response.end(REFUSED)],
  ['text', 'TIMESTAMP_ANSWER_MALFORMED', (response) => response.end('hello')],
  ['nothing', 'TIMESTAMP_ANSWER_MALFORMED', (response) => response.end()],
  [
    'half of an answer',
    'TIMESTAMP_ANSWER_MALFORMED',
    (response, reply) => {
      response.end(reply.subarray(0, reply.length / 2));
    },
  ],
  [
    'BER',
    'TIMESTAMP_ANSWER_MALFORMED',
    (response, reply) => {
      response.end(Buffer.concat([Buffer.from([0x30, 0x80]), reply.subarray(4), Buffer.alloc(2)]));
    },
  ],
  [
    'endless bytes',
    'TIMESTAMP_ANSWER_MALFORMED',
    (response) => {
      const timer = setInterval(() => response.write(Buffer.alloc(4_096)), 1);
      response.on('close', () => {
        clearInterval(timer);
      });
    },
  ],
  [
    'another media type',
    'TIMESTAMP_ANSWER_MALFORMED',
    (response, reply) => {
      response.setHeader('content-type', 'text/html').end(reply);
    },
  ],
  [
    'a redirect',
    'TIMESTAMP_UNREACHABLE',
    (response) => {
      response.writeHead(302, { location: '/elsewhere' }).end();
    },
  ],
  ['an error', 'TIMESTAMP_UNREACHABLE', (response) => response.writeHead(500).end()],
  ['silence', 'TIMESTAMP_UNREACHABLE', () => undefined],
  ['a broken connection', 'TIMESTAMP_UNREACHABLE', (response) => response.destroy()],
];

void test('an authority that misbehaves is told by its code', async (context) => {
  if (!opensslForTest(context)) return;
  const authority = await LocalAuthority.open(context);
  authority.answer = (response, reply) => {
    earlier = Uint8Array.from(reply);
    response.end(reply);
  };
  await ask(authority.url);
  for (const [name, code, answer] of misbehaviour) {
    authority.answer = answer;
    const timeoutMs = name === 'silence' ? 300 : 10_000;
    await assert.rejects(ask(authority.url, timeoutMs), (error) => {
      assert.ok(isCoded(error), String(error));
      assert.equal(error.code, code, name);
      return error.retryable && error.kind === 'failure';
    });
  }
});

void test('an authority that does not take SHA-256 says so', async (context) => {
  if (!opensslForTest(context)) return;
  const authority = await LocalAuthority.open(context, { accepts: 'sha512' });
  await assert.rejects(ask(authority.url), (error) => {
    assert.ok(isCoded(error, 'TIMESTAMP_REFUSED'));
    assert.deepEqual(error.data, { status: 'rejection', failures: ['badAlg'] });
    return true;
  });
});

void test('a stamp over a SHA-1 digest is none over ours', async (context) => {
  if (!opensslForTest(context)) return;
  const authority = await LocalAuthority.open(context, { accepts: 'sha1, sha256' });
  const digest = createHash('sha1').update(CONTENT).digest('hex');
  const cwd = authority.folder;
  const query = ['ts', '-query', '-sha1', '-digest', digest, '-cert', '-out', 'query'];
  await run('openssl', query, { cwd });
  const reply = await authority.reply(readFileSync(join(cwd, 'query')));
  writeFileSync(join(cwd, 'reply'), reply);
  await run('openssl', ['ts', '-reply', '-in', 'reply', '-token_out', '-out', 'token'], { cwd });
  const token = new Uint8Array(readFileSync(join(cwd, 'token')));
  const trustedCertificates = certificatesFromPem(authority.rootPem);
  for (const imprint of [IMPRINT, new Uint8Array(Buffer.from(digest, 'hex'))]) {
    const verdict = tokenVerifier({ trustedCertificates })(token, imprint);
    assert.ok(verdict.kind === 'invalid' && verdict.code === 'TIMESTAMP_IMPRINT_MISMATCH');
  }
});

void test('an authority that is away', async (context) => {
  if (!opensslForTest(context)) return;
  const authority = await LocalAuthority.open(context);
  const { url } = authority;
  authority.stop();
  await assert.rejects(ask(url), (error) => isCoded(error, 'TIMESTAMP_UNREACHABLE'));
});

void test('what is no certificate is refused', () => {
  for (const text of [
    '',
    'hello',
    '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----',
  ]) {
    assert.throws(
      () => certificatesFromPem(text),
      (error) => isCoded(error, 'CERTIFICATE_UNREADABLE'),
    );
  }
});

void test('a trusted certificate that is none is the reader’s mistake, not the token’s', () => {
  const make = (): unknown => tokenVerifier({ trustedCertificates: [IMPRINT] });
  assert.throws(make, (error) => isCoded(error, 'CERTIFICATE_UNREADABLE'));
});
