/**
 * Whether the files of a closed LevelDB are as they were written. LevelDB as bound here looks at no checksum of a table, and passes over
 * damage in a journal in silence, so this is looked at before it is opened. Reading is somebody else's: files come as bytes.
 */

import { readJournal } from './journal.ts';
import { tableDamage } from './table.ts';
import { Varints } from './varints.ts';

export interface LevelFiles {
  readonly names: readonly string[];
  read(name: string): Promise<Uint8Array>;
}

export interface LevelFault {
  readonly file: string;
  /** Where what is damaged begins; absent of a file that is missing or too short. */
  readonly offset?: number;
}

const CURRENT = 'CURRENT';
const OWN = /^(?:MANIFEST-[0-9]+|[0-9]+\.(?:ldb|sst|log))$/;
const JOURNAL = /^[0-9]+\.log$/;

/** The first file that is damaged, or missing, of a database whose writes are synced; undefined when all are whole. */
export async function levelFault(files: LevelFiles): Promise<LevelFault | undefined> {
  return (await journalFault(files)) ?? (await tablesFault(files));
}

/** The same without journals: of a database whose writes are not synced, a loss of power leaves any part of those. */
export async function tablesFault(files: LevelFiles): Promise<LevelFault | undefined> {
  // Of a folder without it LevelDB makes a new database, whatever else is there.
  if (!files.names.includes(CURRENT)) {
    return files.names.some(isOwn) ? { file: CURRENT } : undefined;
  }
  return await faultUnder(files, await currentOf(files));
}

function isOwn(name: string): boolean {
  return OWN.test(name);
}

async function journalFault(files: LevelFiles): Promise<LevelFault | undefined> {
  for (const file of files.names.filter((name) => JOURNAL.test(name))) {
    const { damagedAt } = readJournal(await files.read(file));
    if (damagedAt !== undefined) return { file, offset: damagedAt };
  }
  return undefined;
}

/** The name of the manifest; of a line that does not end as LevelDB ends it, a name that no file has. */
async function currentOf(files: LevelFiles): Promise<string> {
  const line = new TextDecoder().decode(await files.read(CURRENT));
  return line.endsWith('\n') ? line.slice(0, -1) : '';
}

/** The tables that count, and the journal that has to be there, are those the manifest names. */
async function faultUnder(files: LevelFiles, manifest: string): Promise<LevelFault | undefined> {
  if (!files.names.includes(manifest)) return { file: CURRENT };
  const { records, damagedAt } = readJournal(await files.read(manifest));
  if (damagedAt !== undefined) return { file: manifest, offset: damagedAt };
  const { journal, tables } = versionOf(records);
  if (journal > 0 && !hasNumber(files, journal, 'log')) return { file: fileName(journal, 'log') };
  for (const [number, size] of tables) {
    const file = files.names.find((name) => isOfNumber(name, number, 'ldb|sst'));
    if (file === undefined) return { file: fileName(number, 'ldb') };
    const bytes = await files.read(file);
    if (bytes.length !== size) return { file };
    const offset = tableDamage(bytes);
    if (offset !== undefined) return { file, offset };
  }
  return undefined;
}

interface Version {
  /** The oldest journal with something that is in no table. */
  readonly journal: number;
  /** Their sizes by number. */
  readonly tables: ReadonlyMap<number, number>;
}

const COMPARATOR = 1;
const LOG_NUMBER = 2;
const COMPACT_POINTER = 5;
const DELETED_FILE = 6;
const NEW_FILE = 7;

/** What all edits together come to (LevelDB's version_edit.cc). */
function versionOf(records: readonly Uint8Array[]): Version {
  const tables = new Map<number, number>();
  let journal = 0;
  for (const record of records) {
    const edit = new Varints(record);
    while (!edit.isDone) journal = takeField(edit, tables) ?? journal;
  }
  return { journal, tables };
}

/** One field of an edit; the number of the journal when it names that. */
function takeField(edit: Varints, tables: Map<number, number>): number | undefined {
  switch (edit.next()) {
    case LOG_NUMBER:
      return edit.next();
    case COMPARATOR:
      skipText(edit);
      return undefined;
    case COMPACT_POINTER:
      edit.next();
      skipText(edit);
      return undefined;
    case DELETED_FILE:
      edit.next();
      tables.delete(edit.next());
      return undefined;
    case NEW_FILE:
      edit.next();
      tables.set(edit.next(), edit.next());
      skipText(edit);
      skipText(edit);
      return undefined;
    default:
      edit.next();
      return undefined;
  }
}

function skipText(edit: Varints): void {
  edit.skip(edit.next());
}

function hasNumber({ names }: LevelFiles, number: number, ends: string): boolean {
  return names.some((name) => isOfNumber(name, number, ends));
}

function isOfNumber(name: string, number: number, ends: string): boolean {
  return new RegExp(`^0*${String(number)}\\.(?:${ends})$`).test(name);
}

function fileName(number: number, end: string): string {
  return `${String(number).padStart(6, '0')}.${end}`;
}
