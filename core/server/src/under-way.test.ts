import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { jsonLog } from './index.ts';
import { createMetrics } from './metrics.ts';
import { SERVER_CODES } from './problem/catalogue.ts';
import { Places } from './places.ts';
import { withPlaces } from './under-way.ts';

const HELD = '/held';
/** Held before its body is read, as of a call that has none. */
const UNREAD = '/unread';

interface Gated {
  readonly url: string;
  readonly connect: () => Socket;
  /** How many calls are being answered. */
  readonly inside: () => number;
  /** How many were answered at once. */
  readonly answered: () => number;
  /** Answers those that are inside, and all that come. */
  readonly open: () => void;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** A server of three places a caller and five in all, which holds every answer until it is told to give it. */
async function gated(context: TestContext): Promise<Gated> {
  const held: ServerResponse[] = [];
  const lines: Readonly<Record<string, unknown>>[] = [];
  let isOpen = false;
  let answered = 0;
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.url === UNREAD) {
      held.push(response);
      return;
    }
    request.resume().once('end', () => {
      if (!isOpen && request.url === HELD) {
        held.push(response);
        return;
      }
      response.end();
      answered++;
    });
  };
  const clock = { nowMs: () => 0, monotonicMs: () => 0 };
  const write = (line: string): void => {
    lines.push(JSON.parse(line) as Readonly<Record<string, unknown>>);
  };
  const server = createServer(
    withPlaces(answer, {
      catalogue: SERVER_CODES,
      log: jsonLog({ write, clock, level: 'info' }),
      metrics: createMetrics(),
      nextRequestId: () => 'req_1',
      places: new Places({ perCaller: 3, inAll: 5 }),
    }),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    connect: () => connect(port, '127.0.0.1').on('error', () => undefined),
    inside: () => held.filter(({ destroyed }) => !destroyed).length,
    answered: () => answered,
    open: () => {
      isOpen = true;
      for (const response of held) response.end();
    },
    lines,
  };
}

function caller({ url }: Gated): (who: string, method?: string) => Promise<Response> {
  return (who, method = 'POST') =>
    fetch(url + HELD, { method, headers: { authorization: who }, ...bodyOf(method) });
}

function bodyOf(method: string): { readonly body?: string } {
  return method === 'POST' ? { body: '{}' } : {};
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

void test('beyond the places of a caller, then of all: 429 at once; what has a place is answered', async (context) => {
  const server = await gated(context);
  const call = caller(server);
  const answered = [call('one'), call('one'), call('one')];
  await until(() => server.inside() === 3);
  const refused = await call('one');
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, '1']);
  assert.equal(refused.headers.get('x-content-type-options'), 'nosniff');
  const { code, limit, value, retryable, requestId, instance } = (await refused.json()) as Readonly<
    Record<string, unknown>
  >;
  assert.deepEqual(
    [code, limit, value, retryable, requestId, instance],
    ['TOO_MANY_UNDER_WAY', 'CALLS_PER_CALLER_MAX', 3, true, 'req_1', HELD],
  );
  answered.push(call('two'), call('two'));
  await until(() => server.inside() === 5);
  const other = (await (await call('three')).json()) as Readonly<Record<string, unknown>>;
  assert.equal(other['limit'], 'CALLS_UNDER_WAY_MAX');
  // Reading needs no place.
  answered.push(call('one', 'GET'));
  await until(() => server.inside() === 6);
  server.open();
  const statuses = (await Promise.all(answered)).map(({ status }) => status);
  assert.deepEqual(statuses, [200, 200, 200, 200, 200, 200]);
  assert.equal((await call('one')).status, 200);
  // One line for both, with their number.
  await until(() => server.lines.length > 0);
  assert.deepEqual(
    server.lines.map((line) => line['count']),
    [2],
  );
});

void test('who hangs up gives his place back; who sends slowly takes none', async (context) => {
  const server = await gated(context);
  const call = caller(server);
  const head = `POST ${HELD} HTTP/1.1\r\nHost: x\r\nAuthorization: one\r\nContent-Length: 2\r\n\r\n`;
  const slow = Array.from({ length: 6 }, server.connect);
  for (const socket of slow) socket.write(`${head}{`);
  const gone = Array.from({ length: 3 }, server.connect);
  for (const socket of gone) socket.write(`${head}{}`);
  await until(() => server.inside() === 3);
  assert.equal((await call('one')).status, 429);
  for (const socket of gone) socket.destroy();
  await until(() => server.inside() === 0);
  const answered = [call('one'), call('one'), call('one')];
  await until(() => server.inside() === 3);
  server.open();
  const statuses = (await Promise.all(answered)).map(({ status }) => status);
  assert.deepEqual(statuses, [200, 200, 200]);
  for (const socket of slow) socket.destroy();
});

void test('who takes no answers keeps no places', async (context) => {
  const server = await gated(context);
  const call = caller(server);
  const socket = server.connect();
  // The first is held, so the answers to the others are made and cannot leave.
  socket.write(
    `GET ${HELD} HTTP/1.1\r\nHost: x\r\n\r\n${`POST / HTTP/1.1\r\nHost: x\r\nAuthorization: one\r\nContent-Length: 2\r\n\r\n{}`.repeat(
      3,
    )}${`POST / HTTP/1.1\r\nHost: x\r\nAuthorization: two\r\nContent-Length: 2\r\n\r\n{}`.repeat(2)}`,
  );
  await until(() => server.answered() === 5);
  const answered = [call('one'), call('two')];
  await until(() => server.inside() === 3);
  server.open();
  assert.deepEqual(
    (await Promise.all(answered)).map(({ status }) => status),
    [200, 200],
  );
  socket.destroy();
});

void test('a call without a body takes a place as well', async (context) => {
  const server = await gated(context);
  const sockets = Array.from({ length: 3 }, server.connect);
  for (const socket of sockets) {
    socket.write(`DELETE ${UNREAD} HTTP/1.1\r\nHost: x\r\nAuthorization: one\r\n\r\n`);
  }
  await until(() => server.inside() === 3);
  assert.equal((await caller(server)('one')).status, 429);
  for (const socket of sockets) socket.destroy();
});

void test('a refused connection is kept, whatever body was on its way', async (context) => {
  const server = await gated(context);
  const call = caller(server);
  const answered = [call('one'), call('one'), call('one')];
  await until(() => server.inside() === 3);
  const socket = server.connect();
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const body = 'x'.repeat(100_000);
  const head = `POST / HTTP/1.1\r\nHost: x\r\nAuthorization: one\r\nContent-Length: ${String(body.length)}\r\n\r\n`;
  socket.write(head + body.slice(50_000));
  await until(() => text.includes('TOO_MANY_UNDER_WAY'));
  socket.write(body.slice(0, 50_000));
  server.open();
  await Promise.all(answered);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  await until(() => text.includes('200 OK'));
  socket.destroy();
});
