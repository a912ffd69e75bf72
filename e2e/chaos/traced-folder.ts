/**
 * A folder as a trace has left it at any moment, and what the loss of power then leaves of it. What was synced is there. Of what was
 * only written, every sector may be there or not, whatever was written before or after it; a file may be longer than what is there of it.
 * Names are made, moved and taken away in the order in which they were, as journaling file systems keep it: some of the last may be
 * missing, but for those that a sync of the file or of its folder has made durable.
 */

import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TracedCall } from './trace.ts';

/** A number from 0 to below the limit. */
export type Choose = (limit: number) => number;

interface Change {
  readonly at: number;
  readonly offset: number;
  /** Undefined: the file is cut to `offset`. */
  readonly bytes: Buffer | undefined;
}

interface File {
  /** What is durable; changes since then in their order. */
  bytes: Buffer;
  changes: Change[];
}

/** One step of names: all of it happens, or none. */
interface Step {
  readonly at: number;
  readonly names: readonly (readonly [path: string, file: File | undefined])[];
  /** A sync of one of these makes it durable. */
  readonly folders: readonly string[];
  isDurable: boolean;
}

interface Descriptor {
  path: string;
  readonly file: File;
  position: number;
}

const SECTOR_BYTES = 512;
/** How much of what was only written is left: none of it, all, or a part that is chosen anew for each sector and step. */
export type Survival = 'synced' | 'written' | 'torn';

export class TracedFolder {
  readonly #root: string;
  /** Names as the process sees them, and as they are durable. */
  readonly #names = new Map<string, File>();
  readonly #durable = new Map<string, File>();
  #steps: Step[] = [];
  readonly #descriptors = new Map<number, Descriptor>();

  readonly #acts: Readonly<Record<string, (call: TracedCall) => boolean>>;

