/**
 * A page of one's own that leads to a link. What a browser is started with, every user of the machine can read; so it is started with the
 * name of this file, which only its owner can.
 */

import { lstat, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const PREFIX = 'stele-open-';
/** A browser has read the page by then. */
const KEPT_MS = 60_000;

/** Writes the page into a new private folder within `folder`; where it is. */
export async function writeRedirect(url: string, folder: string): Promise<string> {
  const path = join(await mkdtemp(join(folder, PREFIX)), 'sign-in.html');
  await writeFile(path, pageOf(url), { mode: 0o600, flag: 'wx' });
  return path;
}

/** Removes the pages of earlier calls within `folder`, as far as that is possible; those of other people stay. */
export async function removeRedirects(folder: string, nowMs: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    if (name.startsWith(PREFIX)) await removeOld(join(folder, name), nowMs).catch(() => undefined);
  }
}

async function removeOld(path: string, nowMs: number): Promise<void> {
  const { mtimeMs, uid } = await lstat(path);
  const isOwn = uid === process.getuid?.();
  if (isOwn && nowMs - mtimeMs >= KEPT_MS) await rm(path, { recursive: true });
}

function pageOf(url: string): string {
  const address = new URL(url).href.replace(/&/g, '&amp;').replace(/"/g, '&quot;');
  return [
    '<!doctype html>',
    '<meta charset="utf-8">',
    '<meta name="referrer" content="no-referrer">',
    `<meta http-equiv="refresh" content="0; url=${address}">`,
    '<title>Stele</title>',
    `<a href="${address}">Stele</a>`,
    '',
  ].join('\n');
}
