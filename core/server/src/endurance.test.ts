/** Clients that mean ill or are many: others are served meanwhile, and memory stays bounded. The server is another process. */

import assert from 'node:assert/strict';
import { execSync, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CONNECTIONS_MAX } from './limits.ts';
import { sayRaw } from './test/kit.ts';

const isDeep = process.env['STELE_TEST_DEEP'] === '1';
const MEBIBYTE = 1_048_576;

interface Memory {
  readonly rss: number;
  readonly handled: number;
}

let child: ChildProcess;
let port = 0;

before(async () => {
  const path = new URL('./test/endurance-server.ts', import.meta.url).pathname;
  child = fork(path, { execArgv: ['--expose-gc'] });
  const [message] = (await once(child, 'message')) as [{ port: number }];
  port = message.port;
});

after(() => {
  child.disconnect();
});

async function memory(): Promise<Memory> {
  child.send('memory');
  const [message] = (await once(child, 'message')) as [Memory];
  return message;
}

async function open(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

function openMany(count: number): Promise<readonly Socket[]> {
  return Promise.all(Array.from({ length: count }, open));
}

/** How long another client waits for an answer. */
async function probeMs(): Promise<number> {
  const began = performance.now();
  const response = await fetch(`http://127.0.0.1:${String(port)}/healthz`);
  assert.deepEqual(await response.json(), { status: 'ok' });
  return performance.now() - began;
}

function destroyAll(sockets: readonly Socket[]): void {
  for (const socket of sockets) socket.destroy();
}

/** How many connections the system lets a process have. Node takes all that it may. */
function filesMax(): number {
  const text = execSync('ulimit -Hn', { encoding: 'utf8', shell: '/bin/sh' }).trim();
  return text === 'unlimited' ? Infinity : Number(text);
}

void test('ten thousand connections stay open, and one more client is served', async (context) => {
  const count = Math.min(10_000, filesMax() - 1_000);
  const before = await memory();
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    const batch = await openMany(250);
    // Each asks once, and stays: what remains is a connection that is kept alive.
    for (const socket of batch) socket.write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
    await Promise.all(batch.map((socket) => once(socket, 'data')));
    sockets.push(...batch);
  }
  const waitMs = await probeMs();
  const { rss } = await memory();
  assert.ok(sockets.every((socket) => !socket.destroyed && socket.readyState === 'open'));
  assert.ok(waitMs < 1_000, `waited ${String(waitMs)} ms`);
  const each = (rss - before.rss) / count;
  assert.ok(each < 40_000, `${String(each)} bytes a connection`);
  context.diagnostic(
    `cases: open connections ${String(count)}, ${String(Math.round(each))} bytes each`,
  );
  destroyAll(sockets);
});

void test('connections beyond the limit are closed at once, and those within it are served', async (context) => {
  // Opening as many takes seconds; in between, what was opened and asked must stay.
  const excess = 100;
  if (!isDeep || filesMax() < CONNECTIONS_MAX + 1_000) {
    context.diagnostic(
      'connections beyond the limit: in the deep run, where the system has as many',
    );
    return;
  }
  const sockets: Socket[] = [];
  while (sockets.length < CONNECTIONS_MAX + excess) {
    const batch = await openMany(250);
    for (const socket of batch) {
      socket.resume().write('GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n');
    }
    sockets.push(...batch);
  }
  await sleep(1_000);
  const closed = sockets.filter((socket) => socket.closed || socket.readableEnded);
  assert.ok(closed.length >= excess, `${String(closed.length)} were closed`);
  assert.ok(sockets.slice(0, 10_000).every((socket) => !socket.closed));
  destroyAll(sockets);
  await sleep(500);
  await probeMs();
});

