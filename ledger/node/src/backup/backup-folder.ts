/**
 * `stele backup` (spec/disk.md, "Backup"): copies a data folder while a node writes to it, and only what is new since the last time.
 * Log and payload files are kept once and grow; everything small is kept anew in a set of its own; the manifest comes last. So whoever
 * interrupts a backup leaves the one before as it was.
 */

import { createHash } from 'node:crypto';
import { join, relative, resolve } from 'node:path';

import { type Clock, equal, failure, isCoded, toHex } from '@stele/base';
import { fingerprintOf } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import type { Disk, ReadableDisk } from '../storage/disk.ts';
import { segmentOf } from '../storage/entry-log.ts';
import { checkFormat } from '../storage/format.ts';
import {
  CHAIN_FILES,
  CHECKPOINT_PATH,
  entriesPath,
  FORMAT_PATH,
  GENESIS_PATH,
  KEYS_FOLDER,
  LOG_FOLDER,
  PAYLOAD_FOLDER,
} from '../storage/layout.ts';
import { destroyLevelStore, openLevelStore } from '../storage/level-store.ts';
import { openNodeDisk } from '../storage/node-disk.ts';
import { systemClock } from '../world.ts';
import { copyGrowth, copyWhole, hashOf } from './copy.ts';
import { type Cut, type CutFile, findCut } from './cut.ts';
import {
  backupBusy,
  backupDamaged,
  type BackupFile,
  encodeManifest,
  LOCK_FOLDER,
  type Manifest,
  MANIFEST_PATH,
  MARKER_PATH,
  markerOf,
  notThisBackup,
  readManifest,
  SETS_FOLDER,
} from './manifest.ts';

/** What somebody else in the process wants to have kept beside the ledger, such as the service's rows. */
export interface BackupStream {
  /** Its name in the backup and in a restored folder. */
  readonly path: string;
  /** Asked after the cut is made, so that it is at least as new as the log. Undefined: there is none. */
  readonly content: () => Promise<AsyncIterable<Uint8Array> | undefined>;
}

export interface BackupOptions {
  readonly dataFolder: string;
  readonly backupFolder: string;
  readonly streams?: readonly BackupStream[];
  readonly clock?: Clock;
  readonly onProgress?: (progress: BackupProgress) => void;
}

/** Of log and payload files, which are nearly all of it. */
export interface BackupProgress {
  readonly bytes: number;
  readonly bytesExpected: number;
}

export interface BackupReport {
  readonly manifest: Omit<Manifest, 'format'>;
  /** Of log and payload files, what the earlier backups did not have. */
  readonly copiedBytes: number;
  readonly totalBytes: number;
}

/** Without these a chain cannot go on. */
const REQUIRED = [FORMAT_PATH, ...CHAIN_FILES] as const;
const OTHERS = 0o077;

/**
 * Fails with BACKUP_BUSY, BACKUP_TOO_EARLY, BACKUP_SOURCE_SHORT, DATA_FOLDER_EMPTY; rejects with BACKUP_FOLDER_FOREIGN when the folder
 * holds something else or another history, and with BACKUP_DAMAGED.
 */
export async function backupFolder(options: BackupOptions): Promise<BackupReport> {
  const source = openNodeDisk(options.dataFolder);
  const fingerprint = await fingerprintIn(source, options.dataFolder);
  const target = openNodeDisk(options.backupFolder);
  await claimFolder(target, options, fingerprint);
  const release = await lock(options.backupFolder);
  try {
    const earlier = await readManifest(target);
    return await new Backup({ ...options, source, target, fingerprint, earlier }).run();
  } finally {
    await release();
  }
}

async function fingerprintIn(source: ReadableDisk, dataFolder: string): Promise<string> {
  const format = await checkFormat(source);
  const genesis = await source.read(GENESIS_PATH);
  if (format === 'current' && genesis !== undefined) {
    return toHex(fingerprintOf(genesis, nodeCrypto));
  }
  throw failure('DATA_FOLDER_EMPTY', `there is no chain in ${dataFolder}`, {
    action: 'Name the data folder of a node with --data.',
    data: { folder: dataFolder },
  });
}

