/**
 * Executes again the blocks that the log has and the state has not (spec/disk.md, "Recovery", steps 2 and 4). Stops at the first
 * bytes that are no block of this chain; whether they may be cut is decided by the caller.
 */

import { assert, isCoded } from '@stele/base';
import type { Block, Kernel } from '@stele/kernel';

import type { Disk } from '../storage/disk.ts';
import { groupOperations } from '../storage/group-operations.ts';
import type { StateStore } from '../storage/level-store.ts';
import type { StatePlace } from '../storage/marks.ts';
import type { RecordAt } from '../storage/payload-files.ts';
import { type Ending, type ReadBlock, StoredBlocks } from './stored-blocks.ts';

export interface ReplayInput {
  readonly disk: Disk;
  readonly state: StateStore;
  readonly kernel: Kernel;
  /** Where kernel and state stand. */
  readonly from: StatePlace;
  /** Entries that this node has signed: their signatures were verified before. */
  readonly signedSize: number;
}

export interface Replayed {
  readonly place: StatePlace;
  /** What follows the last good block. */
  readonly ending: Ending;
}

/** What is executed again before it is written: as much as a commit group. */
const PENDING_BYTES_MAX = 4_194_304;

export async function replay(input: ReplayInput): Promise<Replayed> {
  const blocks = new StoredBlocks(input.disk, input.from);
  const run = new Run(input);
  try {
    for (;;) {
      const read = await blocks.next();
      if (read === undefined) break;
      const mismatch = run.execute(read);
      if (mismatch !== undefined) return await run.end(mismatch);
      await run.storeIfMany();
    }
    const { ending } = blocks;
    assert(ending !== undefined, 'reading stops with a reason');
    return await run.end(ending);
  } finally {
    await blocks.close();
  }
}

class Run {
  readonly #input: ReplayInput;
  #place: StatePlace;
  #blocks: Block[] = [];
  #records: RecordAt[] = [];
  #pendingBytes = 0;

  constructor(input: ReplayInput) {
    this.#input = input;
    this.#place = input.from;
  }

  /** Executes a block; says why it is none of this chain, if so. */
  execute(read: ReadBlock): Ending | undefined {
    const { kernel, signedSize } = this.#input;
    const block = rederive(kernel, read, read.logEnd.size <= signedSize);
    if (!('entries' in block)) return block;
    kernel.apply(block);
    this.#blocks.push(block);
    this.#records.push(...read.records);
    this.#pendingBytes += read.entries.reduce((sum, { bytes }) => sum + bytes.length, 0);
    this.#place = { height: block.height, log: read.logEnd, payload: read.payloadEnd };
    return undefined;
  }

  async storeIfMany(): Promise<void> {
    if (this.#pendingBytes >= PENDING_BYTES_MAX) await this.#store();
  }

  async end(ending: Ending): Promise<Replayed> {
    await this.#store();
    return { place: this.#place, ending };
  }

  async #store(): Promise<void> {
    if (this.#blocks.length === 0) return;
    const { state, kernel } = this.#input;
    await state.write(groupOperations(this.#blocks, this.#records, this.#place));
    kernel.persisted(this.#place.height);
    this.#blocks = [];
    this.#records = [];
    this.#pendingBytes = 0;
  }
}

/** Executes a stored block again. When that does not give the same bytes: where, and why. */
export function rederive(kernel: Kernel, read: ReadBlock, trusted: boolean): Block | Ending {
  const entries = read.entries.map(({ bytes }) => bytes);
  try {
    return kernel.rederive({ entries, payloads: read.payloads, trusted });
  } catch (error) {
    if (!isCoded(error) || !MISMATCHES.has(error.code)) throw error;
    const index = error.data?.['index'];
    return damagedAt(read, typeof index === 'number' ? index : kernel.tip.logSize, error.message);
  }
}

/** What the kernel says of a stored block that is not what its chain gives. */
const MISMATCHES: ReadonlySet<string> = new Set([
  'DERIVATION_MISMATCH',
  'SETUP_MISMATCH',
  'SETUP_REFUSED',
]);

function damagedAt(read: ReadBlock, index: number, why: string): Ending {
  const entry = read.entries.find((candidate) => candidate.index === index) ?? read.entries.at(-1);
  assert(entry !== undefined, 'a mismatch lies inside its block');
  const { file, offset } = entry;
  return { kind: 'damaged', at: { file, offset }, index: entry.index, why };
}
