/** Clients that are slow, huge or many: everybody else is served meanwhile, and the server does not grow with them. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { adminOf, type Client, sha256 } from './evidence-client.ts';
import { Machine, type Server } from './product.ts';

const OTHERS = 200;
const IDLE = 2_000;
const BATCH = 10_000;
const SLOW_READERS = 4;
/** The end of a body that comes in chunks (RFC 9112 §7.1). */
const LAST_CHUNK = '\r\n0\r\n\r\n';
const GIBIBYTE = 1_073_741_824;
const MEBIBYTE = 1_048_576;
/** The largest body that any route takes is a file of 100 MiB to be verified. */
const EARLY_BYTES = 128 * MEBIBYTE;
/** What everybody waits for at most, all of a crowd together. */
const PROMPT_MS = 5_000;

let server: Server;
let client: Client;
let key: string;
const cleanups: (() => Promise<void> | void)[] = [];

before(async () => {
  const file = { after: (work: () => Promise<void> | void) => void cleanups.push(work) };
  const machine = new Machine(file);
  server = await machine.start(file, [], { STELE_PROJECTION: 'off' });
  client = adminOf(machine, server);
  key = readFileSync(machine.path('data', 'admin.key'), 'utf8').trim();
});

after(async () => {
  client.close();
  for (const cleanup of cleanups) await cleanup();
});

/** Of the server's process; 0 where the system does not say. */
function memoryBytes(): number {
  try {
    const status = readFileSync(`/proc/${String(server.pid)}/status`, 'utf8');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1_024;
  } catch {
    return 0;
  }
}

async function open(): Promise<Socket> {
  const { port } = new URL(server.address);
  const socket = connect(Number(port), '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

function openMany(count: number): Promise<readonly Socket[]> {
  return Promise.all(Array.from({ length: count }, open));
}

/** Many others at once: each records something and finds it; how long all of them took. */
async function servedMs(label: string): Promise<number> {
  const began = performance.now();
  const one = async (_: unknown, i: number): Promise<void> => {
    const digest = sha256(`${label} ${String(i)}`);
    const body = { digests: { 'sha-256': digest }, name: label };
    const { id } = await client.json<{ id: string }>(201, 'POST', '/v1/evidence', { body });
    await client.json(200, 'GET', `/v1/evidence/${id}`);
  };
  await Promise.all(Array.from({ length: OTHERS }, one));
  return performance.now() - began;
}

async function checkOthersAreServed(label: string): Promise<void> {
  const tookMs = await servedMs(label);
  assert.ok(tookMs < PROMPT_MS, `${label}: ${String(Math.round(tookMs))} ms`);
}

/** A request of which the answer is not read. */
async function slowReader(path: string): Promise<Socket> {
  const socket = await open();
  socket.pause();
  socket.write(`GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${key}\r\n\r\n`);
  return socket;
}

/** The rest of an answer, read at last: how many receipts are in its body. */
async function receiptsIn(socket: Socket): Promise<number> {
  const chunks: string[] = [];
  let tail = '';
  socket.setEncoding('latin1');
  for await (const chunk of socket as AsyncIterable<string>) {
    chunks.push(chunk);
    tail = (tail + chunk).slice(-LAST_CHUNK.length);
    if (tail === LAST_CHUNK) break;
  }
  return chunks.join('').split('"type":"stele-receipt/v1"').length - 1;
}

void test('receipts that nobody reads wait, and everybody else is served', async (t) => {
  const items = Array.from({ length: BATCH }, (_, i) => ({
    digests: { 'sha-256': sha256(`slow ${String(i)}`) },
    name: `document ${String(i)}.pdf`,
  }));
  const { id } = await client.json<{ id: string }>(201, 'POST', '/v1/evidence/batches', {
    body: { items },
  });
  await checkOthersAreServed('before');
  const before = memoryBytes();
  const path = `/v1/evidence/batches/${id}/receipts`;
  const readers = await Promise.all(Array.from({ length: SLOW_READERS }, () => slowReader(path)));
  await checkOthersAreServed('beside slow readers');
  const grown = memoryBytes() - before;
  t.diagnostic(
    `grown by ${String(Math.round(grown / MEBIBYTE))} MiB for ${String(SLOW_READERS)} slow readers`,
  );
  assert.ok(grown < SLOW_READERS * 64 * MEBIBYTE);
  const [last, ...others] = readers;
  for (const socket of others) socket.destroy();
  assert.ok(last);
  assert.equal(await receiptsIn(last), BATCH, 'whoever reads at last gets all of it');
});

interface Refusal {
  readonly status: string;
  readonly sentBytes: number;
}

/** Sends a body of a gibibyte until there is an answer or an end. */
async function sendHuge(
  path: string,
  type: string,
  framing: 'length' | 'chunked',
): Promise<Refusal> {
  const socket = await open();
  let answer = '';
  socket.setEncoding('latin1').on('data', (text: string) => (answer += text));
  const size =
    framing === 'length' ? `content-length: ${String(GIBIBYTE)}` : 'transfer-encoding: chunked';
  const head = ['host: 127.0.0.1', `authorization: Bearer ${key}`, `content-type: ${type}`, size];
  socket.write(`POST ${path} HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n`);
  const piece = Buffer.alloc(65_536, 0x20);
  let sentBytes = 0;
  while (answer === '' && !socket.destroyed && sentBytes < GIBIBYTE) {
    if (framing === 'chunked') socket.write(`${piece.length.toString(16)}\r\n`);
    const isTaken = socket.write(piece);
    if (framing === 'chunked') socket.write('\r\n');
    sentBytes += piece.length;
    await sleep(isTaken ? 0 : 1);
  }
  socket.destroy();
  const [, status = `none after ${String(sentBytes)} bytes`] =
    /^HTTP\/1\.1 (\d{3})/.exec(answer) ?? [];
  return { status, sentBytes };
}

void test('a body of a gibibyte is refused before it has arrived', async (t) => {
  const before = memoryBytes();
  for (const [path, type] of [
    ['/v1/evidence', 'application/json'],
    ['/v1/evidence/batches', 'application/json'],
    ['/v1/evidence/batches', 'application/x-ndjson'],
    ['/v1/verifications', 'application/json'],
    ['/v1/verifications', 'application/pdf'],
    ['/v1/verifications', 'multipart/form-data; boundary=x'],
    ['/v1/certificates', 'application/json'],
  ] as const) {
    for (const framing of ['length', 'chunked'] as const) {
      const { status, sentBytes } = await sendHuge(path, type, framing);
      const what = `${path} ${type} ${framing}: ${status} after ${String(sentBytes)}`;
      assert.match(status, /^4(13|00|15)$/, what);
      assert.ok(sentBytes < EARLY_BYTES, what);
    }
  }
  const grown = memoryBytes() - before;
  t.diagnostic(`grown by ${String(Math.round(grown / MEBIBYTE))} MiB for bodies of a gibibyte`);
  assert.ok(grown < 128 * MEBIBYTE);
  await checkOthersAreServed('after huge bodies');
});

void test('two thousand connections that say nothing keep nobody out', async () => {
  const idle = await openMany(IDLE);
  await checkOthersAreServed('beside idle connections');
  for (const socket of idle) socket.destroy();
});
