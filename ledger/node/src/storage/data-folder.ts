/**
 * A data folder that this process holds. The lock is LevelDB's own, on `state/LOCK`: the system gives it back however a process ends,
 * so there is never a stale one to remove by hand. Beside it `node.pid` says whom to look for.
 */

import { failure, fromUtf8, utf8, type Log } from '@stele/base';

import { mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Disk } from './disk.ts';
import { FORMAT_LINE, readFormat } from './format.ts';
import { FORMAT_PATH, PID_PATH, STATE_FOLDER } from './layout.ts';
import {
  destroyLevelStore,
  openLevelStore,
  type StateStore,
  WRITE_BUFFER_BYTES,
} from './level-store.ts';
import { holdsLast } from './marks.ts';
import { openNodeDisk } from './node-disk.ts';
import { storageError } from './storage-errors.ts';

export interface DataFolder {
  readonly path: string;
  readonly disk: Disk;
  /** The state as it is open now. */
  readonly state: StateStore;
  /** Whether there was no chain in it. */
  readonly isNew: boolean;
  /** Closes the state and opens it again: LevelDB takes no writes after one has failed. */
  reopenState(): Promise<void>;
  /** Gives the folder free. */
  close(): Promise<void>;
}

/** Takes hold of a folder, making it when it is missing. Fails with DATA_FOLDER_BUSY, FORMAT_NEWER, FORMAT_UNKNOWN. */
export async function openDataFolder(path: string, log: Log): Promise<DataFolder> {
  const disk = openNodeDisk(path);
  // Before anything is written: a folder of another format, or of another program, stays as it is.
  const format = await readFormat(disk);
  await makeFolders(path);
  await disk.makeFolder('');
  let state = await openState(path, disk, log);
  if (format === 'earlier') await bringUpToDate(disk, state, log);
  await disk.replace(PID_PATH, utf8(`${String(process.pid)}\n`));
  return {
    path,
    disk,
    get state() {
      return state;
    },
    isNew: format === 'absent',
    reopenState: async () => {
      await state.close();
      state = await openState(path, disk, log);
    },
    close: async () => {
      await disk.remove(PID_PATH);
      await state.close();
    },
  };
}

/**
 * The folder and those it lies in. One level at a time: asked for all levels at once, node:fs tries for ever where a file system
 * takes no new names and says that the parent is missing (/proc).
 */
async function makeFolders(path: string): Promise<void> {
  if (await isFolder(path)) return;
  await makeFolders(dirname(path));
  try {
    await mkdir(path, { mode: 0o755 });
  } catch (cause) {
    // Another process may have made it meanwhile.
    if (await isFolder(path)) return;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw storageError(`making ${path} (${reason})`, cause);
  }
}

async function isFolder(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** Rows of a block take more than this in LevelDB's memory. */
const BLOCK_ROWS_BYTES_MIN = 128;
/** A loss of power takes nothing away that stands in a sorted file: what may be missing is no older than this. */
const BLOCKS_IN_MEMORY_MAX = (2 * WRITE_BUFFER_BYTES) / BLOCK_ROWS_BYTES_MIN;

async function openState(path: string, disk: Disk, log: Log): Promise<StateStore> {
  const folder = join(path, STATE_FOLDER);
  const opened = await openLevelStore(folder);
  if (opened.kind === 'locked') throw await busy(path, disk);
  const flaw = opened.kind === 'open' ? await flawIn(opened.store) : String(opened.cause);
  if (opened.kind === 'open') {
    if (flaw === undefined) return opened.store;
    await opened.store.close();
  }
  log.warn('the state cannot be read and is derived again', { cause: flaw });
  await destroyLevelStore(folder);
  const again = await openLevelStore(folder);
  if (again.kind === 'open') return again.store;
  throw await busy(path, disk);
}

/**
 * LevelDB's journal reaches the disk in any order. After a loss of power it leaves out what is torn, without a word, and applies what
 * comes after: the state would name a block and lack the rows of an earlier one.
 */
async function flawIn(state: StateStore): Promise<string | undefined> {
  if (await holdsLast(state, BLOCKS_IN_MEMORY_MAX)) return undefined;
  return 'it lacks blocks before its last one';
}

/** Formats have differed in what is derived only. The state is empty for good before the folder says that it is new. */
async function bringUpToDate(disk: Disk, state: StateStore, log: Log): Promise<void> {
  log.info('the data folder is of an earlier format: its state is derived again');
  await state.clear();
  await state.writeDurably([]);
  await disk.replace(FORMAT_PATH, FORMAT_LINE);
}

async function busy(path: string, disk: Disk): Promise<Error> {
  const pid = await readPid(disk);
  const who = pid === undefined ? 'another process' : `process ${String(pid)}`;
  return failure('DATA_FOLDER_BUSY', `the data folder ${path} is in use by ${who}`, {
    action: 'Stop that process first, or name another folder with --data.',
    data: { pid },
  });
}

const PID = /^[1-9][0-9]*$/;

async function readPid(disk: Disk): Promise<number | undefined> {
  const text = fromUtf8((await disk.read(PID_PATH)) ?? new Uint8Array(0)).trim();
  return PID.test(text) ? Number(text) : undefined;
}
