// Uploads have owners, and the journal an end.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { memoryJournal, outdatedOf, summaryOf, type UploadSummary } from './journal.ts';
import { newUpload, type Upload } from './upload.ts';

const NOW_MS = Date.parse('2026-11-21T12:00:00Z');
const DAY_MS = 24 * 60 * 60 * 1_000;

function uploadOf(id: string, owner: string, ageMs = 0): Upload {
  const startedAt = new Date(NOW_MS - ageMs).toISOString();
  return newUpload({ id, owner, kind: 'files', title: `files of ${owner}`, startedAt });
}

const idsOf = (all: readonly UploadSummary[]): readonly string[] => all.map(({ id }) => id);

void test('everybody finds their own uploads, and not the names of others', async () => {
  const journal = memoryJournal();
  await journal.save(undefined, uploadOf('a', 'ada', 2));
  await journal.save(undefined, uploadOf('b', 'bea', 1));
  await journal.save(undefined, uploadOf('c', 'ada'));
  assert.deepEqual(idsOf(await journal.list('ada')), ['c', 'a']);
  assert.deepEqual(idsOf(await journal.list('bea')), ['b']);
  assert.deepEqual(await journal.list(''), []);
  assert.equal((await journal.load('a', 'ada'))?.title, 'files of ada');
  assert.equal(await journal.load('a', 'bea'), undefined);
});

void test('what is old, or one too many, is outdated, whoever’s it is', () => {
  const young = Array.from({ length: 201 }, (_, i) =>
    summaryOf(uploadOf(String(i), i % 2 === 0 ? 'ada' : 'bea', i)),
  );
  assert.deepEqual(idsOf(outdatedOf(young, NOW_MS)), ['200']);
  const aged = [89, 91].map((days) => summaryOf(uploadOf(String(days), 'ada', days * DAY_MS)));
  assert.deepEqual(idsOf(outdatedOf(aged, NOW_MS)), ['91']);
  assert.deepEqual(outdatedOf([], NOW_MS), []);
});

void test('an upload whose time cannot be read is not kept for ever', () => {
  const broken = { ...summaryOf(uploadOf('x', 'ada')), startedAt: 'yesterday' };
  assert.deepEqual(idsOf(outdatedOf([broken], NOW_MS)), ['x']);
});
