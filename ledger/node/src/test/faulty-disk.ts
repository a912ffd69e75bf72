/**
 * A disk in memory that can run full, fail, and lose power. It keeps apart what was synced and what was only written, so that `crash`
 * can give back any state of the files that the disk port allows after a loss of power.
 */

import { concat } from '@stele/base';

import type { Disk, DiskFile } from '../storage/disk.ts';
import { storageFailed, storageFull } from '../storage/storage-errors.ts';

/** Where a crash or a fault chooses: below `limit`, from 0. */
export type Choose = (limit: number) => number;

interface FileBody {
  bytes: Uint8Array;
  /** What the last sync made durable. */
  durable: Uint8Array;
  /** Bytes before this are the same in both. */
  cleanBytes: number;
  /** Bytes from this on are the same in both, where both have them. */
  dirtyEnd: number;
  mode: number;
}

const OWNER = 0o600;
const SHARED = 0o644;

export class FaultyDisk implements Disk {
  readonly files: Map<string, FileBody>;
  /** Bytes that all files together may take. */
  capacityBytes = Infinity;
  /** What the whole disk is said to hold. 0: no free space is too little, so that it can be filled. */
  sizeBytes = 0;
  /** Says which syncs fail. */
  failSync: (path: string) => boolean = () => false;
  /** Says which writes fail with an error of the device, in the middle. */
  failWrite: (path: string) => boolean = () => false;
  /** Called before everything that changes the disk; may throw, as if the machine stopped there. */
  onChange: (what: string) => void = () => undefined;

  constructor(files = new Map<string, FileBody>()) {
    this.files = files;
  }

  /** The disk that the next start finds after a loss of power now. */
  crash(choose: Choose): FaultyDisk {
    const survived = new Map<string, FileBody>();
    for (const [path, body] of this.files) {
      survived.set(path, durableBody(afterLoss(body, choose), body.mode));
    }
    return new FaultyDisk(survived);
  }

  /** The disk that the next start finds after the process alone was killed: nothing is lost, and nothing is more durable. */
  survive(): FaultyDisk {
    const survived = new Map<string, FileBody>();
    for (const [path, body] of this.files) survived.set(path, { ...body });
    return new FaultyDisk(survived);
  }

  async open(path: string): Promise<DiskFile> {
    await Promise.resolve();
    if (!this.files.has(path)) {
      this.onChange(`making ${path}`);
      this.files.set(path, durableBody(new Uint8Array(0), SHARED));
    }
    return new FaultyFile(this, path);
  }

  async openToRead(path: string): Promise<DiskFile | undefined> {
    await Promise.resolve();
    return this.files.has(path) ? new FaultyFile(this, path) : undefined;
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.files.get(path)?.bytes.slice());
  }

  async replace(path: string, bytes: Uint8Array, options = { isSecret: false }): Promise<void> {
    await Promise.resolve();
    this.onChange(`replacing ${path}`);
    this.#checkRoom(path, bytes.length);
    if (this.failSync(path)) throw storageFailed(`syncing ${path}`, 'a fault of the test');
    this.files.set(path, durableBody(bytes.slice(), options.isSecret ? OWNER : SHARED));
  }

  list(folder: string): Promise<readonly string[]> {
    const prefix = folder === '' ? '' : `${folder}/`;
    const names = new Set<string>();
    for (const path of this.files.keys()) {
      if (path.startsWith(prefix)) names.add(path.slice(prefix.length).split('/')[0] ?? '');
    }
    return Promise.resolve([...names].sort((a, b) => (a < b ? -1 : 1)));
  }

  makeFolder(): Promise<void> {
    return Promise.resolve();
  }

  async move(from: string, to: string): Promise<void> {
    await Promise.resolve();
    this.onChange(`moving ${from}`);
    for (const [path, body] of [...this.files]) {
      if (path !== from && !path.startsWith(`${from}/`)) continue;
      this.files.delete(path);
      this.files.set(to + path.slice(from.length), body);
    }
  }

  async remove(path: string): Promise<void> {
    await Promise.resolve();
    for (const name of [...this.files.keys()]) {
      if (name !== path && !name.startsWith(`${path}/`)) continue;
      this.onChange(`removing ${name}`);
      this.files.delete(name);
    }
  }

  permissions(path: string): Promise<number | undefined> {
    return Promise.resolve(this.files.get(path)?.mode);
  }

  freeBytes(): Promise<number> {
    return Promise.resolve(Math.max(0, this.capacityBytes - this.#usedBytes()));
  }

  totalBytes(): Promise<number> {
    return Promise.resolve(this.sizeBytes);
  }

  /** Room for a file to become `length` bytes long: how many of them there is room for. */
  roomFor(path: string, length: number): number {
    const others = this.#usedBytes() - (this.files.get(path)?.bytes.length ?? 0);
    return Math.max(0, Math.min(length, this.capacityBytes - others));
  }

  #usedBytes(): number {
    let bytes = 0;
    for (const body of this.files.values()) bytes += body.bytes.length;
    return bytes;
  }

  #checkRoom(path: string, length: number): void {
    if (this.roomFor(path, length) < length) throw storageFull();
  }
}

