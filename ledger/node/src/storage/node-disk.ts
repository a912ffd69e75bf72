/** The disk port on node:fs. */

import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Disk, DiskFile } from './disk.ts';
import { plainBytes } from './plain-bytes.ts';
import { storageError, storageFailed } from './storage-errors.ts';

const OWNER_FILE = 0o600;
const SHARED_FILE = 0o644;
const OWNER_FOLDER = 0o700;
const SHARED_FOLDER = 0o755;
const PERMISSION_BITS = 0o777;

/** The disk under `dataFolder`; the folder itself need not exist yet. */
export function openNodeDisk(dataFolder: string): Disk {
  return new NodeDisk(dataFolder);
}

class NodeDisk implements Disk {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  open(path: string): Promise<DiskFile> {
    return this.#attempt(`opening ${path}`, async () => {
      const existing = await absent(fs.open(this.#at(path), constants.O_RDWR));
      if (existing !== undefined) return new NodeFile(path, existing);
      const flags = constants.O_RDWR | constants.O_CREAT;
      const made = await fs.open(this.#at(path), flags, SHARED_FILE);
      await syncFolder(dirname(this.#at(path)));
      return new NodeFile(path, made);
    });
  }

  openToRead(path: string): Promise<DiskFile | undefined> {
    return this.#attempt(`opening ${path}`, async () => {
      const handle = await absent(fs.open(this.#at(path), constants.O_RDONLY));
      return handle === undefined ? undefined : new NodeFile(path, handle);
    });
  }

  read(path: string): Promise<Uint8Array | undefined> {
    return this.#attempt(`reading ${path}`, async () => {
      const bytes = await absent(fs.readFile(this.#at(path)));
      return bytes === undefined ? undefined : plainBytes(bytes);
    });
  }

  replace(path: string, bytes: Uint8Array, options = { isSecret: false }): Promise<void> {
    return this.#attempt(`writing ${path}`, async () => {
      // A leftover of a crash may have other permissions than this file is to have.
      await fs.rm(this.#fresh(path), { force: true });
      await this.#writeFresh(path, bytes, options.isSecret ? OWNER_FILE : SHARED_FILE);
      await fs.rename(this.#fresh(path), this.#at(path));
      await syncFolder(dirname(this.#at(path)));
    });
  }

  list(folder: string): Promise<readonly string[]> {
    return this.#attempt(`listing ${folder}`, async () => {
      const names = (await absent(fs.readdir(this.#at(folder)))) ?? [];
      return names.toSorted((a, b) => (a < b ? -1 : 1));
    });
  }

  makeFolder(folder: string, options = { isSecret: false }): Promise<void> {
    return this.#attempt(`making ${folder}`, async () => {
      const mode = options.isSecret ? OWNER_FOLDER : SHARED_FOLDER;
      await fs.mkdir(this.#at(folder), { recursive: true, mode });
      await syncFolder(dirname(this.#at(folder)));
    });
  }

  move(from: string, to: string): Promise<void> {
    return this.#attempt(`moving ${from} to ${to}`, async () => {
      await fs.rename(this.#at(from), this.#at(to));
      await syncFolder(dirname(this.#at(to)));
      await syncFolder(dirname(this.#at(from)));
    });
  }

  remove(path: string): Promise<void> {
    return this.#attempt(`removing ${path}`, async () => {
      await fs.rm(this.#at(path), { recursive: true, force: true });
      await absent(syncFolder(dirname(this.#at(path))));
    });
  }

  permissions(path: string): Promise<number | undefined> {
    return this.#attempt(`looking at ${path}`, async () => {
      const found = await absent(fs.stat(this.#at(path)));
      return found === undefined ? undefined : found.mode & PERMISSION_BITS;
    });
  }

  freeBytes(): Promise<number> {
    return this.#attempt('asking for free space', async () => {
      const { bavail, bsize } = await fs.statfs(this.#root);
      return bavail * bsize;
    });
  }

  totalBytes(): Promise<number> {
    return this.#attempt('asking for the size of the disk', async () => {
      const { blocks, bsize } = await fs.statfs(this.#root);
      return blocks * bsize;
    });
  }

  /** The name of a file while it is being written. */
  #fresh(path: string): string {
    return `${this.#at(path)}.new`;
  }

  async #writeFresh(path: string, bytes: Uint8Array, mode: number): Promise<void> {
    const file = await fs.open(this.#fresh(path), 'w', mode);
    try {
      await file.writeFile(bytes);
      await syncOrFail(file, path);
    } finally {
      await file.close();
    }
  }

  #at(path: string): string {
    return join(this.#root, path);
  }

  async #attempt<T>(what: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (cause) {
      throw storageError(what, cause);
    }
  }
}

class NodeFile implements DiskFile {
  readonly #path: string;
  readonly #handle: fs.FileHandle;

  constructor(path: string, handle: fs.FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  async size(): Promise<number> {
    return this.#attempt('looking at', async () => (await this.#handle.stat()).size);
  }

  read(position: number, length: number): Promise<Uint8Array> {
    return this.#attempt('reading', async () => {
      const bytes = new Uint8Array(length);
      let filled = 0;
      while (filled < length) {
        const rest = length - filled;
        const { bytesRead } = await this.#handle.read(bytes, filled, rest, position + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return bytes.subarray(0, filled);
    });
  }

  write(position: number, parts: readonly Uint8Array[]): Promise<void> {
    return this.#attempt('writing', async () => {
      let rest = parts.filter((part) => part.length > 0);
      let at = position;
      while (rest.length > 0) {
        const batch = rest.slice(0, VECTORS_MAX);
        const { bytesWritten } = await this.#handle.writev(batch, at);
        at += bytesWritten;
        rest = dropBytes(rest, bytesWritten);
      }
    });
  }

  sync(): Promise<void> {
    return syncOrFail(this.#handle, this.#path);
  }

  truncate(length: number): Promise<void> {
    return this.#attempt('cutting', () => this.#handle.truncate(length));
  }

  close(): Promise<void> {
    return this.#attempt('closing', () => this.#handle.close());
  }

  async #attempt<T>(what: string, act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (cause) {
      throw storageError(`${what} ${this.#path}`, cause);
    }
  }
}

/** IOV_MAX of Linux and macOS. */
const VECTORS_MAX = 1_024;

/** What is left to write after the system took `count` bytes: it may take fewer than it was given. */
function dropBytes(parts: readonly Uint8Array[], count: number): Uint8Array[] {
  let left = count;
  let first = 0;
  for (const part of parts) {
    if (part.length > left) break;
    left -= part.length;
    first++;
  }
  const [head, ...rest] = parts.slice(first);
  return head === undefined ? [] : [head.subarray(left), ...rest];
}

/** Any failure here is final, a full disk too: the system may have dropped the pages it could not write. */
async function syncOrFail(handle: fs.FileHandle, path: string): Promise<void> {
  try {
    await handle.datasync();
  } catch (cause) {
    throw storageFailed(`syncing ${path}`, cause);
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await fs.open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The outcome of a look at something that need not be there. */
async function absent<T>(looking: Promise<T>): Promise<T | undefined> {
  try {
    return await looking;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw cause;
  }
}
