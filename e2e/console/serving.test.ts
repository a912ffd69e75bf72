/** How the pages are served: under which policy, kept how long, compressed or whole, and nothing but them. */

import assert from 'node:assert/strict';
import { request } from 'node:http';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { PAGE_PATHS } from '@stele/console/serve';
import { sharedDesk } from './desk.ts';
import { routePatterns } from './page-routes.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bytes: Buffer;
}

const desk = sharedDesk();

/** As it stands: nothing tidies the path on its way. */
async function get(
  path: string,
  headers: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<Answer> {
  const { hostname, port } = new URL((await desk()).server.address);
  return await new Promise((resolve, reject) => {
    request({ hostname, port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode: status = 0, headers: got } = response;
        resolve({ status, headers: got, bytes: Buffer.concat(chunks) });
      });
    })
      .on('error', reject)
      .end();
  });
}

async function pageText(): Promise<string> {
  return (await get('/')).bytes.toString();
}

/** All that the page names at its beginning. */
async function firstAssets(): Promise<readonly string[]> {
  const paths = [...(await pageText()).matchAll(/(?:src|href)="(\/built\/[^"]+)"/g)];
  assert.ok(paths.length > 0, 'the page names its files');
  return paths.map(([, path = '']) => path);
}

function assertIsPage({ status, headers, bytes }: Answer, path: string): void {
  assert.equal(status, 200, path);
  assert.match(String(headers['content-type']), /^text\/html/, path);
  assert.match(bytes.toString(), /<div id="root">/, path);
}

function assertIsProblem({ status, headers, bytes }: Answer, path: string): void {
  assert.match(String(headers['content-type']), /^application\/problem\+json/, path);
  const problem = JSON.parse(bytes.toString()) as { status: number; code: string };
  assert.equal(problem.status, status, path);
}

void test('every page of the table is served under its own address, and below it', async () => {
  const first = (pattern: string): string => pattern.split('/')[1] ?? '';
  const served: readonly string[] = PAGE_PATHS;
  const unserved = routePatterns()
    .map(first)
    .filter((part) => part !== '' && !served.includes(part));
  assert.deepEqual(unserved, [], 'in the table but not in PAGE_PATHS');
  const routed = routePatterns().map(first);
  assert.deepEqual(
    served.filter((part) => !routed.includes(part)),
    [],
    'in PAGE_PATHS but not in the table',
  );
  assertIsPage(await get('/'), '/');
  for (const path of PAGE_PATHS) {
    for (const one of [`/${path}`, `/${path}/a/b`, `/${path}?a=b`]) {
      assertIsPage(await get(one), one);
    }
  }
});

void test('the policy lets in nothing that the server did not give', async () => {
  const answers = [await get('/'), await get('/'), await get('/records')];
  const nonces = answers.map(({ headers, bytes }) => {
    const policy = String(headers['content-security-policy']);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|\*|https?:/);
    for (const part of [/default-src 'none'/, /base-uri 'none'/, /frame-ancestors 'none'/]) {
      assert.match(policy, part);
    }
    assert.equal(headers['cache-control'], 'no-store');
    assert.equal(headers['x-content-type-options'], 'nosniff');
    const [, nonce = ''] = /'nonce-([^']+)'/.exec(policy) ?? [];
    assert.ok(nonce.length >= 22, 'a nonce that nobody guesses');
    const text = bytes.toString();
    assert.ok(text.includes(nonce), 'the page carries it');
    assert.doesNotMatch(text, /<script(?![^>]*\bsrc=)[^>]*>/, 'no script stands in the page');
    assert.doesNotMatch(text, /<style|\son\w+="|\sstyle="/, 'nor a style');
    return nonce;
  });
  assert.equal(new Set(nonces).size, nonces.length, 'each answer has its own');
});

void test('the page that verifies offline: its own policy, the same from a server as from a disk', async () => {
  const { headers, bytes } = await get('/verify.html');
  const [, own = ''] =
    /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(bytes.toString()) ?? [];
  assert.match(own, /^default-src 'none'; script-src 'sha256-/);
  assert.equal(headers['content-security-policy'], `${own}; frame-ancestors 'none'`);
});

void test('what is not a page is a problem, whatever the browser would like', async () => {
  const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  for (const path of ['/nothing', '/recordsx', '/index.html', '/built', '/built/', '/dist/']) {
    const answer = await get(path, html);
    assert.equal(answer.status, 404, path);
    assertIsProblem(answer, path);
  }
  const posted = await get('/records', {}, 'POST');
  assert.ok(posted.status === 404 || posted.status === 405, String(posted.status));
});

void test('files under hashed names are kept for ever, each in the form that was asked for', async () => {
  for (const path of await firstAssets()) {
    assert.match(path, /-[\w-]{8,}\.\w+$/, 'a name with a hash');
    const whole = await get(path);
    assert.equal(whole.status, 200, path);
    assert.match(String(whole.headers['cache-control']), /max-age=31536000.*immutable/);
    assert.match(String(whole.headers['vary']), /accept-encoding/i);
    assert.equal(whole.headers['content-encoding'], undefined);
    for (const [accepted, name, opened] of [
      ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
      ['br;q=0, gzip;q=0.5', 'gzip', gunzipSync],
    ] as const) {
      const answer = await get(path, { 'accept-encoding': accepted });
      assert.equal(answer.headers['content-encoding'], name, `${path}: ${accepted}`);
      assert.deepEqual(opened(answer.bytes), whole.bytes, path);
      assert.ok(answer.bytes.length < whole.bytes.length, 'worth it');
    }
    const refused = await get(path, { 'accept-encoding': 'identity;q=1, br;q=0, gzip;q=0' });
    assert.deepEqual(refused.bytes, whole.bytes);
  }
});

void test('a part that is asked for is given as that part, or all of it as all', async () => {
  const [path = ''] = await firstAssets();
  const whole = await get(path);
  const part = await get(path, { range: 'bytes=10-19' });
  if (part.status === 206) {
    assert.match(String(part.headers['content-range']), /^bytes 10-19\//);
    assert.deepEqual(part.bytes, whole.bytes.subarray(10, 20));
  } else {
    assert.equal(part.status, 200);
    assert.deepEqual(part.bytes, whole.bytes);
  }
  const head = await get(path, {}, 'HEAD');
  assert.equal(head.status, 200);
  assert.equal(head.bytes.length, 0);
  assert.equal(head.headers['content-length'], String(whole.bytes.length));
});

void test('no path leads out of the build', async () => {
  const [asset = ''] = await firstAssets();
  const hostile = [
    '/built/../index.html',
    '/built/../../package.json',
    '/built/../../../../../../etc/passwd',
    '/built/%2e%2e/%2e%2e/package.json',
    '/built/..%2f..%2fpackage.json',
    '/built/..%5c..%5cpackage.json',
    '/built/....//....//package.json',
    '/built/%252e%252e/package.json',
    '/built/%c0%ae%c0%ae/package.json',
    '/built//etc/passwd',
    '/built/%00',
    '/built/constructor',
    '/built/__proto__',
    '/built/%',
    '//built/../x',
    `${asset}/`,
    `${asset}.br`,
    `${asset}.map`,
  ];
  for (const path of hostile) {
    const answer = await get(path);
    assert.ok(answer.status >= 400 && answer.status < 500, `${path}: ${String(answer.status)}`);
    assertIsProblem(answer, path);
  }
});