  constructor(root: string) {
    this.#root = root;
    const [write, sync] = [this.#write.bind(this), this.#sync.bind(this)];
    const [rename, unlink] = [this.#rename.bind(this), this.#unlink.bind(this)];
    this.#acts = {
      ...{ openat: this.#open.bind(this), ftruncate: this.#cut.bind(this) },
      ...{ write, writev: write, pwrite64: write, pwritev: write, pwritev2: write },
      ...{ fsync: sync, fdatasync: sync },
      ...{ rename, renameat: rename, renameat2: rename, unlink, unlinkat: unlink },
    };
  }

  /** That begins as a copy of it was, all of it durable; it is known to the trace as `root`. */
  static of(root: string, copy: string): TracedFolder {
    const folder = new TracedFolder(root);
    for (const path of readdirSync(copy, { recursive: true, encoding: 'utf8' })) {
      if (!statSync(join(copy, path)).isFile()) continue;
      const file = { bytes: readFileSync(join(copy, path)), changes: [] };
      folder.#names.set(path, file);
      folder.#durable.set(path, file);
    }
    return folder;
  }

  /** Whether the call changed the folder, or what is durable of it. */
  apply(call: TracedCall): boolean {
    const act = this.#acts[call.name];
    if (act !== undefined) return act(call);
    // Anything else that names the folder would be missing here.
    const isOurs = this.#inside(call.fdPath) !== undefined || this.#path(call) !== undefined;
    assert.ok(!isOurs || FOLDER_CALLS.has(call.name), `${call.name} is not known here`);
    return false;
  }

  /** Writes the folder as a loss of power leaves it into `target`, which is emptied before. */
  crash(target: string, survival: Survival, choose: Choose): void {
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    const kept = { synced: 0, written: this.#steps.length, torn: choose(this.#steps.length + 1) };
    const names = new Map(this.#durable);
    for (const [i, step] of this.#steps.entries()) {
      if (step.isDurable || i < kept[survival]) setNames(names, step);
    }
    for (const [path, file] of names) {
      mkdirSync(dirname(join(target, path)), { recursive: true });
      const mode = path.startsWith('keys/') || path.endsWith('.key') ? 0o600 : 0o644;
      writeFileSync(join(target, path), left(file, survival, choose), { mode });
    }
  }

  #open({ texts: [text], text: flags, result: fd, ended: at }: TracedCall): boolean {
    const path = this.#inside(text?.toString());
    if (path === undefined || flags.includes('O_DIRECTORY')) return false;
    const existing = this.#names.get(path);
    if (existing === undefined && !flags.includes('O_CREAT')) return false;
    const file = existing ?? { bytes: Buffer.alloc(0), changes: [] };
    const position = flags.includes('O_APPEND') ? sizeOf(file) : 0;
    this.#descriptors.set(fd, { path, file, position });
    if (existing === undefined) {
      this.#step({ at, names: [[path, file]], folders: [dirname(path)] });
      return true;
    }
    if (!flags.includes('O_TRUNC')) return false;
    file.changes.push({ at, offset: 0, bytes: undefined });
    return true;
  }

  #write({ name, fd = -1, fdPath, texts, last, result, ended: at }: TracedCall): boolean {
    const path = this.#inside(fdPath);
    if (path === undefined) return false;
    const descriptor = this.#descriptors.get(fd);
    // A file that was moved or removed while it was open still takes what is written to it.
    assert.ok(descriptor, `${path} was opened`);
    const isPlaced = name.startsWith('p');
    const offset = isPlaced ? Number(last) : descriptor.position;
    assert.ok(Number.isSafeInteger(offset), `${name} …, ${last}`);
    const bytes = Buffer.concat(texts).subarray(0, result);
    if (!isPlaced) descriptor.position += bytes.length;
    descriptor.file.changes.push({ at, offset, bytes });
    return true;
  }

  #cut({ fd = -1, fdPath, last, ended: at }: TracedCall): boolean {
    if (this.#inside(fdPath) === undefined) return false;
    const descriptor = this.#descriptors.get(fd);
    assert.ok(descriptor);
    descriptor.file.changes.push({ at, offset: Number(last), bytes: undefined });
    return true;
  }

  #sync({ fdPath, fd = -1, began }: TracedCall): boolean {
    const path = fdPath === this.#root ? '.' : this.#inside(fdPath);
    if (path === undefined) return false;
    const descriptor = this.#descriptors.get(fd);
    const file = descriptor?.path === path ? descriptor.file : undefined;
    if (file !== undefined) makeDurable(file, began);
    this.#makeStepsDurable(began, file ?? path);
    return true;
  }

  #makeStepsDurable(before: number, synced: File | string): void {
    for (const step of this.#steps) {
      if (step.at < before && isOf(step, synced)) step.isDurable = true;
    }
    while (this.#steps[0]?.isDurable === true) {
      setNames(this.#durable, this.#steps[0]);
      this.#steps.shift();
    }
  }

  #rename({ texts, ended: at }: TracedCall): boolean {
    const [from, to] = texts.map((text) => this.#inside(text.toString()));
    if (from === undefined || to === undefined) return false;
    const moved = [...this.#names].filter(([path]) => path === from || path.startsWith(`${from}/`));
    const names = moved.flatMap(([path, file]) => [
      [path, undefined] as const,
      [to + path.slice(from.length), file] as const,
    ]);
    this.#step({ at, names, folders: [dirname(from), dirname(to)] });
    return true;
  }

  #unlink(call: TracedCall): boolean {
    const path = this.#path(call);
    if (path === undefined || !this.#names.has(path)) return false;
    this.#step({ at: call.ended, names: [[path, undefined]], folders: [dirname(path)] });
    return true;
  }

  #step(made: Omit<Step, 'isDurable'>): void {
    const step = { ...made, isDurable: false };
    this.#steps.push(step);
    setNames(this.#names, step);
    for (const descriptor of this.#descriptors.values()) {
      const moved = step.names.find(([, file]) => file === descriptor.file);
      if (moved !== undefined) descriptor.path = moved[0];
    }
  }

  #path({ texts: [text] }: TracedCall): string | undefined {
    return this.#inside(text?.toString());
  }

  #inside(path: string | undefined): string | undefined {
    if (path?.startsWith(`${this.#root}/`) !== true) return undefined;
    return path.slice(this.#root.length + 1);
  }
}

/** Folders are made with the files in them. */
const FOLDER_CALLS = new Set(['mkdir', 'mkdirat', 'rmdir']);

/** Whether a sync of this file, or of this folder, makes the step durable. */
function isOf({ names, folders }: Step, synced: File | string): boolean {
  if (typeof synced === 'string') return folders.includes(synced);
  return names.some(([, file]) => file === synced);
}

function setNames(names: Map<string, File>, step: Step): void {
  for (const [path, file] of step.names) {
    if (file === undefined) names.delete(path);
    else names.set(path, file);
  }
}

function sizeOf({ bytes, changes }: File): number {
  return changes.reduce(
    (size, change) =>
      change.bytes ? Math.max(size, change.offset + change.bytes.length) : change.offset,
    bytes.length,
  );
}

function makeDurable(file: File, before: number): void {
  const done = file.changes.filter(({ at }) => at < before);
  file.changes = file.changes.filter(({ at }) => at >= before);
  file.bytes = changed(file.bytes, done);
}

function left({ bytes, changes }: File, survival: Survival, choose: Choose): Buffer {
  if (survival === 'synced') return bytes;
  if (survival === 'written') return changed(bytes, changes);
  const size = sizeOf({ bytes, changes });
  const some = changes.flatMap((change) => pieces(change)).filter(() => choose(3) > 0);
  // The length may be on the disk before the bytes are.
  const isLonger = choose(4) === 0 && size > bytes.length;
  const end = { at: 0, offset: size - 1, bytes: Buffer.alloc(1) };
  return changed(bytes, isLonger ? [end, ...some] : some);
}

/** By the sectors of the file that it touches. */
function pieces(change: Change): readonly Change[] {
  const { at, offset, bytes } = change;
  if (bytes === undefined) return [change];
  const all: Change[] = [];
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + SECTOR_BYTES - ((offset + from) % SECTOR_BYTES));
    all.push({ at, offset: offset + from, bytes: bytes.subarray(from, to) });
    from = to;
  }
  return all;
}

function changed(before: Buffer, changes: readonly Change[]): Buffer {
  const ends = changes.map(({ offset, bytes }) => offset + (bytes?.length ?? 0));
  const after = Buffer.alloc(ends.reduce((a, b) => Math.max(a, b), before.length));
  before.copy(after);
  let size = before.length;
  for (const { offset, bytes } of changes) {
    if (bytes === undefined) after.fill(0, Math.min(offset, size), size);
    bytes?.copy(after, offset);
    size = bytes === undefined ? offset : Math.max(size, offset + bytes.length);
  }
  return after.subarray(0, size);
}
