/**
 * Compares offsets and tree, as they lie on the disk, with what the entries give, while these stream by. Only as far as the files are
 * known to be durable must they agree: what lies behind is written again at the next start.
 */

import { CompactRange, type Hash, rootOf } from '@stele/protocol';

import type { ReadableDisk } from '../storage/disk.ts';
import { packOffsets, segmentOf } from '../storage/entry-log.ts';
import { HASH_BYTES, OFFSET_BYTES, offsetsPath, TILE_WIDTH, treePath } from '../storage/layout.ts';
import { hashesAt, packHashes } from '../storage/tree-files.ts';
import { FileStream } from './file-stream.ts';
import type { Damage } from './report.ts';

/** Entries that follow each other in one segment. */
export interface EntryRun {
  readonly firstIndex: number;
  readonly leafHashes: readonly Uint8Array[];
  /** Where each one begins in its segment. */
  readonly offsets: readonly number[];
}

export interface DerivedFindings {
  /** The first entry for which the disk has another leaf hash, whether or not that one counts. */
  readonly leafIndex: number | undefined;
  /** The first place where a derived file differs that counts, should the entries be right. */
  readonly damage: Damage | undefined;
}

interface Level {
  readonly stream: FileStream;
  /** Hashes of the tile that is being filled. */
  tile: Uint8Array[];
}

export class DerivedCheck {
  readonly #disk: ReadableDisk;
  readonly #hash: Hash;
  /** Entries up to which the files must agree. */
  readonly #durableSize: number;
  readonly #levels: Level[] = [];
  #offsets: { readonly segment: number; readonly stream: FileStream } | undefined;

  constructor(disk: ReadableDisk, hash: Hash, durableSize: number) {
    this.#disk = disk;
    this.#hash = hash;
    this.#durableSize = durableSize;
  }

  /** Compares what follows from the next entries. */
  async next(run: EntryRun): Promise<DerivedFindings> {
    const tree = await this.#checkTree(run);
    const offsets = await this.#checkOffsets(run);
    return { leafIndex: tree.leafIndex, damage: tree.damage ?? offsets };
  }

  async close(): Promise<void> {
    await this.#offsets?.stream.close();
    for (const { stream } of this.#levels) await stream.close();
  }

  async #checkTree({ firstIndex, leafHashes }: EntryRun): Promise<DerivedFindings> {
    let leafIndex: number | undefined;
    let added = leafHashes;
    for (let number = 0; added.length > 0; number++) {
      const level = this.#level(number);
      const start = level.stream.offset / HASH_BYTES;
      const difference = await differenceAt(level.stream, packHashes(added), HASH_BYTES);
      if (difference !== undefined) {
        const { position, isPresent } = difference;
        if (number === 0 && isPresent) leafIndex = firstIndex + position;
        const damage = this.#treeDamage(number, start + position);
        if (damage !== undefined) return { leafIndex, damage };
      }
      added = this.#fill(level, added);
    }
    return { leafIndex, damage: undefined };
  }

  /** Undefined for a hash that is not known to be durable: it will be written again. */
  #treeDamage(level: number, position: number): Damage | undefined {
    if (position >= hashesAt(level, this.#durableSize)) return undefined;
    const offset = position * HASH_BYTES;
    return { file: treePath(level), offset, what: 'a hash that the entries do not give' };
  }

  #fill(level: Level, added: readonly Uint8Array[]): readonly Uint8Array[] {
    const roots: Uint8Array[] = [];
    for (const hash of added) {
      level.tile.push(hash);
      if (level.tile.length < TILE_WIDTH) continue;
      roots.push(rootOf(this.#hash, level.tile));
      level.tile = [];
    }
    return roots;
  }

  async #checkOffsets({ firstIndex, offsets }: EntryRun): Promise<Damage | undefined> {
    const stream = await this.#offsetsOf(segmentOf(firstIndex));
    const start = stream.offset;
    const difference = await differenceAt(stream, packOffsets(offsets), OFFSET_BYTES);
    const index = firstIndex + (difference?.position ?? 0);
    if (difference === undefined || index >= this.#durableSize) return undefined;
    const what = `another place than that of entry ${String(index)}`;
    return { file: stream.path, offset: start + difference.position * OFFSET_BYTES, index, what };
  }

  #level(number: number): Level {
    return (this.#levels[number] ??= {
      stream: new FileStream(this.#disk, treePath(number)),
      tile: [],
    });
  }

  async #offsetsOf(segment: number): Promise<FileStream> {
    if (this.#offsets?.segment !== segment) {
      await this.#offsets?.stream.close();
      this.#offsets = { segment, stream: new FileStream(this.#disk, offsetsPath(segment)) };
    }
    return this.#offsets.stream;
  }
}

/** The root of the first leaves as the tree's file has them; undefined when it has fewer. */
export async function rootOnDisk(
  disk: ReadableDisk,
  hash: Hash,
  size: number,
): Promise<Uint8Array | undefined> {
  const stream = new FileStream(disk, treePath(0));
  const range = new CompactRange(hash);
  try {
    while (range.size < size) {
      const bytes = await stream.next(Math.min(TILE_WIDTH, size - range.size) * HASH_BYTES);
      if (bytes.length === 0 || bytes.length % HASH_BYTES > 0) return undefined;
      for (let at = 0; at < bytes.length; at += HASH_BYTES) {
        range.append(bytes.slice(at, at + HASH_BYTES));
      }
    }
    return range.root();
  } finally {
    await stream.close();
  }
}

/** The first unit that differs from what comes next in the stream, and whether the stream has one there at all. */
async function differenceAt(
  stream: FileStream,
  expected: Uint8Array,
  unitBytes: number,
): Promise<{ readonly position: number; readonly isPresent: boolean } | undefined> {
  const found = await stream.next(expected.length);
  const at = expected.findIndex((byte, i) => found[i] !== byte);
  if (at < 0) return undefined;
  const position = Math.floor(at / unitBytes);
  return { position, isPresent: (position + 1) * unitBytes <= found.length };
}
