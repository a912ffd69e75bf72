/** Ways in which a disk spoils a file, and what files there are. */

import {
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';

/** Numbers from 0 to below `below`. */
export type Dice = (below: number) => number;

/** Spoils a file; says what it did, or undefined when nothing is changed by it. */
export type Way = (file: File, dice: Dice) => string | undefined;

export interface File {
  readonly folder: string;
  /** In the folder. */
  readonly path: string;
  /** Of its kind, this one included. */
  readonly others: readonly string[];
}

export const flip: Way = (file, dice) => {
  const at = dice(sizeOf(file));
  const bit = dice(8);
  const bytes = readFileSync(pathOf(file));
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
  writeFileSync(pathOf(file), bytes);
  return `bit ${String(bit)} of byte ${String(at)}`;
};

const cut: Way = (file, dice) => {
  const length = dice(sizeOf(file));
  truncateSync(pathOf(file), length);
  return `cut to ${String(length)} bytes`;
};

const grown: Way = (file, dice) => {
  const count = 1 + dice(8_192);
  writeFileSync(pathOf(file), new Uint8Array(count), { flag: 'a' });
  return `grown by ${String(count)} zeros`;
};

const swapped: Way = (file, dice) => {
  const others = file.others.filter((path) => path !== file.path);
  const other = others[dice(others.length)];
  if (other === undefined) return undefined;
  const [one, two] = [pathOf(file), join(file.folder, other)];
  if (readFileSync(one).equals(readFileSync(two))) return undefined;
  renameSync(one, `${one}.swap`);
  renameSync(two, one);
  renameSync(`${one}.swap`, two);
  return `swapped with ${other}`;
};

const zeroed =
  (sectorBytes: number): Way =>
  (file, dice) => {
    const start = sectorBytes * dice(Math.ceil(sizeOf(file) / sectorBytes));
    const bytes = readFileSync(pathOf(file));
    const sector = bytes.subarray(start, start + sectorBytes);
    if (sector.every((byte) => byte === 0)) return undefined;
    sector.fill(0);
    writeFileSync(pathOf(file), bytes);
    return `${String(sectorBytes)} bytes zeroed from ${String(start)} on`;
  };

const missing: Way = (file) => {
  rmSync(pathOf(file));
  return 'missing';
};

/** What is tried besides flips. */
export const WAYS: Readonly<Record<string, Way>> = {
  cut,
  grown,
  swapped,
  'sector of 512 zeroed': zeroed(512),
  'sector of 4 096 zeroed': zeroed(4_096),
  missing,
};

/** Every file that is not empty, by kind. */
export function kindsIn(folder: string): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .filter((path) => statSync(join(folder, path)).size > 0);
  return Map.groupBy(files.toSorted(), kindOf);
}

/** What is tried equally often, however many files of it there are. */
export function kindOf(path: string): string {
  const [first = path, name = ''] = path.split('/');
  if (first === 'state' || first === 'evidence') return `${first}: ${levelKindOf(name)}`;
  if (first === 'log') return name.endsWith('.entries') ? 'log/….entries' : 'log/….offsets';
  if (first === 'keys') return path;
  return name === '' ? first : `${first}/`;
}

function levelKindOf(name: string): string {
  if (name.endsWith('.ldb')) return 'tables';
  if (name.endsWith('.log')) return 'journal';
  return name.startsWith('LOG') ? 'LOG, for people' : 'MANIFEST, CURRENT';
}

function sizeOf(file: File): number {
  return statSync(pathOf(file)).size;
}

function pathOf({ folder, path }: File): string {
  return join(folder, path);
}
