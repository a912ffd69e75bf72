/**
 * That a block stands in the log: its header's entry hashes to the block's hash, and with hashes from the log's tiles to the root that
 * the log key signed. Worked out in the page from bytes, not believed.
 */

import { toHex, unlessRefused } from '@stele/base';
import {
  type BlockView,
  decodeEntry,
  decodeHeader,
  type Hash,
  leafHash,
  rootFromInclusion,
} from '@stele/protocol';

import { inclusionFromTiles, type ReadTile } from './growth/log-tree.ts';
import type { SignedLog } from './growth/signed-log.ts';

export type CheckName = 'header' | 'hash' | 'inclusion' | 'signature';

export interface Check {
  readonly name: CheckName;
  readonly isGood: boolean;
  readonly computed: string;
  readonly stated: string;
}

export interface BlockProofInput {
  readonly block: BlockView;
  /** The header's entry, as the log has it. */
  readonly entry: Uint8Array;
  readonly log: SignedLog;
  readonly hash: Hash;
  readonly readTile: ReadTile;
}

/** Where the header stands: last of the block's entries. */
export function headerIndex({ firstIndex, entryCount }: BlockView): number {
  return firstIndex + entryCount - 1;
}

/** Rejects when a tile cannot be had; whatever else is wrong is in the checks. */
export async function proveBlock(input: BlockProofInput): Promise<readonly Check[]> {
  const { block, entry, log, hash, readTile } = input;
  const leaf = leafHash(hash, entry);
  const index = headerIndex(block);
  const isCovered = index < log.size;
  const path = isCovered ? await inclusionFromTiles({ hash, size: log.size, readTile }, index) : [];
  const root = rootFromInclusion(hash, { index, size: log.size, leafHash: leaf, path });
  return [
    check('header', describe(heightIn(entry)), String(block.height)),
    check('hash', toHex(leaf), block.hash),
    check('inclusion', root === undefined ? '' : toHex(root), log.root),
    {
      name: 'signature',
      isGood: log.signedBy !== undefined,
      computed: log.signedBy ?? '',
      stated: log.origin,
    },
  ];
}

function check(name: CheckName, computed: string, stated: string): Check {
  return { name, isGood: computed === stated, computed, stated };
}

function describe(height: number | undefined): string {
  return height === undefined ? '' : String(height);
}

function heightIn(entry: Uint8Array): number | undefined {
  return unlessRefused(() => {
    const { kind, content } = decodeEntry(entry);
    return kind === 'header' ? decodeHeader(content).height : undefined;
  });
}
