import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import type { CloudEvent, EventPage, EventQuery } from '@stele/protocol';
import { eventStream } from './events/event-stream.ts';
import { EVENT_STREAMS_MAX } from './limits.ts';
import { ledgerServer } from './test/kit.ts';
import { FINGERPRINT, ID, stubLedger } from './test/stub-ledger.ts';

const url = '/v1/chains/main/events';

function event(number: number): CloudEvent {
  return {
    specversion: '1.0',
    id: String(number),
    source: `stele:${FINGERPRINT}`,
    type: 'stele.evidence.records.put',
    time: '2026-01-02T03:04:05.678Z',
    subject: ID,
    datacontenttype: 'application/json',
    data: {
      number,
      kind: 'put',
      contract: 'evidence',
      table: 'records',
      key: 'ab',
      value: [1, 0, null],
      height: 1,
      index: 2,
    },
  };
}

/** A ledger that has made `count` effects, all of them events, and makes no more. */
function ledgerWithEvents(count: number, asked: EventQuery[] = []): ReturnType<typeof stubLedger> {
  return stubLedger({
    events: (query) => {
      asked.push(query);
      const first = (query.after ?? -1) + 1;
      const items: CloudEvent[] = [];
      for (let i = first; i < Math.min(count, first + query.limit); i++) items.push(event(i));
      const last = Math.max(query.after ?? -1, first + items.length - 1);
      return Promise.resolve({ items, next: Math.min(last, count - 1) });
    },
  });
}

interface PageBody {
  readonly items: readonly CloudEvent[];
  readonly nextCursor: string | null;
}

