/**
 * Whether a backup has lost anything, by the newest checkpoint that anybody saw (spec/disk.md, "Restore"). Only what the node's own
 * log key signed counts: a stranger's text must neither open a lineage nor keep one.
 */

import { equal, rejection, toHex, utf8 } from '@stele/base';
import {
  type Checkpoint,
  NOTE_TYPE_ED25519,
  noteKeyId,
  parseCheckpoint,
  type Statement,
  statementKey,
  verifySignature,
} from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

/** What is known of entries after the backup: none, so many, or that the other log is not this one's. */
export type Loss =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'entries'; readonly count: number }
  /** The checkpoint shown is older than the backup: it says nothing about what came after. */
  | { readonly kind: 'older' }
  /** Of the same size and another root: two histories were signed. */
  | { readonly kind: 'forked' };

/** Reads a checkpoint and checks that this node signed it. Rejects with CHECKPOINT_FOREIGN and the codes of a checkpoint. */
export function readLatest(text: string, statement: Statement): Checkpoint {
  const { checkpoint, note } = parseCheckpoint(text);
  const key = statementKey(statement, NOTE_TYPE_ED25519);
  const logKey = { name: checkpoint.origin, type: NOTE_TYPE_ED25519, key };
  const keyId = noteKeyId(nodeCrypto, logKey);
  const input = utf8(note.text);
  const isOwn = note.lines.some(
    (line) =>
      line.name === checkpoint.origin &&
      equal(line.keyId, keyId) &&
      verifySignature(nodeCrypto, { algorithm: 1, key, signature: line.signature }, input),
  );
  if (isOwn) return checkpoint;
  throw rejection(
    'CHECKPOINT_FOREIGN',
    'the checkpoint is not signed by the log key in the backup',
    {
      action: 'Name the newest checkpoint of this very node, or leave --latest out.',
      data: { origin: checkpoint.origin, root: toHex(checkpoint.root) },
    },
  );
}

/** What the newest known checkpoint says of a backup that was cut at `kept`. */
export function lossBetween(kept: Checkpoint, latest: Checkpoint | undefined): Loss {
  if (latest === undefined) return { kind: 'unknown' };
  if (latest.origin !== kept.origin) return { kind: 'unknown' };
  if (latest.size > kept.size) return { kind: 'entries', count: latest.size - kept.size };
  if (latest.size < kept.size) return { kind: 'older' };
  return equal(latest.root, kept.root) ? { kind: 'none' } : { kind: 'forked' };
}
