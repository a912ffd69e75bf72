// Uploads against a naive twin of the service: whatever is lost, refused, paused or reloaded, every file is recorded exactly once.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { failure, rejection } from '@stele/base';
import fc from 'fast-check';

import { ApiError, type Fault } from '../../../api/api-error.ts';
import type { BatchItem, DigestTexts } from '../item.ts';
import { type Journal, memoryJournal } from './journal.ts';
import { type RunWorld, UploadRun } from './upload-run.ts';
import { type BatchAnswer, countsOf, newUpload, type Upload, withItems } from './upload.ts';

type Weather = 'fine' | 'request-lost' | 'answer-lost' | 'busy' | 'accepted' | 'signed-out';

const problem = (status: number, code: string, errors: readonly Fault[] = []): ApiError =>
  new ApiError({ status, code, detail: code, action: '', errors });

/** What the service keeps: a body under each key, recorded when it was first understood. */
class Twin {
  readonly recorded = new Map<string, { readonly body: string; readonly answer: BatchAnswer }>();
  readonly bad = new Set<string>();
  weather: Weather[] = [];
  sent = 0;

  answer(items: readonly BatchItem[], key: string): BatchAnswer | undefined {
    this.sent++;
    const weather = this.weather.shift() ?? 'fine';
    if (weather === 'request-lost') throw problem(0, 'UNREACHABLE');
    if (weather === 'busy') throw problem(429, 'BUSY');
    if (weather === 'signed-out') throw problem(401, 'SESSION_ENDED');
    const errors = items.flatMap(({ name = '' }, i) =>
      this.bad.has(name)
        ? [{ pointer: `#/items/${String(i)}/name`, code: 'TEXT_MALFORMED', detail: '' }]
        : [],
    );
    if (errors.length > 0) throw problem(422, 'TEXT_MALFORMED', errors);
    const answer = this.#record(items, key);
    if (weather === 'answer-lost') throw problem(0, 'UNREACHABLE');
    return weather === 'accepted' ? undefined : answer;
  }

  #record(items: readonly BatchItem[], key: string): BatchAnswer {
    const body = JSON.stringify(items);
    const known = this.recorded.get(key);
    if (known !== undefined) {
      assert.equal(known.body, body, 'a key is never used for another request');
      return known.answer;
    }
    const number = this.recorded.size;
    const answer = {
      id: `eb_${String(number)}`,
      height: number,
      committedAt: '2026-11-21T01:31:07.214Z',
      transaction: String(number),
      items: items.map((_, i) => ({ id: `ev_${String(number)}_${String(i)}` })),
    };
    this.recorded.set(key, { body, answer });
    return answer;
  }

  names(): string[] {
    return [...this.recorded.values()].flatMap(({ body }) =>
      (JSON.parse(body) as BatchItem[]).map(({ name = '' }) => name),
    );
  }
}

let keys = 0;

function worldOf(twin: Twin, journal: Journal): RunWorld {
  return {
    journal,
    hash: async (file): Promise<DigestTexts> => {
      const text = await file.text();
      if (text === 'folder') throw failure('FILE_UNREADABLE', 'a folder');
      return { 'sha-256': text };
    },
    send: (items, key) => new Promise((resolve) => resolve(twin.answer(items, key))),
    newKey: () => `key-${String(keys++)}`,
    sleep: () => Promise.resolve(),
    nowMs: () => 0,
  };
}

const about = { id: 'one', owner: 'per_1', kind: 'files', title: '', startedAt: '' } as const;
const named = (names: readonly string[]): { name: string; file: Blob }[] =>
  names.map((name) => ({ name, file: new Blob([`text of ${name}`]) }));
const manyNames = Array.from({ length: 2_300 }, (_, i) => `file-${String(i)}`);

async function loaded(journal: Journal): Promise<Upload> {
  const upload = await journal.load('one', 'per_1');
  assert.ok(upload !== undefined);
  return upload;
}

const weather = fc.array(
  fc.constantFrom<Weather>('fine', 'request-lost', 'answer-lost', 'busy', 'accepted', 'signed-out'),
  { maxLength: 12 },
);
const step = fc.constantFrom('pause', 'reload', 'drop-again', 'start');

