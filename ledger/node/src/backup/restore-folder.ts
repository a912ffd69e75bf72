/**
 * `stele restore` (spec/disk.md, "Restore"): a backup becomes a data folder. Every byte is compared with the manifest, then the whole
 * chain is derived again and compared with the checkpoint it was cut at. All of it happens in a folder beside, which gets its name last:
 * there is never half a data folder to start.
 */

import { mkdtemp, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { type Clock, fromHex, type Log, type Random, rejection } from '@stele/base';
import { builtinContracts } from '@stele/contracts';
import type { Contract } from '@stele/kernel/contract';
import type { Checkpoint } from '@stele/protocol';

import { checkFolder } from '../check/check-folder.ts';
import type { CheckProgress, Damage } from '../check/report.ts';
import { readStatement } from '../genesis/statement.ts';
import { readCheckpoint } from '../storage/checkpoint-file.ts';
import { systemClock, systemRandom } from '../world.ts';
import type { Disk, ReadableDisk } from '../storage/disk.ts';
import { CHECKPOINT_PATH, GENESIS_PATH, STATEMENT_PATH } from '../storage/layout.ts';
import { openNodeDisk } from '../storage/node-disk.ts';
import { storageError } from '../storage/storage-errors.ts';
import { copyWhole } from './copy.ts';
import { type Loss, lossBetween, readLatest } from './latest.ts';
import {
  backupDamaged,
  type BackupFile,
  type Manifest,
  MANIFEST_PATH,
  readManifest,
} from './manifest.ts';
import { openRestored, type RestoredWorld } from './open-restored.ts';

export interface RestoreOptions {
  readonly backupFolder: string;
  /** Must not exist yet, or be empty. */
  readonly dataFolder: string;
  /** The newest checkpoint that anybody saw, as signed. */
  readonly latest?: string | undefined;
  /** The operator states that the old node is stopped for good, and wants the chain to go on as it was. */
  readonly sameLineage?: boolean;
  /** Said in the log when a new lineage is opened. */
  readonly reason?: string | undefined;
  readonly log: Log;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly verifierThreads?: number;
  readonly contracts?: readonly Contract[];
  /** Finishes what is not the ledger's; the files are there already, and the folder gets its name only afterwards. */
  readonly prepare?: (folder: string, lineage: 'kept' | 'new') => Promise<void>;
  readonly onProgress?: (progress: RestoreProgress) => void;
}

export type RestoreProgress =
  | { readonly step: 'copying'; readonly bytes: number; readonly bytesExpected: number }
  | ({ readonly step: 'deriving' } & CheckProgress);

export interface RestoreReport {
  readonly manifest: Manifest;
  readonly files: number;
  readonly bytes: number;
  /** Entries that were derived again from the log, and led to the root that was signed. */
  readonly entries: number;
  readonly loss: Loss;
  readonly lineage: 'kept' | 'new';
  /** Of the restored log, and its size now. */
  readonly origin: string;
  readonly size: number;
}

const REASON = 'restored from a backup';

/**
 * Rejects with BACKUP_MISSING, BACKUP_DAMAGED (naming the file), RESTORE_FOLDER_TAKEN, LINEAGE_NOT_SHOWN, CHECKPOINT_FOREIGN; fails with
 * CLOCK_BEHIND, STORAGE_FULL, STORAGE_FAILED. Whatever happens, the backup is only read, and without success there is no new folder.
 */
export async function restoreFolder(options: RestoreOptions): Promise<RestoreReport> {
  const backup = openNodeDisk(options.backupFolder);
  const manifest = await readManifest(backup);
  if (manifest === undefined) throw backupMissing(options.backupFolder);
  await checkTarget(options.dataFolder);
  const staging = await makeStaging(options.dataFolder);
  try {
    const restored = await restoreInto(staging, { backup, manifest, options });
    await putInPlace(staging, options.dataFolder);
    return restored;
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    throw error;
  }
}

interface Restoring {
  readonly backup: ReadableDisk;
  readonly manifest: Manifest;
  readonly options: RestoreOptions;
}

async function restoreInto(folder: string, restoring: Restoring): Promise<RestoreReport> {
  const { manifest, options } = restoring;
  const disk = openNodeDisk(folder);
  await copyFiles(disk, restoring);
  const kept = await checkpointIn(disk, manifest);
  const latest = await latestOf(disk, options);
  const loss = lossBetween(kept, latest);
  const isKept = options.sameLineage === true;
  if (isKept && loss.kind !== 'none') throw lineageNotShown(loss);
  const entries = await derive(folder, restoring);
  const reason = isKept ? undefined : (options.reason ?? REASON);
  const opened = await openRestored(folder, worldOf(options), reason);
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  const lineage = isKept ? 'kept' : 'new';
  await options.prepare?.(folder, lineage);
  return { manifest, files: manifest.files.length, bytes, entries, loss, lineage, ...opened };
}

function worldOf({
  clock = systemClock,
  random = systemRandom,
  log,
  contracts = builtinContracts,
}: RestoreOptions): RestoredWorld {
  return { clock, random, log, contracts };
}

async function copyFiles(disk: Disk, { backup, manifest, options }: Restoring): Promise<void> {
  const bytesExpected = manifest.files.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const file of manifest.files) {
    const folder = dirname(file.path);
    if (folder !== '.') await disk.makeFolder(folder, { isSecret: file.secret });
    if (file.secret) await disk.replace(file.path, new Uint8Array(0), { isSecret: true });
    await copyFile(disk, backup, file, (count) => {
      done += count;
      options.onProgress?.({ step: 'copying', bytes: done, bytesExpected });
    });
  }
}

