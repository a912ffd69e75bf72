/**
 * Which data folder a command means, and the few files of it (spec/disk.md) that commands outside the node read: genesis, setup,
 * keys, and the address a running server leaves there. Opening the ledger in it is the node's business.
 */

import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { Arguments } from '../arguments.ts';
import { reasonOf } from '../files/reason.ts';
import { trouble } from '../trouble.ts';
import type { World } from '../world.ts';
import { cloneAround } from './clone.ts';
import { settingIn } from './environment.ts';

/** `--data`, else STELE_DATA, else `data` of the clone one is in, else `~/.local/share/stele`. Absolute. */
export function dataFolderOf(given: Arguments, world: World): string {
  const named = given.value('data') ?? settingIn(world, 'STELE_DATA');
  if (named !== undefined) return resolve(world.workingFolder, named);
  const clone = cloneAround(world.workingFolder);
  if (clone !== undefined) return join(clone, 'data');
  return join(world.homeFolder, '.local', 'share', 'stele');
}

/** Fails with DATA_NOT_A_FOLDER when something else has the name, or a name on the way to it. */
export function checkIsFolder(folder: string): void {
  if (!isSomethingElse(folder)) return;
  throw trouble('DATA_NOT_A_FOLDER', { folder });
}

function isSomethingElse(folder: string): boolean {
  try {
    return !statSync(folder).isDirectory();
  } catch (error) {
    // Whatever else is in the way, whoever opens the folder says.
    return (error as NodeJS.ErrnoException).code === 'ENOTDIR';
  }
}

/** Whether there seems to be a chain. What is wrong with the folder, whoever opens it says. */
export function hasChain(folder: string): boolean {
  return existsSync(join(folder, 'genesis'));
}

/** Charter 0 of the folder's chain, as encoded; absent when the folder has no chain (yet). FILE_UNREADABLE. */
export function genesisOf(folder: string): Uint8Array | undefined {
  return readIfPresent(join(folder, 'genesis'));
}

/** Charter 0, for commands that cannot go on without. FOLDER_NOT_FOUND. */
export function requiredGenesisOf(folder: string): Uint8Array {
  const genesis = genesisOf(folder);
  if (genesis === undefined) throw trouble('FOLDER_NOT_FOUND', { folder });
  return genesis;
}

/** The calls that block 0 ran, canonical CBOR. */
export function setupOf(folder: string): Uint8Array | undefined {
  return readIfPresent(join(folder, 'setup'));
}

export function adminKeyPath(folder: string): string {
  return join(folder, 'admin.key');
}

/** The bearer key of this machine's server. ADMIN_KEY_MISSING, KEY_UNREADABLE. */
export function adminKeyOf(folder: string): string {
  const path = adminKeyPath(folder);
  if (!existsSync(path)) throw trouble('ADMIN_KEY_MISSING', { path });
  return secretAt(path).trim();
}

/** The operator's private key, PKCS #8 PEM. KEY_UNREADABLE. */
export function operatorKeyOf(folder: string): string {
  return secretAt(join(folder, 'keys', 'operator.key'));
}

function secretAt(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw trouble('KEY_UNREADABLE', { path, reason: reasonOf(error) }, error);
  }
}

/** Holds the address of the server that has the folder open; written when it serves, removed when it stops. */
export function addressPath(folder: string): string {
  return join(folder, 'address');
}

export function recordedAddressOf(folder: string): string | undefined {
  const bytes = readIfPresent(addressPath(folder));
  return bytes === undefined ? undefined : bytes.toString('utf8').trim();
}

function readIfPresent(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw trouble('FILE_UNREADABLE', { path, reason: reasonOf(error) }, error);
  }
}
