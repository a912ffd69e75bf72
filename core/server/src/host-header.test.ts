import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import { startServer } from './test/kit.ts';

const none = (): void => undefined;

/** The status of a request with these header lines, sent as they are. */
async function statusOf(url: string, headers: readonly string[]): Promise<number> {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.setEncoding('utf8');
  socket.write(['GET /healthz HTTP/1.1', ...headers, 'Connection: close', '', ''].join('\r\n'));
  let answer = '';
  socket.on('data', (text: string) => (answer += text));
  await once(socket, 'close');
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);
}

void test('a server for this machine answers to its names only', async (context) => {
  const { url } = await startServer(context, none);
  const own = [
    '127.0.0.1',
    '127.0.0.1:7420',
    'localhost',
    'localhost:1',
    '127.9.9.9:80',
    '[::1]:7420',
  ];
  for (const host of own) assert.equal(await statusOf(url, [`Host: ${host}`]), 200, host);
  const foreign = [
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example:7420',
    '192.168.1.1',
    '[::2]',
    '',
    'a:b:c',
  ];
  for (const host of foreign) assert.equal(await statusOf(url, [`Host: ${host}`]), 421, host);
  assert.equal(await statusOf(url, ['Host: 127.0.0.1', 'Host: evil.example']), 400);
});

void test('behind a proxy any name is served', async (context) => {
  const { url } = await startServer(context, none, { behindProxy: true });
  assert.equal(await statusOf(url, ['Host: stele.example.org']), 200);
});