void test('connections that say nothing or dribble are closed in time, with 408 where it was begun', async () => {
  const silent = await openMany(500);
  for (const socket of silent) socket.resume();
  const dribbling = await openMany(200);
  const heads = [
    'GET /healthz HTTP/1.1\r\n',
    'POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 5000\r\n\r\n{',
  ];
  const answers = dribbling.map(() => '');
  dribbling.forEach((socket, i) => {
    socket.setEncoding('utf8').on('data', (data: string) => {
      answers[i] = (answers[i] ?? '') + data;
    });
    socket.write(heads[i % 2] ?? '');
  });
  const timer = setInterval(() => {
    for (const [i, socket] of dribbling.entries()) {
      if (socket.writable) socket.write(i % 2 === 0 ? 'x: y\r\n' : ' ');
    }
  }, 100);
  const waits: number[] = [];
  for (let i = 0; i < 20; i++) {
    waits.push(await probeMs());
    await sleep(50);
  }
  for (const socket of [...silent, ...dribbling]) if (!socket.closed) await once(socket, 'close');
  clearInterval(timer);
  assert.ok(Math.max(...waits) < 500, `waited ${String(Math.max(...waits))} ms`);
  for (const answer of answers) assert.match(answer, /^HTTP\/1\.1 408 [\s\S]*REQUEST_TOO_SLOW/);
});

interface Flood {
  readonly answer: string;
  readonly sentBytes: number;
}

