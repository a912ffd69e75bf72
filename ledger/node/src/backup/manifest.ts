/**
 * What a backup says of itself (spec/disk.md, "Backup"): `manifest.json`, replaced as a whole when everything it names is durable. So
 * the backup is always the one that was finished last, whatever a later one that was interrupted has left behind.
 */

import { failure, fromUtf8, rejection, utf8 } from '@stele/base';
import { type Static, Type } from 'typebox';
import { Check } from 'typebox/value';

import type { ReadableDisk } from '../storage/disk.ts';

export const MANIFEST_PATH = 'manifest.json';
/** There from the first moment on: whose backup this folder is going to be. */
export const MARKER_PATH = 'BACKUP';
/** Held while a backup is written. */
export const LOCK_FOLDER = 'lock';
/** What each backup keeps of its own, in a folder with its number. */
export const SETS_FOLDER = 'sets';

const FORMAT = 'stele-backup 1';
const HEX_32 = '^[0-9a-f]{64}$';
/** Names of a data folder: never upwards, never absolute. */
const PATH = '^[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*){0,3}$';

const FileSchema = Type.Object({
  /** In the data folder. */
  path: Type.String({ pattern: PATH, maxLength: 200 }),
  /** In the backup. */
  stored: Type.String({ pattern: PATH, maxLength: 200 }),
  bytes: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  sha256: Type.String({ pattern: HEX_32 }),
  /** Readable by its owner alone. */
  secret: Type.Boolean(),
});

const ManifestSchema = Type.Object({
  format: Type.Literal(FORMAT),
  /** How many backups were finished in this folder, this one included. */
  number: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
  madeAt: Type.String({ maxLength: 40 }),
  fingerprint: Type.String({ pattern: HEX_32 }),
  /** The checkpoint that the backup was cut at. */
  checkpoint: Type.Object({
    origin: Type.String({ maxLength: 60 }),
    size: Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER }),
    root: Type.String({ pattern: HEX_32 }),
  }),
  files: Type.Array(FileSchema),
});

export type BackupFile = Readonly<Static<typeof FileSchema>>;
export interface Manifest {
  readonly format: typeof FORMAT;
  readonly number: number;
  readonly madeAt: string;
  readonly fingerprint: string;
  readonly checkpoint: { readonly origin: string; readonly size: number; readonly root: string };
  readonly files: readonly BackupFile[];
}

export function encodeManifest(manifest: Omit<Manifest, 'format'>): Uint8Array {
  return utf8(`${JSON.stringify({ format: FORMAT, ...manifest }, null, 1)}\n`);
}

/** The manifest of a finished backup; undefined when there is none. Rejects with BACKUP_DAMAGED. */
export async function readManifest(disk: ReadableDisk): Promise<Manifest | undefined> {
  const bytes = await disk.read(MANIFEST_PATH);
  if (bytes === undefined) return undefined;
  const value = parsed(bytes);
  if (!Check(ManifestSchema, value)) throw backupDamaged(MANIFEST_PATH, 'it is no manifest');
  const paths = new Set(value.files.map(({ path }) => path));
  if (paths.size !== value.files.length) {
    throw backupDamaged(MANIFEST_PATH, 'it names a file twice');
  }
  return value;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch {
    throw backupDamaged(MANIFEST_PATH, 'it is no JSON');
  }
}

export function markerOf(fingerprint: string): Uint8Array {
  return utf8(`${FORMAT}\n${fingerprint}\n`);
}

/** A file of the backup is not what was written. */
export function backupDamaged(path: string, what: string): Error {
  return rejection('BACKUP_DAMAGED', `${path} in the backup is damaged: ${what}`, {
    action: 'Use another backup; or, while the node is there, make a new one in an empty folder.',
    data: { path },
  });
}

/** The folder belongs to something else. */
export function notThisBackup(folder: string, what: string): Error {
  return rejection('BACKUP_FOLDER_FOREIGN', `${folder} ${what}`, {
    action: 'Name an empty folder, or the one with the earlier backups of this chain.',
    data: { folder },
  });
}

export function backupBusy(folder: string): Error {
  return failure('BACKUP_BUSY', `another backup is being written into ${folder}`, {
    action: 'Wait until it has ended.',
    data: { folder },
  });
}
