/**
 * Checkpoints and the tokens over them, in the service's store: a row per token at `t` ‖ size ‖ authority. All reads are of ranges from
 * a size on, so that a long history costs nothing.
 */

import { fromUtf8, utf8 } from '@stele/base';
import { encode, parseCheckpoint, RECEIPT_TIMESTAMPS_MAX, Shape } from '@stele/protocol';
import { NUMBER_BYTES, numberBytes, rowKey, spaceBounds } from '../store/key-space.ts';
import type { ServiceStore } from '../store/service-store.ts';

export interface StampedCheckpoint {
  /** Entries of the log it covers. */
  readonly size: number;
  /** As the node signed it, verbatim. */
  readonly checkpoint: string;
  readonly tokens: readonly StampedToken[];
}

export interface StampedToken {
  readonly authority: string;
  /** DER. */
  readonly token: Uint8Array;
}

const SHAPE = new Shape('STORAGE_FAILED');
/** After the space's own byte and the size. */
const NAME_AT = 1 + NUMBER_BYTES;

const keyOf = (size: number, authority: string): Uint8Array =>
  rowKey('token', numberBytes(size), utf8(authority));

/** Keeps a token; durable when it resolves. */
export async function keepToken(
  store: ServiceStore,
  checkpoint: string,
  { authority, token }: StampedToken,
): Promise<void> {
  const { size } = parseCheckpoint(checkpoint).checkpoint;
  const value = encode([checkpoint, token]);
  await store.write([{ kind: 'put', key: keyOf(size, authority), value }]);
}

/** Whether `authority` has stamped this very checkpoint: after a restore, another may have had the same size. */
export function hasToken(store: ServiceStore, checkpoint: string, authority: string): boolean {
  const { checkpoint: parsed, note } = parseCheckpoint(checkpoint);
  const value = store.get(keyOf(parsed.size, authority));
  return value !== undefined && parseCheckpoint(readRow(value).checkpoint).note.text === note.text;
}

/**
 * The first stamped checkpoint of `origin` that covers entry `index`, with its tokens; undefined when none does yet. Checkpoints of
 * another origin are those of a lineage before a restore.
 */
export async function stampedCovering(
  store: ServiceStore,
  index: number,
  origin: string,
): Promise<StampedCheckpoint | undefined> {
  const [, end] = spaceBounds('token');
  const start = rowKey('token', numberBytes(index + 1));
  let found: StampedCheckpoint | undefined;
  for await (const [key, value] of store.range(start, end)) {
    const { checkpoint, token } = readRow(value);
    const parsed = parseCheckpoint(checkpoint);
    if (parsed.checkpoint.origin !== origin) continue;
    const { size } = parsed.checkpoint;
    found ??= { size, checkpoint, tokens: [] };
    if (size !== found.size || found.tokens.length >= RECEIPT_TIMESTAMPS_MAX) break;
    const authority = fromUtf8(key.subarray(NAME_AT));
    found = { ...found, tokens: [...found.tokens, { authority, token }] };
  }
  return found;
}

function readRow(value: Uint8Array): { readonly checkpoint: string; readonly token: Uint8Array } {
  const [checkpoint, token] = SHAPE.tuple(SHAPE.decode(value), 2);
  return { checkpoint: SHAPE.text(checkpoint), token: SHAPE.bytes(token) };
}