/** Makes the folder this chain's, or finds that it is. What it holds are keys: nobody else may enter. */
async function claimFolder(
  target: Disk,
  options: BackupOptions,
  fingerprint: string,
): Promise<void> {
  const { backupFolder: folder, dataFolder } = options;
  const inside = relative(resolve(dataFolder), resolve(folder));
  if (!inside.startsWith('..')) throw notThisBackup(folder, 'lies in the data folder');
  await target.makeFolder('', { isSecret: true });
  const marker = await target.read(MARKER_PATH);
  if (marker !== undefined) {
    if (equal(marker, markerOf(fingerprint))) return;
    throw notThisBackup(folder, 'holds the backup of another chain');
  }
  const present = await target.list('');
  // Another backup has just made it.
  if (present.includes(MARKER_PATH)) return claimFolder(target, options, fingerprint);
  const foreign = present.filter((name) => !name.startsWith(`${MARKER_PATH}.`));
  if (foreign.length > 0) throw notThisBackup(folder, 'is not empty and no backup');
  await target.replace(MARKER_PATH, markerOf(fingerprint));
}

/** The lock is LevelDB's own, as a data folder's is: the system gives it back however a process ends. */
async function lock(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, LOCK_FOLDER);
  let opened = await openLevelStore(path);
  if (opened.kind === 'damaged') {
    await destroyLevelStore(path);
    opened = await openLevelStore(path);
  }
  if (opened.kind !== 'open') throw backupBusy(folder);
  const { store } = opened;
  return () => store.close();
}

interface BackupInput extends BackupOptions {
  readonly source: ReadableDisk;
  readonly target: Disk;
  readonly fingerprint: string;
  /** Undefined: the folder holds no finished backup. */
  readonly earlier: Manifest | undefined;
}

class Backup {
  readonly #input: BackupInput;
  readonly #known: ReadonlyMap<string, BackupFile>;
  readonly #set: string;
  #progress: BackupProgress = { bytes: 0, bytesExpected: 0 };

  constructor(input: BackupInput) {
    this.#input = input;
    const files = input.earlier?.files ?? [];
    this.#known = new Map(files.map((file) => [file.path, file]));
    this.#set = `${SETS_FOLDER}/${String((input.earlier?.number ?? 0) + 1)}`;
  }

