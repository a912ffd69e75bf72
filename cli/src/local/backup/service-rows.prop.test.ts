import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';

import { isCoded } from '@stele/base';
import { encode } from '@stele/protocol';
import fc from 'fast-check';

import { rowBytes, rowsIn, rowsOver, type ServiceRow } from './service-rows.ts';

async function* given<T>(all: readonly T[]): AsyncGenerator<T> {
  for (const one of all) yield await Promise.resolve(one);
}

async function collected<T>(all: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const one of all) list.push(one);
  return list;
}

/** Bytes in pieces of the given lengths, over and over. */
function cut(bytes: Uint8Array, lengths: readonly number[]): readonly Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const length = lengths[i % lengths.length] ?? 1;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.integer({ min: 0, max: 70_000 }).map((length) => new Uint8Array(length).fill(length)),
);

void test('rows come back as they were, however their bytes are cut', async (context) => {
  const cases = 60;
  const rows = fc.array(fc.tuple(bytes, bytes), { maxLength: 6 });
  const lengths = fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(rows, lengths, async (written, pieces) => {
      const all = Buffer.concat(await collected(rowBytes(given<ServiceRow>(written))));
      const read = await collected(rowsIn(given(cut(all, pieces)), 'rows'));
      assert.deepEqual(
        read.map(([key, value]) => [Buffer.from(key), Buffer.from(value)]),
        written.map(([key, value]) => [Buffer.from(key), Buffer.from(value)]),
      );
    }),
    { numRuns: cases },
  );
  context.diagnostic(`cases: sequences of rows ${String(cases)}`);
});

void test('anything else is no row, and costs no memory', async (context) => {
  const cases = 300;
  const row = encode([new Uint8Array(3), new Uint8Array(5)]);
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 60 }), async (junk) => {
      const read = collected(rowsIn(given([row, junk]), 'rows'));
      const outcome = await read.then(
        (rows) => rows.length,
        (error: unknown) => (isCoded(error, 'SERVICE_ROWS_MALFORMED') ? 'malformed' : error),
      );
      // Junk that happens to be rows is rows.
      assert.ok(
        outcome === 'malformed' || (typeof outcome === 'number' && outcome > 1),
        String(outcome),
      );
    }),
    { numRuns: cases },
  );
  const claims = Uint8Array.from([0x82, 0x5b, 0, 0, 0, 0xff, 0, 0, 0, 0]);
  await assert.rejects(collected(rowsIn(given([claims]), 'rows')), /a row of/);
  await assert.rejects(collected(rowsIn(given([row.subarray(0, 4)]), 'rows')), /ends within a row/);
  context.diagnostic(`cases: junk ${String(cases)}`);
});

async function serving(
  context: TestContext,
  answer: (response: ServerResponse, key: string | undefined) => void,
): Promise<string> {
  const server = createServer((request, response) => {
    answer(response, request.headers.authorization);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

void test('rows over HTTP: with the key, whole, or not at all', async (context) => {
  const row = encode([new Uint8Array(3), new Uint8Array(5)]);
  const seen: (string | undefined)[] = [];
  const whole = await serving(context, (response, key) => {
    seen.push(key);
    response.end(Buffer.concat([row, row]));
  });
  const rows = await rowsOver({ url: whole, key: 'k' });
  assert.ok(rows !== undefined);
  assert.equal((await collected(rows)).length, 2);
  assert.deepEqual(seen, ['Bearer k']);
  const absent = await serving(context, (response) => response.writeHead(404).end());
  assert.equal(await rowsOver({ url: absent, key: 'k' }), undefined);
  const refusing = await serving(context, (response) =>
    response.writeHead(403).end('SCOPE_MISSING'),
  );
  await assert.rejects(rowsOver({ url: refusing, key: 'k' }), (error) =>
    isCoded(error, 'SERVICE_ROWS_UNAVAILABLE'),
  );
  const torn = await serving(context, (response) => {
    response.writeHead(200, { 'content-length': '500' });
    response.write(row, () => response.destroy());
  });
  const broken = await rowsOver({ url: torn, key: 'k' });
  assert.ok(broken !== undefined);
  await assert.rejects(collected(broken), (error) => isCoded(error, 'SERVICE_ROWS_UNAVAILABLE'));
  await assert.rejects(rowsOver({ url: 'http://127.0.0.1:1', key: 'k' }), (error) =>
    isCoded(error, 'SERVICE_ROWS_UNAVAILABLE'),
  );
});
