import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { test } from 'node:test';
import { rejection, utf8 } from '@stele/base';
import { CHAIN, stubLedger } from './test/stub-ledger.ts';
import { ledgerServer } from './test/kit.ts';

const FILES: Readonly<Record<string, string>> = {
  checkpoint: 'stele/abab\n9\nroot\n\n— x y\n',
  vkeys: 'key\n',
  policy: 'log key\n',
  'tile/0/000': 'full',
  'tile/0/000.p/9': 'part',
  'tile/entries/000.p/9': 'entries',
  'tile/0/x001/x234/067': 'far',
};

function ledgerWithLog(asked: string[] = []): ReturnType<typeof stubLedger> {
  return stubLedger({
    log: (path) => {
      asked.push(path);
      const text = Object.hasOwn(FILES, path) ? FILES[path] : undefined;
      if (text === undefined) return Promise.reject(rejection('LOG_PATH_UNKNOWN', 'no such file'));
      return Promise.resolve(utf8(text));
    },
  });
}

void test('each file has its type and may be kept as long as it holds', async (context) => {
  const { ask } = await ledgerServer(context, ledgerWithLog());
  const text = 'text/plain; charset=utf-8';
  const tile = 'application/octet-stream';
  const expected: Readonly<Record<string, readonly [string, string]>> = {
    checkpoint: [text, 'public, no-cache'],
    vkeys: [text, 'public, no-cache'],
    policy: [text, 'public, no-cache'],
    'tile/0/000': [tile, 'public, max-age=31536000, immutable'],
    'tile/0/000.p/9': [tile, 'public, max-age=3600'],
    'tile/entries/000.p/9': [tile, 'public, max-age=3600'],
    'tile/0/x001/x234/067': [tile, 'public, max-age=31536000, immutable'],
  };
  for (const [path, [type, caching]] of Object.entries(expected)) {
    const answer = await ask({ url: `/log/main/${path}` });
    assert.equal(answer.statusCode, 200, path);
    assert.equal(answer.body, FILES[path]);
    assert.equal(answer.headers['content-type'], type);
    assert.equal(answer.headers['cache-control'], caching);
    const tag = String(answer.headers.etag);
    for (const held of [tag, `W/${tag}`, `"x", ${tag}`, '*']) {
      const again = await ask({ url: `/log/main/${path}`, headers: { 'if-none-match': held } });
      assert.deepEqual([again.statusCode, again.body], [304, '']);
      assert.equal(again.headers.etag, tag);
    }
    const other = await ask({ url: `/log/main/${path}`, headers: { 'if-none-match': '"x"' } });
    assert.equal(other.statusCode, 200);
    assert.equal((await ask({ method: 'HEAD', url: `/log/main/${path}` })).body, '');
  }
});

void test('what needed a key is not for shared caches', async (context) => {
  const members = { ...CHAIN, entries: 'members' as const };
  const api = { ...ledgerWithLog(), chain: () => Promise.resolve(members) };
  const { ask, plainKey } = await ledgerServer(context, api);
  const headers = { authorization: `Bearer ${plainKey}` };
  const answer = await ask({ url: '/log/main/tile/entries/000.p/9', headers });
  assert.equal(answer.headers['cache-control'], 'private, max-age=3600');
  const checkpoint = await ask({ url: '/log/main/checkpoint' });
  assert.equal(checkpoint.headers['cache-control'], 'public, no-cache');
});

const WRONG_FORMS = [
  'tile/0/0',
  'tile/0/00',
  'tile/0/0000',
  'tile/0/x000',
  'tile/0/x000/001',
  'tile/0/001/002',
  'tile/0/X001/002',
  'tile/0/x01/002',
  'tile/0/000.p',
  'tile/0/000.p/',
  'tile/0/000.p/0',
  'tile/0/000.p/256',
  'tile/0/000.p/01',
  'tile/0/000.p/-1',
  'tile/0/000.p/9/',
  'tile/00/000',
  'tile/64/000',
  'tile/-1/000',
  'tile/0/+1',
  'tile/0/000%20',
  'tile/0/000%00',
  'tile/0/000%0a',
  'tile/0/',
  'tile/entries/',
  'tile/entries/x000/001',
  'tile/data/000',
  'tile/0/..%2f..%2fx',
  'tile/0/000%2f..%2f..%2fcheckpoint',
  'tile/entries%2f000.p%2f9/x',
  'tile/0/x999/x999/x999/x999/x999/x999/x999/999',
];

void test('an address has one spelling; no other reaches the ledger', async (context) => {
  const asked: string[] = [];
  const { ask } = await ledgerServer(context, ledgerWithLog(asked));
  for (const path of WRONG_FORMS) {
    const answer = await ask({ url: `/log/main/${path}` });
    assert.equal(answer.statusCode, 404, path);
    assert.match(answer.headers['content-type'] ?? '', /problem\+json/);
  }
  assert.deepEqual(asked, []);
});

/** Clients tidy a path before they send it; this one does not. */
function sendPath(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    });
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString('utf8');
    });
    socket.on('close', () => {
      resolve(answer);
    });
    socket.on('error', reject);
  });
}

void test('dots and slashes in a path lead nowhere', async (context) => {
  const asked: string[] = [];
  const { server } = await ledgerServer(context, ledgerWithLog(asked));
  const { port } = await server.listen();
  const paths = [
    '/log/main/tile/0/../../checkpoint',
    '/log/main/tile/0/../../x',
    '/log/main/../main/checkpoint',
    '/log/main/./checkpoint',
    '/log//main/checkpoint',
    '/log/main//checkpoint',
    '/log/main/tile/0/000/../000',
    '/log/main/tile\\0\\000',
    '/log/main/tile/%2e%2e/checkpoint',
    '/log/main/tile/0/%2e%2e/%2e%2e/checkpoint',
    '/log/main/checkpoint%00',
    '/log/main/checkpoint;x',
    '/log/main/tile/0/000?x/../..',
  ];
  for (const path of paths.slice(0, -1)) {
    assert.match(await sendPath(port, path), /^HTTP\/1\.1 40[04] /, path);
  }
  assert.deepEqual(asked, []);
  assert.match(await sendPath(port, paths.at(-1) ?? ''), /^HTTP\/1\.1 200 /);
});
