/**
 * `state/` for reading only. LevelDB changes files when it opens them, so it is given a folder of links and copies, made in the
 * system's folder for temporary files; and the data folder's own lock is held by a second, empty database whose LOCK is a link to it.
 */

import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import { isCoded, type LevelFault, type LevelFiles, tablesFault } from '@stele/base';

import { openLevelStore, type StateStore } from '../storage/level-store.ts';
import { STATE_FOLDER } from '../storage/layout.ts';

export interface LockedState {
  /** Undefined when its files are not as they were written, or cannot be read. */
  readonly state: StateStore | undefined;
  /** The file that is not as it was written. */
  readonly fault: LevelFault | undefined;
  /** An empty store to derive into. */
  readonly scratch: StateStore;
  close(): Promise<void>;
}

const LOCK = 'LOCK';
/** Written once and never changed. */
const IMMUTABLE = /\.(?:ldb|sst)$/;

/** Undefined: another process uses the folder. */
export async function lockState(dataFolder: string): Promise<LockedState | undefined> {
  const work = await mkdtemp(join(tmpdir(), 'stele-check-'));
  const original = resolve(dataFolder, STATE_FOLDER);
  const opened: StateStore[] = [];
  const close = async (): Promise<void> => {
    for (const store of opened) await store.close();
    await rm(work, { recursive: true, force: true });
  };
  try {
    const scratch = await openScratch(join(work, 'scratch'), original);
    if (scratch === undefined) {
      await close();
      return undefined;
    }
    opened.push(scratch);
    // Before it is opened: LevelDB looks at no checksum of a table, and ends the process at keys that are out of order.
    const fault = await tablesFault(await filesIn(original));
    const state = fault ? undefined : await openCopy(join(work, 'state'), original);
    if (state !== undefined) opened.push(state);
    return { state, fault, scratch, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openScratch(folder: string, original: string): Promise<StateStore | undefined> {
  await mkdir(folder);
  const names = await namesIn(original);
  if (names.includes(LOCK)) await symlink(join(original, LOCK), join(folder, LOCK));
  const opened = await openLevelStore(folder);
  return opened.kind === 'open' ? opened.store : undefined;
}

async function openCopy(folder: string, original: string): Promise<StateStore | undefined> {
  await mkdir(folder);
  for (const name of await namesIn(original)) {
    const [from, to] = [join(original, name), join(folder, name)];
    if (IMMUTABLE.test(name)) await symlink(from, to);
    else if (name !== LOCK) await copyFile(from, to);
  }
  try {
    const opened = await openLevelStore(folder);
    return opened.kind === 'open' ? opened.store : undefined;
  } catch (error) {
    if (isCoded(error)) return undefined;
    throw error;
  }
}

async function filesIn(folder: string): Promise<LevelFiles> {
  return { names: await namesIn(folder), read: (name) => readFile(join(folder, name)) };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    // There is no state: it will be derived.
    return [];
  }
}