async function copyFile(
  disk: Disk,
  backup: ReadableDisk,
  { path, stored, bytes, sha256 }: BackupFile,
  onBytes: (count: number) => void,
): Promise<void> {
  const source = await backup.openToRead(stored);
  const size = (await source?.size()) ?? 0;
  await source?.close();
  if (source === undefined) throw backupDamaged(stored, 'it is missing');
  if (size < bytes) throw backupDamaged(stored, `it has ${String(size)} of ${String(bytes)} bytes`);
  const from = { disk: backup, path: stored };
  const found = await copyWhole({ from, to: { disk, path }, bytes, onBytes });
  if (found !== sha256) throw backupDamaged(stored, 'its SHA-256 is not the one in the manifest');
}

/** The checkpoint in the backup, which must be the one that the manifest names. */
async function checkpointIn(disk: ReadableDisk, { checkpoint }: Manifest): Promise<Checkpoint> {
  const signed = (await readCheckpoint(disk))?.checkpoint;
  const isSame =
    signed?.size === checkpoint.size &&
    signed.origin === checkpoint.origin &&
    Buffer.compare(signed.root, fromHex(checkpoint.root)) === 0;
  if (signed !== undefined && isSame) return signed;
  throw backupDamaged(CHECKPOINT_PATH, 'it is not the one that the manifest names');
}

async function latestOf(
  disk: ReadableDisk,
  { latest }: RestoreOptions,
): Promise<Checkpoint | undefined> {
  if (latest === undefined) return undefined;
  const signed = await readStatement(disk);
  if (signed === undefined) throw backupDamaged(STATEMENT_PATH, 'it cannot be read');
  return readLatest(latest, signed.statement);
}

/** How many entries were derived again. Rejects with BACKUP_DAMAGED: what the chain gives is not what was signed. */
async function derive(folder: string, { manifest, options }: Restoring): Promise<number> {
  const { verifierThreads, onProgress, contracts = builtinContracts } = options;
  const report = await checkFolder(folder, {
    contracts,
    ...(verifierThreads !== undefined && { verifierThreads }),
    onProgress: (progress) => onProgress?.({ step: 'deriving', ...progress }),
  });
  if (report.damage !== undefined) throw underived(report.damage);
  if (report.chain !== manifest.fingerprint) {
    throw backupDamaged(GENESIS_PATH, 'it is not of the chain that the manifest names');
  }
  if (report.entries !== manifest.checkpoint.size) {
    throw backupDamaged(MANIFEST_PATH, 'the log goes on after the checkpoint it names');
  }
  return report.entries;
}

function underived({ file, offset, index, what }: Damage): Error {
  const place = offset === undefined ? '' : ` at byte ${String(offset)}`;
  const entry = index === undefined ? '' : ` (entry ${String(index)})`;
  return backupDamaged(file, `${what}${place}${entry}`);
}

async function checkTarget(dataFolder: string): Promise<void> {
  const present = await openNodeDisk(dataFolder).list('');
  if (present.length === 0) return;
  throw rejection('RESTORE_FOLDER_TAKEN', `${dataFolder} is not empty`, {
    action: 'Name a folder that does not exist yet: nothing is ever restored over a data folder.',
    data: { folder: dataFolder },
  });
}

async function makeStaging(dataFolder: string): Promise<string> {
  const place = resolve(dataFolder);
  try {
    return await mkdtemp(join(dirname(place), `.${basename(place)}.restoring-`));
  } catch (cause) {
    throw storageError(`making a folder beside ${dataFolder}`, cause);
  }
}

async function putInPlace(staging: string, dataFolder: string): Promise<void> {
  const place = resolve(dataFolder);
  try {
    await rename(staging, place);
    const parent = await open(dirname(place), 'r');
    await parent.sync().finally(() => parent.close());
  } catch (cause) {
    throw storageError(`giving the restored folder its name ${dataFolder}`, cause);
  }
}

function backupMissing(folder: string): Error {
  return rejection('BACKUP_MISSING', `there is no finished backup in ${folder}`, {
    action: 'Name the folder that was given to stele backup.',
    data: { folder },
  });
}

const NOT_SHOWN: Readonly<Record<Exclude<Loss['kind'], 'none'>, string>> = {
  unknown: 'no newest checkpoint was given',
  entries: 'the newest checkpoint is of a longer log: entries would be lost',
  older: 'the checkpoint given is older than the backup',
  forked: 'the newest checkpoint has the same size and another root',
};

function lineageNotShown({ kind }: Loss): Error {
  const why = kind === 'none' ? '' : NOT_SHOWN[kind];
  return rejection('LINEAGE_NOT_SHOWN', `the lineage cannot be kept: ${why}`, {
    action:
      'Give --latest the newest checkpoint that anybody has of this log, or leave out --same-lineage: the chain then goes on in a new lineage.',
    data: { loss: kind },
  });
}
