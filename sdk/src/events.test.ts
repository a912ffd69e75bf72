import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure, isCoded } from '@stele/base';
import type { CloudEvent, EventPage, EventQuery } from '@stele/protocol';
import { connect } from './index.ts';
import type { Ledger } from './index.ts';
import { fakeWorld } from './test/fake-world.ts';
import type { FakeWorld } from './test/fake-world.ts';
import { stubTransport } from './test/stub-transport.ts';

const event = (number: number): CloudEvent => ({
  specversion: '1.0',
  id: String(number),
  source: 'stele:x',
  type: 'stele.evidence.records.put',
  time: '2026-01-01T00:00:00.000Z',
  datacontenttype: 'application/json',
  data: {
    number,
    kind: 'put',
    contract: 'evidence',
    table: 'records',
    key: '',
    value: null,
    height: 1,
    index: 1,
  },
});

interface Feed {
  readonly ledger: Ledger;
  readonly world: FakeWorld;
  readonly asked: readonly EventQuery[];
}

/** A ledger with `count` events, three a page; each failure in `failures` takes the place of one answer. */
async function feed(count: number, failures: readonly (Error | undefined)[] = []): Promise<Feed> {
  const world = fakeWorld();
  const asked: EventQuery[] = [];
  const events = (query: EventQuery): Promise<EventPage> => {
    asked.push(query);
    const error = failures[asked.length - 1];
    if (error !== undefined) return Promise.reject(error);
    const first = (query.after ?? -1) + 1;
    const items = [first, first + 1, first + 2].filter((number) => number < count).map(event);
    return Promise.resolve({ items, next: (query.after ?? -1) + items.length });
  };
  const ledger = await connect({ api: stubTransport({ events }), world });
  return { ledger, world, asked };
}

async function collect(sequence: AsyncGenerator<CloudEvent>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of sequence) ids.push(id);
  return ids;
}

void test('everything until now, each once, in order', async () => {
  const { ledger } = await feed(8);
  const all = Array.from({ length: 8 }, (_, i) => String(i));
  assert.deepEqual(await collect(ledger.events({ untilNow: true })), all);
  assert.deepEqual(await collect(ledger.events({ untilNow: true, after: 5 })), ['6', '7']);
  assert.deepEqual(await collect(ledger.events({ untilNow: true, after: 7 })), []);
});

void test('a lost connection loses nothing and repeats nothing', async () => {
  const lost = failure('UNREACHABLE', 'gone', { retryable: true });
  const { ledger } = await feed(7, [undefined, lost, lost, undefined, lost]);
  const all = Array.from({ length: 7 }, (_, i) => String(i));
  assert.deepEqual(await collect(ledger.events({ untilNow: true })), all);
});

void test('what stays broken ends the sequence with its error', async () => {
  const dead = failure('DEAD', 'dead');
  const { ledger } = await feed(7, [undefined, dead]);
  await assert.rejects(collect(ledger.events()), (error) => isCoded(error, 'DEAD'));
});

void test('a sequence without end rests between empty pages, and ends when told to', async () => {
  const { ledger, world, asked } = await feed(2);
  const stop = new AbortController();
  const seen: string[] = [];
  setTimeout(() => {
    stop.abort();
  }, 20);
  for await (const { id } of ledger.events({ signal: stop.signal })) seen.push(id);
  assert.deepEqual(seen, ['0', '1']);
  assert.ok(asked.length > 2);
  assert.ok(world.slept.every((ms) => ms >= 200));
  assert.ok(asked.every(({ waitMs }) => waitMs === 15_000));
});