test('through any weather, pauses and reloads every file is recorded exactly once', async () => {
  await fc.assert(
    fc.asyncProperty(
      weather,
      fc.array(step, { maxLength: 8 }),
      fc.integer({ min: 1, max: 2_300 }),
      async (forecast, steps, count) => {
        const names = manyNames.slice(0, count);
        const twin = new Twin();
        twin.weather = [...forecast];
        const journal = memoryJournal();
        const world = worldOf(twin, journal);
        let run = new UploadRun(world, newUpload(about));
        run.addFiles(named(names));
        run.start();
        for (const one of steps) {
          for (let turn = 0; turn < 40; turn++) await Promise.resolve();
          if (one === 'pause') run.pause();
          if (one === 'start') run.start();
          if (one === 'drop-again') run.addFiles(named(names));
          if (one === 'reload') {
            run.pause();
            await run.settled();
            const kept = await loaded(journal);
            run = new UploadRun(world, kept, kept);
          }
        }
        for (let i = 0; i < 20 && run.state().phase !== 'done'; i++) {
          // What waits twice, because it was dropped twice before a reload, wants to be dropped twice again.
          if (run.state().missing > 0) run.addFiles(named(names));
          run.start();
          await run.settled();
        }
        assert.equal(run.state().phase, 'done');
        assert.deepEqual(twin.names().sort(), names.toSorted());
        const { recorded, waiting, sealed, hashed, faulty } = countsOf(run.state().upload);
        assert.deepEqual([recorded, waiting, sealed, hashed, faulty], [count, 0, 0, 0, 0]);
      },
    ),
    { numRuns: 25 },
  );
});

test('a page that dies with a chunk on its way sends it again under its key', async () => {
  const twin = new Twin();
  const journal = memoryJournal();
  const dying = { ...worldOf(twin, journal), sleep: () => new Promise<void>(() => undefined) };
  const run = new UploadRun(dying, newUpload(about));
  twin.weather = ['answer-lost'];
  run.addFiles(named(['a', 'b']));
  run.start();
  while (twin.sent === 0) await new Promise((resolve) => setImmediate(resolve));
  const kept = await loaded(journal);
  const next = new UploadRun(worldOf(twin, journal), kept, kept);
  next.start();
  await next.settled();
  assert.equal(next.state().phase, 'done');
  assert.equal(twin.recorded.size, 1);
  assert.deepEqual(twin.names(), ['a', 'b']);
});

test('after a reload what was not read is missing, until it is dropped again', async () => {
  const twin = new Twin();
  const journal = memoryJournal();
  const upload = withItems(newUpload(about), [
    { name: 'read', size: 1, digests: { 'sha-256': 'aa' } },
    { name: 'unread', size: 14 },
  ]);
  await journal.save(undefined, upload);
  const run = new UploadRun(worldOf(twin, journal), upload, upload);
  run.start();
  await run.settled();
  assert.deepEqual([run.state().phase, run.state().missing], ['paused', 1]);
  assert.deepEqual(twin.names(), ['read']);
  run.addFiles(named(['unread', 'other']));
  assert.equal(run.state().missing, 0);
  run.start();
  await run.settled();
  assert.deepEqual(twin.names().sort(), ['other', 'read', 'unread']);
});

test('files that are gone for good are left out, and the rest is done', async () => {
  const twin = new Twin();
  const upload = withItems(newUpload(about), [
    { name: 'gone', size: 9 },
    { name: 'read', digests: { 'sha-256': 'aa' } },
  ]);
  const run = new UploadRun(worldOf(twin, memoryJournal()), upload);
  run.leaveMissing();
  await run.settled();
  assert.deepEqual([run.state().phase, run.state().missing], ['done', 0]);
  assert.equal(run.state().upload.items[0]?.fault, 'FILE_MISSING');
  assert.deepEqual(twin.names(), ['read']);
});

test('a file that is there twice, or dropped again when it is recorded, is recorded once', async () => {
  const twin = new Twin();
  const run = new UploadRun(worldOf(twin, memoryJournal()), newUpload(about));
  run.addFiles(named(['a', 'b', 'a']));
  run.start();
  await run.settled();
  run.addFiles(named(['b', 'c']));
  run.start();
  await run.settled();
  assert.deepEqual(twin.names().sort(), ['a', 'b', 'c']);
  assert.equal(countsOf(run.state().upload).same, 2);
});

