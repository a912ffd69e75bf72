/**
 * The port to the file system: everything the node stores goes through here, except LevelDB's own files. Small on purpose, so that
 * tests can stand a disk behind it that runs full, fails, or loses power (testing/faulty-disk.ts).
 *
 * Paths are relative to the data folder and use `/`. Errors are failures with the codes STORAGE_FULL (nothing more can be written;
 * retryable) and STORAGE_FAILED (anything else: the device, permissions).
 */

export interface Disk {
  /** Opens a file for reading and writing, making it when it is missing; a new file's name is durable when this resolves. */
  open(path: string): Promise<DiskFile>;
  /** Opens a file for reading only; undefined when there is none. */
  openToRead(path: string): Promise<DiskFile | undefined>;
  /** The whole file, or undefined when there is none. */
  read(path: string): Promise<Uint8Array | undefined>;
  /**
   * Puts a whole file in place: afterwards, and after a crash at any moment, it holds all of the old bytes or all of the new ones.
   * With `isSecret` only the owner may read it.
   */
  replace(path: string, bytes: Uint8Array, options?: { readonly isSecret: boolean }): Promise<void>;
  /** Names in a folder, ascending; none when the folder is missing. */
  list(folder: string): Promise<readonly string[]>;
  /** Makes a folder and those above it. `isSecret`: only the owner may enter. */
  makeFolder(folder: string, options?: { readonly isSecret: boolean }): Promise<void>;
  /** Moves a file or folder inside the data folder, durably. An existing file is replaced. */
  move(from: string, to: string): Promise<void>;
  /** Removes a file, or a folder with what is in it, durably. Not there: nothing. */
  remove(path: string): Promise<void>;
  /** Who may use a file: Unix permission bits, undefined when there is no such file. */
  permissions(path: string): Promise<number | undefined>;
  /** Bytes that can still be written. */
  freeBytes(): Promise<number>;
  /** Bytes that the whole file system holds. */
  totalBytes(): Promise<number>;
}

/** A disk that is only looked at. */
export type ReadableDisk = Pick<Disk, 'openToRead' | 'read' | 'list' | 'permissions'>;

export interface DiskFile {
  size(): Promise<number>;
  /** `length` bytes from `position` on, fewer at the end of the file. */
  read(position: number, length: number): Promise<Uint8Array>;
  /** Writes all parts one after the other from `position` on. When it rejects, any part of the bytes may have been written. */
  write(position: number, parts: readonly Uint8Array[]): Promise<void>;
  /** Makes what was written durable. When it rejects, what is on the disk is unknown, and calling it again tells nothing. */
  sync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}
