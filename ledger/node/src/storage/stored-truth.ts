/**
 * What is read back while a node runs, compared with what it commits to: a disk that has changed a byte since must not speak through
 * the node. An entry answers to its leaf in the tree, a payload to the root in its transaction.
 */

import { equal } from '@stele/base';
import {
  checkPayloads,
  decodeEntry,
  decodeTransaction,
  type Hash,
  leafHash,
  type Suite,
} from '@stele/protocol';

import type { EntryLog } from './entry-log.ts';
import { TILE_WIDTH } from './layout.ts';
import type { TreeFiles } from './tree-files.ts';
import { walkedPayload, type WalkedRecord } from './walked-record.ts';

/** The index of the first entry that has another leaf in the tree; undefined when none has. Fails with TREE_DAMAGED. */
export async function differingEntry(
  tree: TreeFiles,
  hash: Hash,
  { first, entries }: { readonly first: number; readonly entries: readonly Uint8Array[] },
): Promise<number | undefined> {
  for (let done = 0; done < entries.length;) {
    const room = TILE_WIDTH - ((first + done) % TILE_WIDTH);
    const part = entries.slice(done, done + room);
    const leaves = await tree.hashes(0, first + done, part.length);
    const wrong = part.findIndex((entry, i) => !equal(leafHash(hash, entry), leaves[i] ?? entry));
    if (wrong >= 0) return first + done + wrong;
    done += part.length;
  }
  return undefined;
}

/** Rejects when these are not the payloads that the transaction in the log commits to. Fails with LOG_DAMAGED, TREE_DAMAGED. */
export async function checkRecord(
  log: EntryLog,
  suite: Suite,
  { index, payloads }: WalkedRecord,
): Promise<void> {
  const entry = decodeEntry(await log.entry(index));
  const { content } = decodeTransaction(entry.content);
  checkPayloads(suite, content.payloads, payloads.map(walkedPayload));
}
