/**
 * The live bits after an earlier block (spec/block.md, "Live bits"), out of those of today: what blocks have put since is cut off, and
 * what they have ended was live before. For proofs about the past; execution has its own (state/live-bits.ts).
 */

import { CHUNK_BYTES, chunkCountOf } from '../state/live-bits.ts';
import { endedKey, liveKey, readNumbers } from './layout.ts';
import type { KvStore } from './store.ts';

type Ranges = Pick<KvStore, 'range'>;

const CHUNK_BITS = 8 * CHUNK_BYTES;
/** Beyond the number of any effect. */
const LAST = Number.MAX_SAFE_INTEGER;

/**
 * The chunks when the chain had `effectCount` effects, at the end of some block. Undefined when more than `endedMax` effects have ended
 * since.
 */
export async function pastChunks(
  store: Ranges,
  effectCount: number,
  endedMax: number,
): Promise<readonly Uint8Array[] | undefined> {
  // The bits first: a block that is stored between the two reads has ended what is live in them, and says so in the second.
  const chunks = await storedChunks(store, chunkCountOf(effectCount));
  let count = 0;
  for await (const [, value] of store.range(endedKey(effectCount), endedKey(LAST))) {
    const ended = readNumbers(value);
    count += ended.length;
    if (count > endedMax) return undefined;
    for (const number of ended) if (number < effectCount) setBit(chunks, number);
  }
  cutBits(chunks, effectCount);
  return chunks;
}

async function storedChunks(store: Ranges, count: number): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = [];
  for await (const [, value] of store.range(liveKey(0), liveKey(count))) chunks.push(value.slice());
  return chunks;
}

function setBit(chunks: readonly Uint8Array[], number: number): void {
  const chunk = chunks[Math.floor(number / CHUNK_BITS)];
  const at = Math.floor((number % CHUNK_BITS) / 8);
  if (chunk !== undefined) chunk[at] = (chunk[at] ?? 0) | (1 << (number & 7));
}

/** Effects from `effectCount` on had not been made. */
function cutBits(chunks: readonly Uint8Array[], effectCount: number): void {
  const chunk = chunks[Math.floor(effectCount / CHUNK_BITS)];
  if (chunk === undefined) return;
  const at = Math.floor((effectCount % CHUNK_BITS) / 8);
  chunk[at] = (chunk[at] ?? 0) & ((1 << (effectCount & 7)) - 1);
  chunk.fill(0, at + 1);
}
