/**
 * Whether the log has only grown since this browser last saw it: what every reader of a transparency log should ask, and what makes
 * a history that was rewritten show, to anybody who looked before. The server's own word for it is not taken.
 */

import { fromHex } from '@stele/base';
import { type Hash, verifyConsistency } from '@stele/protocol';

import { consistencyFromTiles, type ReadTile } from './log-tree.ts';

/** A checkpoint, as far as later ones are compared with it. */
export interface LogState {
  /** Of the chain, 64 digits. */
  readonly fingerprint: string;
  /** The log's name; another one after a restore (docs/operation.md, "Lineage"). */
  readonly origin: string;
  readonly size: number;
  /** 64 digits. */
  readonly root: string;
}

export type GrowthKind =
  /** This browser has not seen the log before. */
  | 'first'
  | 'same'
  | 'grown'
  /** The operator restored a backup: the log has another name, and what was seen is still in it. */
  | 'restored'
  /** The same, and what was seen last is not in it any more. */
  | 'restored-shorter'
  | 'smaller'
  | 'rewritten'
  /** Another chain answers at this address. */
  | 'other-chain';

export interface Growth {
  readonly kind: GrowthKind;
  /** How many entries came since. */
  readonly added: number;
}

/** What nobody may explain away. */
export function isAlarm({ kind }: Growth): boolean {
  return ['restored-shorter', 'smaller', 'rewritten', 'other-chain'].includes(kind);
}

export interface Growing {
  readonly seen: LogState | undefined;
  readonly now: LogState;
  readonly hash: Hash;
  readonly readTile: ReadTile;
}

/** Rejects when a tile cannot be had, with TILE_MALFORMED or what `readTile` rejects with: then nothing is known. */
export async function judgeGrowth({ seen, now, hash, readTile }: Growing): Promise<Growth> {
  if (seen === undefined) return { kind: 'first', added: 0 };
  if (seen.fingerprint !== now.fingerprint) return { kind: 'other-chain', added: 0 };
  const isRestored = seen.origin !== now.origin;
  const added = now.size - seen.size;
  if (added < 0) return { kind: isRestored ? 'restored-shorter' : 'smaller', added };
  const tree = { hash, size: now.size, readTile };
  const path = added === 0 ? [] : await consistencyFromTiles(tree, seen.size);
  const isExtended = verifyConsistency(hash, {
    oldSize: seen.size,
    newSize: now.size,
    oldRoot: fromHex(seen.root),
    newRoot: fromHex(now.root),
    path,
  });
  if (!isExtended) return { kind: isRestored ? 'restored-shorter' : 'rewritten', added };
  if (isRestored) return { kind: 'restored', added };
  return { kind: added === 0 ? 'same' : 'grown', added };
}

/** Whether `now` is what later visits are compared with. After an alarm it is not, until the reader says so. */
export function shouldKeep(growth: Growth): boolean {
  return !isAlarm(growth) && growth.kind !== 'same';
}