  async run(): Promise<BackupReport> {
    const { source, target, fingerprint, earlier, clock = systemClock } = this.#input;
    // First of all: everything that is read after it is at least as new.
    const cut = await findCut(source, (path) => this.#known.get(path)?.bytes ?? 0);
    await this.#checkHistory(cut);
    await target.remove(this.#set);
    const grown = await this.#copyGrown(cut);
    const small = await this.#copySmall(cut);
    const { origin, size, root } = cut.signed.checkpoint;
    const manifest = {
      number: (earlier?.number ?? 0) + 1,
      madeAt: new Date(clock.nowMs()).toISOString(),
      fingerprint,
      checkpoint: { origin, size, root: toHex(root) },
      files: [...grown, ...small],
    };
    await target.replace(MANIFEST_PATH, encodeManifest(manifest));
    await this.#removeOldSets();
    const totalBytes = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
    return { manifest, copiedBytes: this.#progress.bytes, totalBytes };
  }

  /**
   * A folder that was restored has other entries from some place on than its backups may have. The last segment of the earlier backup
   * is compared: its headers hold the root of everything before.
   */
  async #checkHistory({ signed }: Cut): Promise<void> {
    const { source, earlier, backupFolder: folder } = this.#input;
    if (earlier === undefined) return;
    const { size } = earlier.checkpoint;
    const file = this.#known.get(entriesPath(segmentOf(size - 1)));
    if (file === undefined) throw backupDamaged(MANIFEST_PATH, 'it does not name the log');
    const isLonger = signed.checkpoint.size >= size;
    if (isLonger && (await hashOf(source, file.path, file.bytes)) === file.sha256) return;
    throw notThisBackup(folder, 'holds entries that this data folder has not');
  }

  async #copyGrown({ log, payloads }: Cut): Promise<readonly BackupFile[]> {
    const { target } = this.#input;
    await target.makeFolder(LOG_FOLDER);
    await target.makeFolder(PAYLOAD_FOLDER);
    const all = [...log, ...payloads];
    const bytesExpected = all.reduce(
      (sum, { path, bytes }) => sum + bytes - (this.#known.get(path)?.bytes ?? 0),
      0,
    );
    this.#progress = { bytes: 0, bytesExpected };
    const files: BackupFile[] = [];
    for (const file of all) {
      files.push({ ...file, stored: file.path, sha256: await this.#copyOne(file), secret: false });
    }
    return files;
  }

  async #copyOne({ path, bytes }: CutFile): Promise<string> {
    const { source, target, backupFolder: folder, onProgress } = this.#input;
    const known = this.#known.get(path);
    const copying = {
      from: { disk: source, path },
      to: { disk: target, path },
      bytes,
      onBytes: (count: number) => {
        this.#progress = { ...this.#progress, bytes: this.#progress.bytes + count };
        onProgress?.(this.#progress);
      },
    };
    if (known === undefined) return await copyWhole(copying);
    if (known.bytes > bytes) throw notThisBackup(folder, `holds more of ${path} than there is`);
    return known.bytes === bytes ? known.sha256 : await copyGrowth(copying, known);
  }

  async #copySmall({ signed }: Cut): Promise<readonly BackupFile[]> {
    const { source, target, streams = [] } = this.#input;
    await target.makeFolder(SETS_FOLDER);
    await target.makeFolder(`${this.#set}/${KEYS_FOLDER}`, { isSecret: true });
    const keys = await source.list(KEYS_FOLDER);
    const files: BackupFile[] = [];
    for (const path of [...REQUIRED, ...keys.map((name) => `${KEYS_FOLDER}/${name}`)]) {
      const bytes = await source.read(path);
      if (bytes === undefined) throw sourceMissing(path);
      const secret = (((await source.permissions(path)) ?? 0) & OTHERS) === 0;
      files.push(await this.#put(path, bytes, secret));
    }
    // As it was at the cut: the one in the folder may be newer by now.
    files.push(await this.#put(CHECKPOINT_PATH, Buffer.from(signed.text), false));
    for (const stream of streams) files.push(...(await this.#putStream(stream)));
    return files;
  }

  async #put(path: string, bytes: Uint8Array, secret: boolean): Promise<BackupFile> {
    const stored = `${this.#set}/${path}`;
    await this.#input.target.replace(stored, bytes, { isSecret: secret });
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    return { path, stored, bytes: bytes.length, sha256, secret };
  }

  async #putStream({ path, content }: BackupStream): Promise<readonly BackupFile[]> {
    const { target } = this.#input;
    const pieces = await content();
    if (pieces === undefined) return [];
    const { stored } = await this.#put(path, new Uint8Array(0), true);
    const hash = createHash('sha256');
    const file = await target.open(stored);
    let bytes = 0;
    try {
      for await (const piece of pieces) {
        await file.write(bytes, [piece]);
        hash.update(piece);
        bytes += piece.length;
      }
      await file.sync();
    } finally {
      await file.close();
    }
    return [{ path, stored, bytes, sha256: hash.digest('hex'), secret: true }];
  }

  /** The new manifest does not name them. That one stays now and then is no harm. */
  async #removeOldSets(): Promise<void> {
    const { target } = this.#input;
    for (const name of await target.list(SETS_FOLDER)) {
      const old = `${SETS_FOLDER}/${name}`;
      if (old === this.#set) continue;
      await target.remove(old).catch((error: unknown) => {
        if (!isCoded(error)) throw error;
      });
    }
  }
}

function sourceMissing(path: string): Error {
  return failure('BACKUP_SOURCE_SHORT', `${path} is missing in the data folder`, {
    action: 'Keep the backups you have, stop the node, and run `stele ledger check`.',
    data: { path },
  });
}
