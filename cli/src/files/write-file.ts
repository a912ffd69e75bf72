/**
 * Writing small files so that a reader, or the power going out, sees the old content or the new, never half of it: a temporary
 * file beside, synced, then put in place in one step.
 */

import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { isCoded } from '@stele/base';

import { reasonOf } from './reason.ts';
import { trouble } from '../trouble.ts';

/** Replaces `path` or creates it. WRITE_FAILED. */
export async function replaceFile(
  path: string,
  content: string | Uint8Array,
  mode = 0o644,
): Promise<void> {
  await throughTemporary(path, { content, mode }, async (temporary) => {
    await rename(temporary, path);
  });
}

/** Creates `path`; rejects with RECEIPT_IN_THE_WAY when something is there already, however late it came. WRITE_FAILED. */
export async function createFile(
  path: string,
  content: string | Uint8Array,
  mode = 0o644,
): Promise<void> {
  await throughTemporary(path, { content, mode }, async (temporary) => {
    await linkOrCopy(temporary, path).catch((error: unknown) => {
      if (errnoOf(error) === 'EEXIST') throw trouble('RECEIPT_IN_THE_WAY', { path }, error);
      throw error;
    });
    await unlink(temporary);
  });
}

async function throughTemporary(
  path: string,
  { content, mode }: { readonly content: string | Uint8Array; readonly mode: number },
  putInPlace: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
  try {
    await writeSynced(temporary, content, mode);
    await putInPlace(temporary);
    await syncFolder(dirname(path));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    if (isCoded(error)) throw error;
    throw trouble('WRITE_FAILED', { path, reason: reasonOf(error) }, error);
  }
}

async function writeSynced(
  path: string,
  content: string | Uint8Array,
  mode: number,
): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A hard link is both atomic and exclusive; file systems without them (FAT, some shares) get an exclusive copy. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw error;
    await copyFile(from, to, constants.COPYFILE_EXCL);
  }
}

/** Makes the new name itself durable. Some file systems cannot sync a folder; then the name is as durable as they make it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  try {
    await folder?.sync();
  } catch {
    return;
  } finally {
    await folder?.close();
  }
}

function errnoOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
