/** What runs on this machine for a folder, as the machine itself says: processes that outlive their parents are nobody's children. */

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Every step a watcher takes, and its looks in between. */
const GONE_WITHIN_MS = 10_000;

/** The numbers of server and watcher: the processes that were started with the cluster below this folder. */
export function runningIn(folder: string): readonly number[] {
  const list = execFileSync('ps', ['-A', '-ww', '-o', 'pid=', '-o', 'args='], { encoding: 'utf8' });
  const ours = list
    .split('\n')
    .filter((line) => line.includes(`${folder}/`) && line.includes('/cluster '));
  return ours.map((line) => Number.parseInt(line, 10));
}

/** Whether it runs: one that has ended and is not yet collected, as happens to orphans, does not. */
export function isRunning(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-p', String(pid), '-o', 'stat='], { encoding: 'utf8' });
  return /^[^Z]/.test(stdout.trim());
}

export async function untilNothingRunsIn(folder: string): Promise<void> {
  await eventually(
    `nothing runs in ${folder}`,
    () => runningIn(folder).length === 0,
    GONE_WITHIN_MS,
  );
}

export async function eventually(
  what: string,
  isSo: () => boolean,
  withinMs = GONE_WITHIN_MS,
): Promise<void> {
  const endMs = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > endMs) assert.fail(`waited ${String(withinMs)} ms in vain: ${what}`);
    await sleep(50);
  }
}
