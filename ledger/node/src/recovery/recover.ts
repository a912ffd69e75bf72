/**
 * Brings a data folder back to a whole number of blocks after any kind of stop (spec/disk.md, "Recovery"). Nothing is asked of the
 * operator: what was never acknowledged is cut, what was signed is there or its loss is named.
 */

import { equal, isCoded, type Log } from '@stele/base';
import { type Kernel, openKernel } from '@stele/kernel';

import { readCheckpoint, type StoredCheckpoint } from '../storage/checkpoint-file.ts';
import type { Disk } from '../storage/disk.ts';
import { segmentOf } from '../storage/entry-log.ts';
import { FileFamily } from '../storage/file-family.ts';
import {
  entriesPath,
  LOG_FOLDER,
  PAYLOAD_FOLDER,
  payloadPath,
  TREE_FOLDER,
} from '../storage/layout.ts';
import { LedgerStorage } from '../storage/ledger-storage.ts';
import type { StateStore } from '../storage/level-store.ts';
import { NOTHING_DURABLE, readDurable, readPlace, type StatePlace } from '../storage/marks.ts';
import { treeRoot } from '../storage/tree-proofs.ts';
import type { ChainDefinition } from './chain-definition.ts';
import { coversDerived, rewriteDerived } from './derived-files.ts';
import { lastNumber } from './file-numbers.ts';
import {
  checkpointMissing,
  logChanged,
  logDamaged,
  logTooShort,
  payloadTooShort,
} from './recovery-errors.ts';
import { type Replayed, replay } from './replay.ts';

export interface RecoveryInput {
  readonly disk: Disk;
  readonly state: StateStore;
  readonly chain: ChainDefinition;
  readonly log: Log;
}

export interface Recovered {
  readonly storage: LedgerStorage;
  /** Stands on the last block of the storage. */
  readonly kernel: Kernel;
  /** What this node signed last; undefined before the first time. */
  readonly signed: StoredCheckpoint | undefined;
}

/** Fails with LOG_TOO_SHORT, PAYLOAD_TOO_SHORT, CHECKPOINT_MISSING, LOG_DAMAGED, LOG_CHANGED, CHECKPOINT_DAMAGED, and what the kernel fails with. */
export async function recover(input: RecoveryInput): Promise<Recovered> {
  const { disk, state, chain, log } = input;
  for (const folder of [LOG_FOLDER, PAYLOAD_FOLDER, TREE_FOLDER]) await disk.makeFolder(folder);
  const signed = await readCheckpoint(disk);
  const signedSize = signed?.checkpoint.size ?? 0;
  const from = await startingPlace(input, signedSize);
  await syncFrom(disk, from);
  const kernel = openKernel({ ...chain, store: state });
  const replayed = await replay({ disk, state, kernel, from, signedSize });
  if (kernel.ending !== undefined) throw kernel.ending;
  checkKept(replayed, signedSize);
  if (signed === undefined && replayed.place.height > 0) throw checkpointMissing();
  await cutTo(disk, replayed.place);
  const { kind, at, why } = replayed.ending;
  if (kind !== 'nothing') log.warn('cut what was never acknowledged', { ...at, why });
  const storage = await openStorage(input, replayed.place, { kernel, signed });
  return { storage, kernel, signed };
}

/**
 * The place the state is at. The state is written after the entries are durable, so what it names and the files do not have was
 * acknowledged and is lost: that is never mended silently.
 */
async function startingPlace(
  { disk, state }: RecoveryInput,
  signedSize: number,
): Promise<StatePlace> {
  const place = readPlace(state);
  const { size, segmentBytes } = place.log;
  const logBytes = await bytesIn(disk, entriesPath(segmentOf(size)));
  const payloadBytes = await bytesIn(disk, payloadPath(place.payload.file));
  if (logBytes < segmentBytes) throw logTooShort(size - 1, Math.max(size, signedSize));
  if (payloadBytes < place.payload.length) throw payloadTooShort(place.payload.file);
  return place;
}

/** What lies behind the state may be known to the system only. It must be durable before the state says that it holds it. */
async function syncFrom(disk: Disk, { log, payload }: StatePlace): Promise<void> {
  const paths: string[] = [];
  const lastSegment = await lastNumber(disk, LOG_FOLDER, '.entries');
  const lastFile = await lastNumber(disk, PAYLOAD_FOLDER, '');
  for (let file = payload.file; file <= lastFile; file++) paths.push(payloadPath(file));
  for (let segment = segmentOf(log.size); segment <= lastSegment; segment++) {
    paths.push(entriesPath(segment));
  }
  for (const path of paths) {
    const file = await disk.open(path);
    await file.sync();
    await file.close();
  }
}

function checkKept({ place, ending }: Replayed, signedSize: number): void {
  const { size } = place.log;
  if (size >= signedSize) return;
  if (ending.kind === 'damaged') throw logDamaged(ending.at, ending.index, ending.why);
  throw logTooShort(size, signedSize);
}

async function cutTo(disk: Disk, { log, payload }: StatePlace): Promise<void> {
  const entries = new FileFamily(disk, entriesPath);
  const place = { file: segmentOf(log.size), length: log.segmentBytes };
  await entries.cutTo(place, await lastNumber(disk, LOG_FOLDER, '.entries'));
  await entries.sync();
  await entries.close();
  const payloads = new FileFamily(disk, payloadPath);
  await payloads.cutTo(payload, await lastNumber(disk, PAYLOAD_FOLDER, ''));
  await payloads.sync();
  await payloads.close();
}

/** Offsets and tree as far as they are known to be durable, the rest made again; all of it, when that does not fit the chain. */
async function openStorage(
  { disk, state, chain, log }: RecoveryInput,
  place: StatePlace,
  { kernel, signed }: Pick<Recovered, 'kernel' | 'signed'>,
): Promise<LedgerStorage> {
  const hash = chain.suite.logHash;
  const durable = readDurable(state).log;
  const isCovered = durable.size <= place.log.size && (await coversDerived(disk, durable.size));
  let from = isCovered ? durable : NOTHING_DURABLE.log;
  for (;;) {
    await rewriteDerived(disk, hash, { from, to: place.log });
    const storage = await LedgerStorage.open({ disk, state, suite: chain.suite }, place);
    if (await fits(storage, hash, { kernel, signed })) {
      await storage.syncDerived();
      return storage;
    }
    await storage.close();
    if (from.size === 0) throw logChanged(signed?.checkpoint.size ?? place.log.size);
    log.warn('offsets and tree do not fit the log and are made again');
    from = NOTHING_DURABLE.log;
  }
}

/** Whether the tree is that of the chain, and an extension of what was signed. */
async function fits(
  storage: LedgerStorage,
  hash: ChainDefinition['suite']['logHash'],
  { kernel, signed }: Pick<Recovered, 'kernel' | 'signed'>,
): Promise<boolean> {
  const { tree } = storage;
  try {
    if (!equal(await treeRoot(tree, hash, tree.size), kernel.tip.logRange.root())) return false;
    if (signed === undefined) return true;
    const { size, root } = signed.checkpoint;
    return equal(await treeRoot(tree, hash, size), root);
  } catch (error) {
    if (isCoded(error, 'TREE_DAMAGED')) return false;
    throw error;
  }
}

async function bytesIn(disk: Disk, path: string): Promise<number> {
  const file = await disk.openToRead(path);
  if (file === undefined) return 0;
  const size = await file.size();
  await file.close();
  return size;
}
