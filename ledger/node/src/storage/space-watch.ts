/**
 * How much space is left (spec/disk.md, "Disk low"): a warning first, then no more writes, while reads go on. Earlier than a full
 * disk, because what the system needs to mend itself (a backup, a compaction, a log line) needs space, too. STORAGE_FULL stays behind
 * it for whoever fills the disk faster than it is looked at.
 */

import { type CodedError, failure, type Log } from '@stele/base';

import type { Disk } from './disk.ts';

/** Free space below this: the smaller of a share of the file system and of a number of bytes. */
export interface SpaceFloor {
  /** 0 to 1. */
  readonly share: number;
  readonly bytes: number;
}

export interface SpaceFloors {
  readonly warn: SpaceFloor;
  readonly refuse: SpaceFloor;
}

export interface Space {
  readonly freeBytes: number;
  readonly totalBytes: number;
  readonly level: 'ok' | 'low' | 'refusing';
}

const GIB = 1_073_741_824;

/** On a huge disk a share is more than anybody needs to react. */
export const SPACE_FLOORS: SpaceFloors = {
  warn: { share: 0.1, bytes: 10 * GIB },
  refuse: { share: 0.05, bytes: 5 * GIB },
};

const LOOK_EVERY_MS = 1_000;
/** A level is left only a tenth above the floor at which it was entered, so that it does not come and go with every file. */
const HYSTERESIS_PARTS = 10;
/** What a byte of a transaction takes on the disk at most, its index, effects and tree included. */
const BYTES_PER_BYTE = 4;

export class SpaceWatch {
  readonly #disk: Pick<Disk, 'freeBytes' | 'totalBytes'>;
  readonly #log: Log;
  readonly #floors: SpaceFloors;
  #space: Space | undefined;
  #lookedMs = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;
  /** Of what was taken in since the last look. */
  #takenBytes = 0;

  constructor(
    disk: Pick<Disk, 'freeBytes' | 'totalBytes'>,
    log: Log,
    floors: SpaceFloors = SPACE_FLOORS,
  ) {
    this.#disk = disk;
    this.#log = log;
    this.#floors = floors;
  }

  /** As of the last look; undefined before the first. */
  get space(): Space | undefined {
    return this.#space;
  }

  /** Why nothing may be written now: as of the last look, or because what was taken in since then would pass the floor. */
  get refusal(): CodedError | undefined {
    const space = this.#space;
    if (space === undefined) return undefined;
    const expectedBytes = space.freeBytes - this.#takenBytes * BYTES_PER_BYTE;
    const floor = floorBytes(this.#floors.refuse, space.totalBytes);
    if (space.level !== 'refusing' && expectedBytes >= floor) return undefined;
    return storageLow(space);
  }

  /** Counts what is going to be written before the next look. */
  taken(bytes: number): void {
    this.#takenBytes += bytes;
  }

  /** Looks, unless it was looked within the last second. A disk that cannot say is not held to be full. */
  async look(nowMs: number): Promise<void> {
    if (nowMs - this.#lookedMs < LOOK_EVERY_MS) return this.#looking;
    this.#lookedMs = nowMs;
    this.#looking = this.#look().catch((cause: unknown) => {
      this.#log.warn('the free space of the disk is not known', { cause: String(cause) });
    });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const takenBytes = this.#takenBytes;
    const [freeBytes, totalBytes] = [await this.#disk.freeBytes(), await this.#disk.totalBytes()];
    this.#takenBytes -= takenBytes;
    const before = this.#space?.level ?? 'ok';
    const level = this.#levelOf(freeBytes, totalBytes, before);
    this.#space = { freeBytes, totalBytes, level };
    if (level !== before) this.#tell(this.#space);
  }

  #levelOf(freeBytes: number, totalBytes: number, before: Space['level']): Space['level'] {
    const isBelow = (of: SpaceFloor, isEntered: boolean): boolean => {
      const floor = floorBytes(of, totalBytes);
      return freeBytes < (isEntered ? floor + floor / HYSTERESIS_PARTS : floor);
    };
    if (isBelow(this.#floors.refuse, before === 'refusing')) return 'refusing';
    return isBelow(this.#floors.warn, before !== 'ok') ? 'low' : 'ok';
  }

  #tell({ level, freeBytes, totalBytes }: Space): void {
    const figures = { freeBytes, totalBytes };
    if (level === 'ok') this.#log.info('the disk has space again', figures);
    else if (level === 'low') this.#log.warn('the disk of the data folder is nearly full', figures);
    else this.#log.error('the disk is too full: writes are refused', figures);
  }
}

/** The floor of a file system of this size, in whole bytes. */
export function floorBytes({ share, bytes }: SpaceFloor, totalBytes: number): number {
  return Math.floor(Math.min(share * totalBytes, bytes));
}

function storageLow({ freeBytes, totalBytes }: Space): CodedError {
  return failure('STORAGE_LOW', 'the disk of the data folder is nearly full', {
    action:
      'Free some space: the node takes writes again by itself. Reads, receipts and verification go on meanwhile.',
    retryable: true,
    data: { freeBytes, totalBytes },
  });
}
