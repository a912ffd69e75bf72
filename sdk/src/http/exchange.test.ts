import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { isCoded } from '@stele/base';
import { RequestError, connect, httpTransport } from '../index.ts';
import { exchange } from './exchange.ts';

/** A server that is no Stele node, until the test ends. */
async function strangeServer(context: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

const problem = {
  type: 'urn:stele:code:EXPIRED',
  title: 'No longer valid.',
  status: 422,
  detail: 'its time is over',
  instance: '/v1/chains/main',
  code: 'EXPIRED',
  action: 'Build it again.',
  requestId: 'req_1',
  retryable: false,
  docs: '/v1/codes/EXPIRED',
  errors: [{ pointer: '#/x', code: 'WRONG', detail: 'is wrong' }],
  transaction: 'abc',
};

void test('a problem becomes an error with its code, action, request id, faults and data', async (context) => {
  const url = await strangeServer(context, (_, response) => {
    response.writeHead(422, { 'content-type': 'application/problem+json', 'retry-after': '7' });
    response.end(JSON.stringify(problem));
  });
  await assert.rejects(httpTransport({ url }).chain(), (error) => {
    assert.ok(error instanceof RequestError);
    assert.equal(error.kind, 'rejection');
    assert.equal(error.code, 'EXPIRED');
    assert.equal(error.message, 'its time is over');
    assert.equal(error.action, 'Build it again.');
    assert.equal(error.requestId, 'req_1');
    assert.equal(error.status, 422);
    assert.deepEqual(error.faults, problem.errors);
    assert.deepEqual(error.data, { transaction: 'abc', retryAfterMs: 7_000 });
    return true;
  });
});

void test('answers of something else than a node are told apart from refusals', async (context) => {
  const answers: readonly (readonly [number, string, boolean])[] = [
    [200, '<html>', false],
    [200, '', false],
    [200, '7', false],
    [404, '<html>not found', false],
    [502, '<html>bad gateway', true],
    [503, '{"message":"busy"}', true],
    [500, 'null', false],
  ];
  for (const [status, body, retryable] of answers) {
    const url = await strangeServer(context, (_, response) => {
      response.writeHead(status).end(body);
    });
    await assert.rejects(httpTransport({ url }).chain(), (error) => {
      assert.ok(isCoded(error, 'ANSWER_MALFORMED'), body);
      assert.equal(error.retryable, retryable);
      return true;
    });
  }
});

void test('nobody at the address, a broken connection, or silence: UNREACHABLE, to be tried again', async (context) => {
  const broken = await strangeServer(context, (request) => {
    request.socket.destroy();
  });
  const cut = await strangeServer(context, (request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{"id":');
    setTimeout(() => request.socket.destroy(), 10);
  });
  const silent = await strangeServer(context, () => undefined);
  for (const url of ['http://127.0.0.1:1', broken, cut, silent]) {
    await assert.rejects(httpTransport({ url, timeoutMs: 200 }).chain(), (error) => {
      assert.ok(isCoded(error, 'UNREACHABLE'), url);
      assert.equal(error.retryable, true);
      return true;
    });
  }
});

void test('a key does not follow a redirect', async (context) => {
  const seen: (string | undefined)[] = [];
  const thief = await strangeServer(context, (request, response) => {
    seen.push(request.headers.authorization);
    response.end('{}');
  });
  const url = await strangeServer(context, (_, response) => {
    response.writeHead(302, { location: thief }).end();
  });
  const attempt = httpTransport({ url, key: 'stele_secret' }).chain();
  await assert.rejects(attempt, (error) => isCoded(error, 'UNREACHABLE'));
  assert.deepEqual(seen, []);
});

void test('an endless answer is cut off', async (context) => {
  const part = Buffer.alloc(1_048_576);
  const url = await strangeServer(context, (_, response) => {
    const send = (): void => {
      while (response.write(part));
      response.once('drain', send);
    };
    send();
  });
  const attempt = exchange({ url }, { method: 'GET', path: '/' });
  await assert.rejects(attempt, (error) => isCoded(error, 'ANSWER_TOO_LARGE'));
});

void test('what is sent: path, query, key, and nothing of the caller’s making in the path', async (context) => {
  const seen: string[] = [];
  const url = await strangeServer(context, (request, response) => {
    seen.push(
      `${request.method ?? ''} ${request.url ?? ''} ${request.headers.authorization ?? '-'}`,
    );
    response.end('{"items":[],"nextCursor":null}');
  });
  const transport = httpTransport({ url: `${url}//`, key: 'k', chain: 'a/../b' });
  await transport.events({ limit: 2, after: -1, type: 'a&b=c' });
  await transport.receipt('ab'.repeat(32), { call: 1, item: 2 });
  await transport.log('tile/0/000.p/3');
  assert.deepEqual(seen, [
    'GET /v1/chains/a%2F..%2Fb/events?limit=2&type=a%26b%3Dc Bearer k',
    `GET /v1/chains/a%2F..%2Fb/transactions/${'ab'.repeat(32)}/proof?form=cbor&call=1&item=2 Bearer k`,
    'GET /log/a%2F..%2Fb/tile/0/000.p/3 Bearer k',
  ]);
});

void test('the wrong chain behind the right address is noticed at once', async (context) => {
  const url = await strangeServer(context, (_, response) => {
    response.end(JSON.stringify({ id: 'ab'.repeat(32), suite: 'intl' }));
  });
  const fingerprint = 'cd'.repeat(32);
  await assert.rejects(connect({ url, fingerprint }), (error) => {
    assert.ok(isCoded(error, 'CHAIN_NOT_TRUSTED'));
    assert.deepEqual(error.data, { expected: fingerprint, found: 'ab'.repeat(32) });
    return true;
  });
  const { chain } = await connect({ url });
  assert.equal(chain.fingerprint[0], 0xab);
});