void test('pages, each beginning where the last one ended', async (context) => {
  const asked: EventQuery[] = [];
  const { ask } = await ledgerServer(context, ledgerWithEvents(120, asked));
  let cursor: string | null = null;
  const seen: string[] = [];
  for (const size of [50, 50, 20, 0]) {
    const after: string = cursor === null ? '' : `?after=${cursor}`;
    const page: PageBody = (await ask({ url: url + after })).json();
    assert.equal(page.items.length, size);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  assert.deepEqual(
    seen,
    Array.from({ length: 120 }, (_, i) => String(i)),
  );
  assert.equal(cursor, '119');
  assert.deepEqual(asked[0], { limit: 50 });
});

void test('a chain without effects has no cursor yet', async (context) => {
  const { ask } = await ledgerServer(context, ledgerWithEvents(0));
  assert.deepEqual((await ask({ url })).json(), { items: [], nextCursor: null });
});

void test('filters and limits are passed on, and bounded', async (context) => {
  const asked: EventQuery[] = [];
  const { ask } = await ledgerServer(context, ledgerWithEvents(1, asked));
  const account = `acc_${'0'.repeat(32)}`;
  await ask({
    url: `${url}?after=0&limit=7&waitMs=5&contract=evidence&type=a.b&account=${account}`,
  });
  assert.deepEqual(asked, [
    { after: 0, limit: 7, waitMs: 5, contract: 'evidence', type: 'a.b', account },
  ]);
  for (const query of [
    'limit=0',
    'limit=1001',
    'after=-1',
    'after=x',
    'waitMs=20001',
    'account=acc_1',
  ]) {
    const answer = await ask({ url: `${url}?${query}` });
    assert.equal(answer.json<{ code: string }>().code, 'REQUEST_INVALID', query);
  }
  const image = await ask({ url, headers: { accept: 'image/png' } });
  assert.equal(image.statusCode, 406);
});

/** Reads a stream until `isEnough`, then leaves. */
async function readStream(
  address: string,
  headers: Record<string, string>,
  isEnough: (text: string) => boolean,
): Promise<string> {
  const leave = new AbortController();
  const response = await fetch(address, {
    headers: { accept: 'text/event-stream', ...headers },
    signal: leave.signal,
  });
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  assert.equal(response.headers.get('cache-control'), 'no-store');
  let text = '';
  const decoder = new TextDecoder();
  for await (const part of response.body ?? []) {
    text += decoder.decode(part as Uint8Array, { stream: true });
    if (isEnough(text)) break;
  }
  leave.abort();
  return text;
}

void test('a stream has everything from where its reader was', async (context) => {
  const { server } = await ledgerServer(context, ledgerWithEvents(2_500));
  const { url: origin } = await server.listen();
  const ids = (text: string): number[] =>
    [...text.matchAll(/^id: (\d+)\ndata: (.+)$/gm)].map(([, id, data = '']) => {
      assert.equal((JSON.parse(data) as CloudEvent).id, id);
      return Number(id);
    });
  const whole = await readStream(origin + url, {}, (text) => text.includes('"id":"2499"'));
  assert.deepEqual(
    ids(whole),
    Array.from({ length: 2_500 }, (_, i) => i),
  );
  const rest = await readStream(`${origin}${url}?after=3`, { 'last-event-id': '2497' }, (text) =>
    text.includes('"id":"2499"'),
  );
  assert.deepEqual(ids(rest), [2_498, 2_499]);
  const bad = await fetch(origin + url, {
    headers: { accept: 'text/event-stream', 'last-event-id': 'x' },
  });
  assert.equal(bad.status, 400);
});

void test('a stream ends when the server closes', async (context) => {
  const { server } = await ledgerServer(context, ledgerWithEvents(1));
  const { url: origin } = await server.listen();
  const response = await fetch(origin + url, { headers: { accept: 'text/event-stream' } });
  const reader = response.body?.getReader();
  await reader?.read();
  const closed = server.close();
  while ((await reader?.read())?.done === false);
  await closed;
});

void test('a reader who leaves gives its place to another', async (context) => {
  const { server } = await ledgerServer(context, ledgerWithEvents(1));
  const { url: origin } = await server.listen();
  const leave = new AbortController();
  const headers = { accept: 'text/event-stream' };
  const open = (): Promise<Response> => fetch(origin + url, { headers, signal: leave.signal });
  const streams = await Promise.all(Array.from({ length: EVENT_STREAMS_MAX }, open));
  assert.ok(streams.every(({ status }) => status === 200));
  const refused = await fetch(origin + url, { headers });
  const problem = (await refused.json()) as Record<string, unknown>;
  assert.deepEqual([refused.status, problem['code']], [503, 'STREAMS_TOO_MANY']);
  assert.equal(refused.headers.get('retry-after'), '5');
  assert.equal((await fetch(origin + url)).status, 200);
  leave.abort();
  await sleep(50);
  const again = await fetch(origin + url, { headers });
  assert.equal(again.status, 200);
  await again.body?.cancel();
});

void test('an idle stream tells how far it is, and does not ask without rest', async () => {
  const asked: EventQuery[] = [];
  const page: EventPage = { items: [], next: 41 };
  const api = stubLedger({
    events: (query) => {
      asked.push(query);
      return Promise.resolve(page);
    },
  });
  const stop = new AbortController();
  const texts: string[] = [];
  const started = performance.now();
  for await (const text of eventStream(api, {}, stop.signal, { idleMs: 50, pollMs: 30 })) {
    texts.push(text);
    if (texts.length === 4) stop.abort();
  }
  assert.deepEqual(texts, ['retry: 1000\n\n', 'id: 41\n\n', 'id: 41\n\n', 'id: 41\n\n']);
  assert.deepEqual(
    asked.map(({ after }) => after),
    [undefined, 41, 41],
  );
  assert.ok(performance.now() - started >= 55);
});

void test('a ledger that fails ends the stream; the reader comes back with its last number', async (context) => {
  let asked = 0;
  const api = stubLedger({
    events: () => {
      asked++;
      if (asked > 1) return Promise.reject(new TypeError('gone'));
      return Promise.resolve({ items: [event(0)], next: 0 });
    },
  });
  const { server } = await ledgerServer(context, api);
  const { url: origin } = await server.listen();
  const response = await fetch(origin + url, { headers: { accept: 'text/event-stream' } });
  await assert.rejects(response.text());
});
