// One holder at a time for work that several processes of this clone may start at once, such as an
// install. The holder touches the lock file while it works; a lock nobody touches belongs to a dead
// process and is taken over. Process ids are not consulted: they mean nothing across containers.

import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const touchEveryMs = 2_000;
/** Long enough for a busy machine to miss several touches. */
const staleAfterMs = 20_000;
const retryAfterMs = 200;

/**
 * @template T
 * @param {string} path of the lock file; its folder is created
 * @param {{ work: () => Promise<T>, onWait?: () => void }} holder `onWait` runs once, when someone else has the lock
 * @returns {Promise<T>}
 */
export async function withLock(path, { work, onWait }) {
  mkdirSync(dirname(path), { recursive: true });
  if (!tryTake(path)) {
    onWait?.();
    while (!tryTake(path)) await delay(retryAfterMs);
  }
  return await holding(path, work);
}

/**
 * @template T
 * @param {string} path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
async function holding(path, work) {
  const touching = setInterval(() => touch(path), touchEveryMs);
  const release = () => rmSync(path, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(touching);
    process.removeListener('exit', release);
    release();
  }
}

/**
 * @param {string} path
 * @returns {boolean}
 */
function tryTake(path) {
  try {
    // Two waiters may both find a lock stale; the exclusive create lets one of them win. The window in
    // which the slower one removes the winner's fresh lock is microseconds, after a crash: accepted.
    if (isStale(path)) rmSync(path, { force: true });
    writeFileSync(path, `${process.pid}\n`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} path
 * @returns {boolean}
 */
function isStale(path) {
  const status = statSync(path, { throwIfNoEntry: false });
  return status !== undefined && Date.now() - status.mtimeMs > staleAfterMs;
}

/** @param {string} path */
function touch(path) {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // Someone removed the lock by hand; the work goes on, and release copes with its absence.
  }
}