test('what cannot be read stays behind with its code and stops nothing', async () => {
  const twin = new Twin();
  const run = new UploadRun(worldOf(twin, memoryJournal()), newUpload(about));
  run.addFiles([...named(['a']), { name: 'photos', file: new Blob(['folder']) }, ...named(['b'])]);
  run.start();
  await run.settled();
  assert.deepEqual(twin.names(), ['a', 'b']);
  assert.equal(run.state().upload.items[1]?.fault, 'FILE_UNREADABLE');
  assert.equal(run.state().phase, 'done');
});

test('a refusal names its files; left out, the others go under another key', async () => {
  const twin = new Twin();
  twin.bad.add('b');
  const run = new UploadRun(worldOf(twin, memoryJournal()), newUpload(about));
  run.addFiles(named(['a', 'b', 'c']));
  run.start();
  await run.settled();
  const { phase, obstacle } = run.state();
  assert.deepEqual([phase, obstacle?.kind], ['halted', 'refused']);
  assert.deepEqual(twin.names(), []);
  run.leaveOut();
  await run.settled();
  assert.deepEqual(twin.names(), ['a', 'c']);
  assert.equal(run.state().upload.items[1]?.fault, 'TEXT_MALFORMED');
  assert.equal(run.state().phase, 'done');
});

test('a session that ends halts it, and nothing is lost', async () => {
  const twin = new Twin();
  twin.weather = ['signed-out'];
  const run = new UploadRun(worldOf(twin, memoryJournal()), newUpload(about));
  run.addFiles(named(['a']));
  run.start();
  await run.settled();
  assert.deepEqual([run.state().phase, run.state().obstacle?.kind], ['halted', 'signed-out']);
  run.start();
  await run.settled();
  assert.deepEqual(twin.names(), ['a']);
});

test('of two tabs with one upload only one sends a chunk', async () => {
  const twin = new Twin();
  const journal = memoryJournal();
  const upload = withItems(newUpload(about), [{ name: 'a', digests: { 'sha-256': 'aa' } }]);
  await journal.save(undefined, upload);
  const tabs = [1, 2].map(() => new UploadRun(worldOf(twin, journal), upload, upload));
  for (const tab of tabs) tab.start();
  await Promise.all(tabs.map((tab) => tab.settled()));
  assert.deepEqual(tabs.map((tab) => tab.state().phase).sort(), ['done', 'halted']);
  assert.ok(tabs.some((tab) => tab.state().obstacle?.kind === 'elsewhere'));
  assert.deepEqual(twin.names(), ['a']);
});

test('nothing is sent that the journal does not hold', async () => {
  const twin = new Twin();
  const full = {
    ...memoryJournal(),
    save: () => Promise.reject(failure('JOURNAL_FAILED', 'full')),
  };
  const run = new UploadRun(worldOf(twin, full), newUpload(about));
  run.addFiles(named(['a']));
  run.start();
  await run.settled();
  assert.deepEqual([run.state().phase, run.state().obstacle?.kind], ['halted', 'journal']);
  assert.equal(twin.sent, 0);
});

test('a pause while a file is hashed leaves it waiting', async () => {
  const twin = new Twin();
  let isFirst = true;
  const world: RunWorld = {
    ...worldOf(twin, memoryJournal()),
    hash: (_, __, signal) =>
      new Promise((resolve, reject) => {
        if (!isFirst) {
          resolve({ 'sha-256': 'aa' });
          return;
        }
        isFirst = false;
        signal.addEventListener('abort', () => reject(rejection('ABORTED', 'stopped')));
      }),
  };
  const run = new UploadRun(world, newUpload(about));
  run.addFiles(named(['a']));
  run.start();
  await new Promise((resolve) => setImmediate(resolve));
  run.pause();
  await run.settled();
  assert.equal(countsOf(run.state().upload).waiting, 1);
  run.start();
  await run.settled();
  assert.equal(run.state().phase, 'done');
});
