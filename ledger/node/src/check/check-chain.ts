/**
 * Derives the chain again from log and payloads, block by block, and compares everything that is kept of it: entries, offsets, tree,
 * state, the signed root. What is damaged is named by the one of two records that do not fit which a third one contradicts.
 */

import { assert, equal } from '@stele/base';
import { type Block, type Kernel, openKernel } from '@stele/kernel';
import type { Contract } from '@stele/kernel/contract';
import { type Hash, leafHash, originOf } from '@stele/protocol';

import { rederive } from '../recovery/replay.ts';
import { type Ending, type ReadBlock, StoredBlocks } from '../recovery/stored-blocks.ts';
import type { ReadableDisk } from '../storage/disk.ts';
import { segmentOf } from '../storage/entry-log.ts';
import { groupOperations } from '../storage/group-operations.ts';
import { CHECKPOINT_PATH, STATE_FOLDER } from '../storage/layout.ts';
import type { StateStore } from '../storage/level-store.ts';
import {
  EMPTY_PLACE,
  NOTHING_DURABLE,
  readDurable,
  readPlace,
  type StatePlace,
} from '../storage/marks.ts';
import type { StoredEntry } from '../storage/stored-entries.ts';
import type { Verifier } from '../verification/verifier.ts';
import { blame, entryDamage, transactionIn } from './blame.ts';
import type { CheckedFiles } from './check-files.ts';
import { DerivedCheck, type DerivedFindings, type EntryRun, rootOnDisk } from './derived-check.ts';
import { type CheckProgress, type Damage, DamageFound } from './report.ts';
import { checkState } from './state-check.ts';

export interface ChainCheckInput {
  readonly disk: ReadableDisk;
  readonly files: CheckedFiles;
  readonly contracts: readonly Contract[];
  /** Undefined when it cannot be opened. */
  readonly state: StateStore | undefined;
  /** Empty: the chain is derived into it. */
  readonly scratch: StateStore;
  readonly verifier: Verifier;
  onProgress(progress: CheckProgress): void;
}

export interface ChainChecked {
  readonly entries: number;
  readonly unknownRules: number | null;
  readonly notes: readonly string[];
}

/** A block that was read, and whether its signatures are valid. */
interface BlockAhead {
  readonly read: ReadBlock;
  readonly verified: Promise<boolean>;
}

/** Throws DamageFound. */
export async function checkChain(input: ChainCheckInput): Promise<ChainChecked> {
  const check = new ChainCheck(input);
  try {
    return await check.run();
  } finally {
    await check.close();
  }
}

class ChainCheck {
  readonly #input: ChainCheckInput;
  readonly #blocks: StoredBlocks;
  readonly #derived: DerivedCheck;
  readonly #kernel: Kernel;
  readonly #statePlace: StatePlace;
  readonly #signedSize: number;
  readonly #notes: string[];
  #hasSignedRoot: boolean;

  constructor(input: ChainCheckInput) {
    const { disk, files, contracts, state, scratch } = input;
    const { suite } = files.chain;
    const durable = state === undefined ? NOTHING_DURABLE : readDurable(state);
    this.#input = input;
    this.#statePlace = state === undefined ? EMPTY_PLACE : readPlace(state);
    this.#blocks = new StoredBlocks(disk, EMPTY_PLACE);
    this.#derived = new DerivedCheck(disk, suite.logHash, durable.log.size);
    this.#kernel = openKernel({ suite, genesis: files.genesis, store: scratch, contracts });
    this.#signedSize = files.signed?.checkpoint.size ?? 0;
    this.#notes = [...files.notes];
    this.#hasSignedRoot = files.signed === undefined;
  }

  async run(): Promise<ChainChecked> {
    await this.#checkBlocks();
    this.#checkEnd();
    await this.#noteRest();
    const { tip, ending } = this.#kernel;
    const unknownRules = ending === undefined ? null : tip.rules;
    return { entries: tip.logSize, unknownRules, notes: this.#notes };
  }

  async close(): Promise<void> {
    await this.#blocks.close();
    await this.#derived.close();
  }

  /** The threads verify the next block while one is executed. */
  async #checkBlocks(): Promise<void> {
    let ahead = this.#readAhead();
    try {
      for (;;) {
        const next = await ahead;
        if (next === undefined) return;
        ahead = this.#readAhead();
        // Looked at in the next round, or below.
        ahead.catch(() => undefined);
        await this.#checkBlock(next);
        const { logSize } = this.#kernel.tip;
        const entriesExpected = Math.max(this.#signedSize, this.#statePlace.log.size, logSize);
        this.#input.onProgress({ entries: logSize, entriesExpected });
      }
    } finally {
      // After a find, too: files are not closed under a read.
      await Promise.allSettled([ahead]);
    }
  }

  async #readAhead(): Promise<BlockAhead | undefined> {
    const read = await this.#blocks.next();
    if (read === undefined) return undefined;
    const verified = this.#isVerified(read);
    verified.catch(() => undefined);
    return { read, verified };
  }

  async #checkBlock({ read, verified }: BlockAhead): Promise<void> {
    const { files, scratch, state } = this.#input;
    const findings = await this.#derivedFindings(read);
    const block = rederive(this.#kernel, read, await verified);
    if (!('entries' in block)) throw this.#blame(read, block, findings);
    const { damage } = findings;
    if (damage !== undefined) {
      throw await this.#contradiction(read, block.height, { ...findings, damage });
    }
    this.#kernel.apply(block);
    const place = { height: block.height, log: read.logEnd, payload: read.payloadEnd };
    await scratch.write(groupOperations([block], read.records, place));
    this.#kernel.persisted(block.height);
    this.#checkSignedRoot(block, files);
    if (state !== undefined && block.height === this.#statePlace.height) {
      await checkState(state, scratch, block.height);
    }
  }