class FaultyFile implements DiskFile {
  readonly #disk: FaultyDisk;
  readonly #path: string;

  constructor(disk: FaultyDisk, path: string) {
    this.#disk = disk;
    this.#path = path;
  }

  size(): Promise<number> {
    return Promise.resolve(this.#body().bytes.length);
  }

  read(position: number, length: number): Promise<Uint8Array> {
    return Promise.resolve(this.#body().bytes.slice(position, position + length));
  }

  async write(position: number, parts: readonly Uint8Array[]): Promise<void> {
    await Promise.resolve();
    this.#disk.onChange(`writing ${this.#path}`);
    const bytes = concat(...parts);
    const end = position + bytes.length;
    const room = this.#disk.roomFor(this.#path, end) - position;
    if (this.#disk.failWrite(this.#path)) {
      this.#put(position, bytes.subarray(0, Math.floor(bytes.length / 2)));
      throw storageFailed(`writing ${this.#path}`, 'a fault of the test');
    }
    this.#put(position, bytes.subarray(0, Math.max(0, room)));
    if (room < bytes.length) throw storageFull();
  }

  async sync(): Promise<void> {
    await Promise.resolve();
    this.#disk.onChange(`syncing ${this.#path}`);
    if (this.#disk.failSync(this.#path)) {
      throw storageFailed(`syncing ${this.#path}`, 'a fault of the test');
    }
    const body = this.#body();
    body.durable = body.bytes;
    body.cleanBytes = body.bytes.length;
    body.dirtyEnd = 0;
  }

  async truncate(length: number): Promise<void> {
    await Promise.resolve();
    this.#disk.onChange(`cutting ${this.#path}`);
    const body = this.#body();
    body.bytes = body.bytes.slice(0, length);
    body.cleanBytes = Math.min(body.cleanBytes, length);
    body.dirtyEnd = Infinity;
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  #body(): FileBody {
    const body = this.#disk.files.get(this.#path);
    if (body === undefined) throw storageFailed(`using ${this.#path}`, 'it was removed');
    return body;
  }

  #put(position: number, bytes: Uint8Array): void {
    const body = this.#body();
    const grown = new Uint8Array(Math.max(body.bytes.length, position + bytes.length));
    grown.set(body.bytes);
    grown.set(bytes, position);
    body.bytes = grown;
    body.cleanBytes = Math.min(body.cleanBytes, position);
    body.dirtyEnd = Math.max(body.dirtyEnd, position + bytes.length);
  }
}

function durableBody(bytes: Uint8Array, mode: number): FileBody {
  return { bytes, durable: bytes, cleanBytes: bytes.length, dirtyEnd: 0, mode };
}

/** What may be left of a file: some of what was written since the last sync, with or without zeros behind it, or the old end. */
function afterLoss(body: FileBody, choose: Choose): Uint8Array {
  const { bytes, durable, cleanBytes } = body;
  if (body.dirtyEnd <= durable.length) return afterLossInPlace(body, choose);
  const kept = cleanBytes + choose(bytes.length - cleanBytes + 1);
  switch (choose(3)) {
    case 0:
      return bytes.slice(0, kept);
    case 1:
      return concat(bytes.subarray(0, kept), new Uint8Array(bytes.length - kept));
    default:
      return concat(bytes.subarray(0, kept), durable.subarray(kept));
  }
}

/** Bytes that were written over durable ones: beside them nothing changes, among them old, new and nonsense may be mixed. */
function afterLossInPlace(
  { bytes, durable, cleanBytes, dirtyEnd }: FileBody,
  choose: Choose,
): Uint8Array {
  if (dirtyEnd <= cleanBytes) return durable.slice();
  const after = durable.slice();
  const border = cleanBytes + choose(dirtyEnd - cleanBytes + 1);
  const [from, to] = choose(2) === 0 ? [cleanBytes, border] : [border, dirtyEnd];
  after.set(bytes.subarray(from, to), from);
  if (choose(3) === 0) after.fill(choose(256), border, Math.min(dirtyEnd, border + choose(600)));
  return after;
}
