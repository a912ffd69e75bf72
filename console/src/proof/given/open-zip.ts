/**
 * What is inside a ZIP, such as the one that the console hands out, within bounds: an archive is a stranger's, and may say anything of
 * itself. It is read in pieces and given up as soon as it has more than a package of evidence has. An archive in it stays closed.
 */

import { rejection } from '@stele/base';
import { Unzip, type UnzipFile, UnzipInflate } from 'fflate';

import { unreadable } from '../hash/digest-blob.ts';

/** The package that the console makes holds five. */
export const ZIP_ENTRIES_MAX = 50;
/** Packed, and again unpacked: the console packs no file above 64 MiB. */
export const ZIP_BYTES_MAX = 100_000_000;

const MARK = [0x50, 0x4b, 3, 4];
const PIECE_BYTES = 65_536;
const NAME_CHARACTERS_MAX = 500;
/** They go along with evidence and are none; in a folder of the archive they may be what was recorded. */
const COMPANIONS: readonly string[] = ['verify.html', 'README.txt'];

/** Undefined when it is no archive, or a damaged or encrypted one, or one beyond the bounds. Rejects with FILE_UNREADABLE. */
export async function openZip(file: Blob): Promise<readonly File[] | undefined> {
  if (file.size > ZIP_BYTES_MAX || !(await isZip(file))) return undefined;
  const archive = newArchive();
  for (let at = 0; at < file.size; at += PIECE_BYTES) {
    const piece = await bytesOf(file.slice(at, at + PIECE_BYTES));
    if (!isTaken(archive, piece, at + PIECE_BYTES >= file.size)) return undefined;
  }
  return archive.entries.flatMap(({ name, parts, isWhole }) =>
    isWhole ? [new File(parts, name)] : [],
  );
}

async function isZip(file: Blob): Promise<boolean> {
  const head = await bytesOf(file.slice(0, MARK.length));
  return MARK.every((byte, at) => head[at] === byte);
}

interface Entry {
  readonly name: string;
  readonly parts: Uint8Array<ArrayBuffer>[];
  isWhole: boolean;
}

interface Archive {
  readonly unzip: Unzip;
  readonly entries: readonly Entry[];
}

function newArchive(): Archive {
  const entries: Entry[] = [];
  let seen = 0;
  let bytes = 0;
  const unzip = new Unzip((found) => {
    if (++seen > ZIP_ENTRIES_MAX) throw beyondBounds();
    if (found.name.endsWith('/') || COMPANIONS.includes(found.name)) return;
    const entry: Entry = { name: nameOf(found), parts: [], isWhole: false };
    entries.push(entry);
    found.ondata = (error, part, isLast) => {
      if (error !== null) throw error;
      bytes += part.length;
      if (bytes > ZIP_BYTES_MAX) throw beyondBounds();
      // Copied: a stored part is a view of the piece it came in.
      entry.parts.push(part.slice());
      entry.isWhole = isLast;
    };
    found.start();
  });
  unzip.register(UnzipInflate);
  return { unzip, entries };
}

/** Without its folders: a name is shown and compared, never a way to anywhere. */
function nameOf({ name }: UnzipFile): string {
  return (name.split(/[/\\]/).at(-1) ?? '').slice(-NAME_CHARACTERS_MAX);
}

/** Whatever is wrong with it, it is no archive that this page opens: it is a file then, and nothing is lost. */
function isTaken({ unzip }: Archive, piece: Uint8Array, isLast: boolean): boolean {
  try {
    unzip.push(piece, isLast);
    return true;
  } catch {
    return false;
  }
}

/** Ends the reading of an archive; never leaves this file. */
function beyondBounds(): Error {
  return rejection('ZIP_TOO_LARGE', 'the archive holds more than a package of evidence');
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (cause) {
    throw unreadable(cause);
  }
}