  /** Compares leaf hashes, tree and offsets, a segment's part of the block at a time. */
  async #derivedFindings({ entries }: ReadBlock): Promise<DerivedFindings> {
    const hash = this.#input.files.chain.suite.logHash;
    let findings: DerivedFindings = { leafIndex: undefined, damage: undefined };
    for (const run of runsOf(entries, hash)) {
      const found = await this.#derived.next(run);
      findings = {
        leafIndex: findings.leafIndex ?? found.leafIndex,
        damage: findings.damage ?? found.damage,
      };
    }
    return findings;
  }

  /** Whether all signatures in the block are valid; false when that cannot be said, and execution will say it. */
  async #isVerified({ entries }: ReadBlock): Promise<boolean> {
    const { files, verifier } = this.#input;
    const signed = entries.flatMap(({ bytes }) => transactionIn(files.chain, bytes) ?? []);
    return (await verifier.verify(signed)).every((verdict) => verdict);
  }

  #blame(read: ReadBlock, ending: Ending, { leafIndex }: DerivedFindings): DamageFound {
    const { chain } = this.#input.files;
    const height = this.#kernel.tip.height + 1;
    return blame({ chain, height, read, ending, leafIndex });
  }

  /** The block derives from entries that a derived file contradicts. Of entry and tree, the one that was signed is right. */
  async #contradiction(
    read: ReadBlock,
    height: number,
    { leafIndex, damage }: DerivedFindings & { readonly damage: Damage },
  ): Promise<DamageFound> {
    const { files, disk } = this.#input;
    const { chain, signed } = files;
    const isCovered = leafIndex !== undefined && leafIndex < this.#signedSize;
    if (!isCovered || signed === undefined) return new DamageFound({ height, ...damage });
    const root = await rootOnDisk(disk, chain.suite.logHash, this.#signedSize);
    if (root === undefined || !equal(root, signed.checkpoint.root)) {
      return new DamageFound({ height, ...damage });
    }
    return entryDamage({ chain, read, height }, leafIndex, 'it is not the entry that was signed');
  }

  #checkSignedRoot({ size, root }: Block, { signed }: CheckedFiles): void {
    if (signed?.checkpoint.size !== size) return;
    this.#hasSignedRoot = equal(root, signed.checkpoint.root);
  }

  /** What was signed must be there; what the state holds, too. */
  #checkEnd(): void {
    const { ending } = this.#blocks;
    assert(ending !== undefined, 'reading stops with a reason');
    const { logSize, height } = this.#kernel.tip;
    const { at, index, kind, why } = ending;
    if (logSize < this.#signedSize) {
      const what =
        kind === 'damaged' ? why : `entries are missing: ${String(this.#signedSize)} were signed`;
      throw new DamageFound({ ...at, height: height + 1, index, what });
    }
    if (this.#signedSize === 0 && height > 0) {
      throw new DamageFound({ file: CHECKPOINT_PATH, what: 'it is missing' });
    }
    if (!this.#hasSignedRoot) {
      throw new DamageFound({
        file: CHECKPOINT_PATH,
        what: 'what was signed is not a state of this log',
      });
    }
    this.#checkLineage();
    if (this.#statePlace.height > height) {
      const what = `it holds block ${String(this.#statePlace.height)}, which the log has not`;
      throw new DamageFound({ file: STATE_FOLDER, height: this.#statePlace.height, what });
    }
  }

  /** The checkpoint names the lineage that the log is in. */
  #checkLineage(): void {
    const { files } = this.#input;
    const origin = originOf(files.chain.fingerprint, this.#kernel.lineage);
    const signedOrigin = files.signed?.checkpoint.origin ?? origin;
    if (signedOrigin === origin) return;
    const what = `it is of ${signedOrigin}, and the log of ${origin}`;
    throw new DamageFound({ file: CHECKPOINT_PATH, what });
  }

  /** What the next start cuts or makes by itself. */
  async #noteRest(): Promise<void> {
    const { ending } = this.#blocks;
    if (ending !== undefined && ending.kind !== 'nothing') {
      this.#notes.push(
        `${ending.at.file} ends, from byte ${String(ending.at.offset)} on, with what was never acknowledged (${ending.why}); the next start cuts it`,
      );
    }
    const payload = await this.#blocks.payloadRest();
    if (payload !== undefined) {
      this.#notes.push(
        `${payload.at.file} ends, from byte ${String(payload.at.offset)} on, with what belongs to no entry; the next start cuts it`,
      );
    }
    if (this.#statePlace.height < this.#kernel.tip.height) {
      this.#notes.push('the state is behind the log; the next start brings it up to date');
    }
  }
}

/** Entries of a block in runs that lie in one segment each. */
function runsOf(entries: readonly StoredEntry[], hash: Hash): readonly EntryRun[] {
  const runs = Map.groupBy(entries, ({ index }) => segmentOf(index));
  return [...runs.values()].map((run) => ({
    firstIndex: run[0]?.index ?? 0,
    leafHashes: run.map(({ bytes }) => leafHash(hash, bytes)),
    offsets: run.map(({ offset }) => offset),
  }));
}
