/** From names on the command line to digests: everything that can be wrong with a file is found before anything is recorded. */

import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';

import { isCoded } from '@stele/base';
import { parseReceipt } from '@stele/protocol';

import { receiptAttachedTo } from '../certificates/read-certificate.ts';
import { digestFile } from '../files/digest-file.ts';
import { reasonOf } from '../files/reason.ts';
import { readReceiptBytes } from '../receipts/read-receipt.ts';
import type { Progress } from '../terminal/progress.ts';
import { trouble } from '../trouble.ts';
import { failed, type FailedFile } from './outcome.ts';
import { type DigestedFile, recordedAlgorithms } from './record.ts';

export interface NamedFile {
  readonly path: string;
  readonly sizeBytes: number;
}

export interface NamedFiles {
  readonly files: readonly NamedFile[];
  /** Named, but receipts or certificates themselves: `stele notarize *` in a folder that has been notarised before. */
  readonly receipts: readonly string[];
}

/**
 * Looks at every name once, each file counted once. FILE_UNREADABLE, FILE_NOT_REGULAR, FOLDER_NOT_WRITABLE (no receipt could be
 * written), FILE_IS_RECEIPT when nothing but receipts were named.
 */
export async function nameFiles(
  paths: readonly string[],
  workingFolder: string,
): Promise<NamedFiles> {
  const unique = new Map(paths.map((path) => [resolve(workingFolder, path), path]));
  const files: NamedFile[] = [];
  const receipts: string[] = [];
  for (const path of unique.values()) {
    const sizeBytes = await sizeOf(path);
    if (await isReceipt(path)) receipts.push(path);
    else files.push({ path, sizeBytes });
  }
  await checkWritable(files);
  const [receipt] = receipts;
  if (files.length === 0 && receipt !== undefined) {
    throw trouble('FILE_IS_RECEIPT', { path: receipt });
  }
  return { files, receipts };
}

async function sizeOf(path: string): Promise<number> {
  const information = await stat(path).catch((error: unknown) => {
    throw trouble('FILE_UNREADABLE', { path, reason: reasonOf(error) }, error);
  });
  if (!information.isFile()) throw trouble('FILE_NOT_REGULAR', { path });
  return information.size;
}

async function isReceipt(path: string): Promise<boolean> {
  const isCertificate = /\.certificate(?:\.\d+)?\.pdf$/i.test(path);
  if (!isCertificate && !/\.receipt(?:\.\d+)?\.json$/i.test(path)) return false;
  const read = isCertificate ? receiptAttachedTo : readReceiptBytes;
  try {
    parseReceipt((await read(path)) ?? new Uint8Array());
    return true;
  } catch (error) {
    if (isCoded(error) && error.kind === 'rejection') return false;
    throw error;
  }
}

async function checkWritable(files: readonly NamedFile[]): Promise<void> {
  for (const folder of new Set(files.map(({ path }) => dirname(path)))) {
    await access(folder, constants.W_OK).catch((error: unknown) => {
      throw trouble('FOLDER_NOT_WRITABLE', { folder, reason: reasonOf(error) }, error);
    });
  }
}

export interface Digesting {
  readonly files: readonly DigestedFile[];
  readonly failed: readonly FailedFile[];
}

/** Reads every file. One that cannot be read to its end, or changes meanwhile, fails by itself. */
export async function digestFiles(
  named: readonly NamedFile[],
  progress: Progress,
): Promise<Digesting> {
  const totalBytes = named.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const files: DigestedFile[] = [];
  const failures: FailedFile[] = [];
  let doneBytes = 0;
  for (const { path } of named) {
    try {
      const digested = await digestFile(path, recordedAlgorithms, (bytes) => {
        doneBytes += bytes;
        progress.show(path, doneBytes, totalBytes);
      });
      files.push({ path, ...digested });
    } catch (error) {
      failures.push(failed(path, error));
    }
  }
  progress.clear();
  return { files, failed: failures };
}
