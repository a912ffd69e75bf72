// One page, two people: neither sees the other's uploads, nor goes on with them.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { memoryJournal } from './journal/journal.ts';
import { newUpload } from './journal/upload.ts';
import { Uploads } from './uploads.ts';

async function rest(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
}

const uploadOf = (id: string, owner: string): ReturnType<typeof newUpload> =>
  newUpload({ id, owner, kind: 'files', title: id, startedAt: '2026-11-21T12:00:00Z' });

void test('another person finds neither list nor work, and the owner both again', async () => {
  const journal = memoryJournal();
  await journal.save(undefined, uploadOf('a', 'ada'));
  const uploads = new Uploads(Promise.resolve(journal), 'ada');
  await uploads.refresh();
  await uploads.resume('a');
  assert.equal(uploads.state().current?.state().upload.id, 'a');
  uploads.setOwner('bea');
  assert.equal(uploads.state().current, undefined, 'at once');
  assert.deepEqual(uploads.state().past, []);
  await rest();
  assert.deepEqual(uploads.state().past, []);
  await uploads.resume('a');
  assert.equal(uploads.state().current, undefined);
  uploads.setOwner('ada');
  await rest();
  assert.deepEqual(
    uploads.state().past.map(({ id }) => id),
    ['a'],
  );
});

void test('an upload that is being opened when its owner leaves is not opened for the next', async () => {
  const journal = memoryJournal();
  await journal.save(undefined, uploadOf('a', 'ada'));
  const uploads = new Uploads(Promise.resolve(journal), 'ada');
  await uploads.refresh();
  const opened = uploads.resume('a');
  uploads.setOwner('bea');
  await opened;
  await rest();
  assert.equal(uploads.state().current, undefined);
});

void test('who has signed out has no uploads here', async () => {
  const journal = memoryJournal();
  await journal.save(undefined, uploadOf('a', 'ada'));
  const uploads = new Uploads(Promise.resolve(journal), 'ada');
  await uploads.refresh();
  assert.equal(uploads.state().past.length, 1);
  uploads.setOwner(undefined);
  await rest();
  assert.deepEqual(uploads.state().past, []);
});
