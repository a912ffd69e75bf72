/** A recovered chain, as views read it. All that is shown is committed: execution may be ahead, and never shows through. */

import { rejection } from '@stele/base';
import type { Activation, Block, Kernel, StateReader, Tip } from '@stele/kernel';
import {
  type ChainIdentity,
  type Charter,
  decodeEntry,
  decodeHeader,
  type Entry,
  type Header,
} from '@stele/protocol';

import type { CheckpointKeeper } from '../commit/checkpoint-keeper.ts';
import type { NodeIdentity } from '../genesis/statement.ts';
import type { LedgerStorage } from '../storage/ledger-storage.ts';
import { headerIndexOf } from '../storage/marks.ts';

/** The last committed block. */
export interface CommittedTip {
  readonly height: number;
  readonly timeMs: number;
  readonly epoch: number;
  /** In force for the next block. */
  readonly rules: number;
  /** Rules that will be in force from a later height on. */
  readonly pendingRules: Activation | undefined;
  /** Entries in the log, and its root. */
  readonly size: number;
  readonly root: Uint8Array;
  readonly effectCount: number;
}

export interface OpenLedger {
  readonly chain: ChainIdentity;
  /** Charter 0, and as encoded. */
  readonly charter: Charter;
  readonly genesis: Uint8Array;
  readonly identity: NodeIdentity;
  readonly orderingKind: string;
  readonly storage: LedgerStorage;
  readonly reader: StateReader;
  readonly kernel: Kernel;
  readonly checkpoints: CheckpointKeeper;
  readonly tip: CommittedTip;
}

/** The tip after a block that has been committed. */
export function tipAfter({ advance }: Block): CommittedTip {
  return committedTip(advance.to);
}

/** The tip of a kernel that is not ahead of the disk. */
export function tipOf({ tip }: Kernel): CommittedTip {
  return committedTip(tip);
}

function committedTip(tip: Tip): CommittedTip {
  const { height, timeMs, epoch, rules, activation, logSize, logRange, effectCount } = tip;
  const isAhead = activation !== undefined && activation.height > height + 1;
  const pendingRules = isAhead ? activation : undefined;
  const [size, root] = [logSize, logRange.root()];
  return { height, timeMs, epoch, rules, pendingRules, size, root, effectCount };
}

export interface ReadHeader {
  /** Of its entry. */
  readonly index: number;
  readonly header: Header;
  /** The entry, as encoded: its leaf hash is the block's hash. */
  readonly entry: Uint8Array;
}

/** The header of a committed block. Rejects with BLOCK_UNKNOWN. */
export async function readHeader(ledger: OpenLedger, height: number): Promise<ReadHeader> {
  const { storage, tip } = ledger;
  const index = height <= tip.height ? headerIndexOf(storage.state, height) : undefined;
  if (index === undefined) throw rejection('BLOCK_UNKNOWN', `there is no block ${String(height)}`);
  const entry = await storage.log.entry(index);
  return { index, header: decodeHeader(decodeEntry(entry).content), entry };
}

export interface ReadTransaction {
  readonly index: number;
  /** As encoded. */
  readonly bytes: Uint8Array;
  readonly entry: Extract<Entry, { kind: 'transaction' }>;
}

/** A committed transaction by its id; undefined when the log has none. */
export async function findTransaction(
  { storage, reader, tip }: OpenLedger,
  id: Uint8Array,
): Promise<ReadTransaction | undefined> {
  const index = reader.entryIndexOf(id);
  // State and log are written side by side: what the state has first is not committed yet.
  if (index === undefined || index >= tip.size) return undefined;
  const bytes = await storage.log.entry(index);
  const entry = decodeEntry(bytes);
  return entry.kind === 'transaction' ? { index, bytes, entry } : undefined;
}