/** Sends up to a gibibyte after the head, until the server has had enough. */
async function flood(head: string, frame: (chunk: Buffer) => Buffer): Promise<Flood> {
  const chunk = frame(Buffer.alloc(65_536, 0x20));
  const socket = await open();
  let answer = '';
  let sentBytes = 0;
  socket.setEncoding('utf8').on('data', (data: string) => {
    answer += data;
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const drained = (): Promise<unknown> => new Promise((resolve) => socket.once('drain', resolve));
  socket.write(head);
  while (sentBytes < 1_024 * MEBIBYTE && socket.writable) {
    sentBytes += chunk.length;
    if (!socket.write(chunk)) await Promise.race([drained(), closed]);
  }
  socket.end();
  await closed;
  return { answer, sentBytes };
}

const POST = 'POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n';

void test('a body of a gibibyte is refused early, declared or in chunks, and is held nowhere', async () => {
  const { rss } = await memory();
  const declared = `${POST}content-length: ${String(1_024 * MEBIBYTE)}\r\n\r\n`;
  const chunked = `${POST}transfer-encoding: chunked\r\n\r\n`;
  const asChunk = (data: Buffer): Buffer =>
    Buffer.concat([Buffer.from('10000\r\n'), data, Buffer.from('\r\n')]);
  const rounds = isDeep ? 40 : 4;
  for (let i = 0; i < rounds; i++) {
    const floods = await Promise.all([
      flood(declared, (data) => data),
      flood(chunked, asChunk),
      flood(chunked, asChunk),
      probeMs(),
    ]);
    for (const { answer, sentBytes } of floods.slice(0, 3) as Flood[]) {
      assert.ok(sentBytes < 64 * MEBIBYTE, `${String(sentBytes)} bytes were taken`);
      assert.match(answer, /^HTTP\/1\.1 413 [\s\S]*BODY_BYTES_MAX/);
    }
  }
  const grown = (await memory()).rss - rss;
  assert.ok(grown < 96 * MEBIBYTE, `grew by ${String(grown)} bytes`);
});

void test('a flood of headers is 431 or read whole, and never cut in silence', async () => {
  const { rss } = await memory();
  const many = 'a:\r\n'.repeat(3_900);
  const read = await sayRaw(
    port,
    `GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${many}\r\n`,
  );
  assert.match(read, /^HTTP\/1\.1 200/);
  // The second Host is noticed behind thousands of other headers.
  const twice = await sayRaw(
    port,
    `GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n${many}host: b\r\n\r\n`,
  );
  assert.match(twice, /^HTTP\/1\.1 400 [\s\S]*HOST_TWICE/);
  const floods = Array.from({ length: 200 }, (_, i) =>
    sayRaw(
      port,
      `GET /healthz HTTP/1.1\r\nhost: localhost\r\n${i % 2 === 0 ? 'abc: defg\r\n'.repeat(5_000) : `a: ${'b'.repeat(60_000)}\r\n`}`,
    ).catch(() => ''),
  );
  const answers = await Promise.all(floods);
  await probeMs();
  for (const answer of answers.filter((text) => text !== '')) {
    assert.match(answer, /^HTTP\/1\.1 431 [\s\S]*HEADERS_TOO_LARGE/);
  }
  assert.ok(answers.some((answer) => answer !== ''));
  assert.ok((await memory()).rss - rss < 64 * MEBIBYTE);
});

const GOOD = `${POST}content-length: 2\r\n\r\n{}`;

void test('junk behind good requests does not take their answers away', async () => {
  const { handled } = await memory();
  for (const junk of ['\0\0\0\0\r\n\r\n', 'NONSENSE\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n']) {
    const answer = await sayRaw(port, GOOD + GOOD + junk);
    const statuses = [...answer.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);
    assert.deepEqual(statuses, ['200', '200', '400'], answer);
    assert.ok(answer.lastIndexOf('REQUEST_MALFORMED') > answer.lastIndexOf('{"body":{}}'));
  }
  assert.equal((await memory()).handled - handled, 6);
  // Broken inside its own body, a request has no answer to wait for.
  const broken = await sayRaw(port, `${POST}transfer-encoding: chunked\r\n\r\nzz\r\n`);
  assert.match(broken, /^HTTP\/1\.1 400 /);
});

const HIDDEN =
  'POST /echo HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}';

void test('RFC 9112 §6 and §11.2: lengths that two readers could read differently are refused', async () => {
  const { handled } = await memory();
  const lengths = String(HIDDEN.length);
  const heads = [
    `content-length: ${lengths}\r\ntransfer-encoding: chunked`,
    `transfer-encoding: chunked\r\ncontent-length: ${lengths}`,
    `content-length: 0\r\ncontent-length: ${lengths}`,
    `content-length: ${lengths}, ${lengths}`,
    `content-length: +${lengths}`,
    `content-length: 0x10`,
    `content-length : 0`,
    `content-length: 0\r\n ${lengths}`,
    'transfer-encoding: chunked, identity',
    'transfer-encoding: xchunked',
    'transfer-encoding : chunked',
    'transfer-encoding: chunked\r\ntransfer-encoding: identity',
    `transfer-encoding:\x0bchunked\r\ncontent-length: 0`,
    `content-length: 18446744073709551616`,
  ];
  for (const head of heads) {
    const answer = await sayRaw(port, `${POST}${head}\r\n\r\n0\r\n\r\n${HIDDEN}`);
    assert.match(answer, /^HTTP\/1\.1 4\d\d /, head);
    assert.ok(!answer.includes('HTTP/1.1 200'), head);
  }
  const chunked = `${POST}transfer-encoding: chunked\r\n\r\n`;
  for (const body of [
    '-1\r\n',
    '0x2\r\n{}\r\n0\r\n\r\n',
    '2\n{}\n0\n\n',
    'fffffffffffffffff\r\n',
    '2\r\n{}XX0\r\n\r\n',
    ' 2\r\n{}\r\n0\r\n\r\n',
  ]) {
    const answer = await sayRaw(port, `${chunked}${body}${HIDDEN}`);
    assert.match(answer, /^HTTP\/1\.1 4\d\d /, body);
    assert.ok(!answer.includes('HTTP/1.1 200'), body);
  }
  assert.equal((await memory()).handled, handled, 'no hidden request was handled');
  // What stands in the body of a GET is its body, not the next request.
  const get = `GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-length: ${lengths}\r\n\r\n${HIDDEN}`;
  assert.match(await sayRaw(port, get), /^HTTP\/1\.1 200/);
  assert.equal((await memory()).handled, handled);
});
