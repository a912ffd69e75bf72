// Which test files go deep, and in which order: all of them take longer than a build server waits, so each commit
// takes its own sample, the same one every time.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { commitHere } from '../commit.ts';
import { cloneFolder } from '../sources.ts';

/** Runs in deep runs only; `npm test -- <fragment>` runs it too. */
export function isDeepOnly(path: string): boolean {
  return path.endsWith('.deep.test.ts');
}

/** Does more when STELE_TEST_DEEP is 1. */
function goesDeeper(path: string): boolean {
  return (
    isDeepOnly(path) || readFileSync(join(cloneFolder, path), 'utf8').includes('STELE_TEST_DEEP')
  );
}

/** The files that have depth: first those that exist for it, then the others as the commit shuffles them. */
export function deepFiles(testFiles: readonly string[]): string[] {
  const commit = commitHere();
  const rank = (path: string): string =>
    createHash('sha256').update(`${commit} ${path}`).digest('hex');
  const shuffled = testFiles
    .filter(goesDeeper)
    .map((path) => ({ path, rank: rank(path) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ path }) => path);
  return [...shuffled.filter(isDeepOnly), ...shuffled.filter((path) => !isDeepOnly(path))];
}
