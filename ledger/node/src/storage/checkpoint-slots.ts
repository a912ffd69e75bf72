/**
 * The bytes of `checkpoint` (spec/disk.md, "Checkpoint"): two slots of a fixed size, written in turn, so that a write that is torn leaves
 * the other slot whole. Who writes, and when, is decided in checkpoint-file.ts.
 */

import { assert, concat, equal, fromUtf8, isCoded, rejection, toHex, utf8 } from '@stele/base';
import { parseCheckpoint } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

/** A page, and a sector of the largest disks: what is torn in one slot does not reach the other. */
export const SLOT_BYTES = 4_096;
const SLOTS = 2;
const LENGTH_DIGITS = 4;
/** Line feed, length, space, SHA-256 as hex, line feed. */
const TRAILER_BYTES = 1 + LENGTH_DIGITS + 1 + 64 + 1;
const TRAILER_AT = SLOT_BYTES - TRAILER_BYTES;
const SHA_256 = 1;
const SPACE = 0x20;
const NEVER_WRITTEN = new Uint8Array(SLOT_BYTES).fill(SPACE);

/** A slot that holds a signed checkpoint. */
export function encodeSlot(text: string): Uint8Array {
  const bytes = utf8(text);
  assert(bytes.length <= TRAILER_AT, 'a checkpoint has a few lines');
  const length = String(bytes.length).padStart(LENGTH_DIGITS, '0');
  const slot = new Uint8Array(SLOT_BYTES).fill(SPACE);
  slot.set(bytes);
  slot.set(utf8(`\n${length} ${toHex(nodeCrypto.hash(SHA_256, bytes))}\n`), TRAILER_AT);
  return slot;
}

/** Both slots: the first holds the checkpoint, the second nothing. */
export function encodeSlots(text: string): Uint8Array {
  return concat(encodeSlot(text), NEVER_WRITTEN);
}

/** Whether these are two slots, rather than the bare text of a checkpoint. */
export function isSlotted(bytes: Uint8Array): boolean {
  return bytes.length === SLOTS * SLOT_BYTES;
}

/**
 * The newest signed checkpoint in a file `checkpoint`: of the whole slots the one with the larger size. A file of another length is a bare
 * checkpoint, as in a backup. Rejects with PROOF_MALFORMED or TEXT_MALFORMED when there is none.
 */
export function checkpointTextIn(bytes: Uint8Array): string {
  if (!isSlotted(bytes)) return fromUtf8(bytes);
  const texts = slotsIn(bytes).flatMap((slot) => slotText(slot) ?? []);
  const [newest] = texts.toSorted((a, b) => sizeOf(b) - sizeOf(a));
  if (newest !== undefined) return newest;
  throw rejection('PROOF_MALFORMED', 'neither slot of the file holds a whole checkpoint');
}

/** Whether a slot holds neither a checkpoint nor nothing: it was not written to its end, or was damaged later. */
export function hasTornSlot(bytes: Uint8Array): boolean {
  if (!isSlotted(bytes)) return false;
  return slotsIn(bytes).some((slot) => slotText(slot) === undefined && !equal(slot, NEVER_WRITTEN));
}

function slotsIn(bytes: Uint8Array): readonly Uint8Array[] {
  return [bytes.subarray(0, SLOT_BYTES), bytes.subarray(SLOT_BYTES)];
}

/** What a slot holds; undefined when that is no whole checkpoint. */
function slotText(slot: Uint8Array): string | undefined {
  const digits = slot.subarray(TRAILER_AT + 1, TRAILER_AT + 1 + LENGTH_DIGITS);
  const length = Number(String.fromCharCode(...digits));
  if (!(length > 0 && length <= TRAILER_AT)) return undefined;
  try {
    const text = fromUtf8(slot.subarray(0, length));
    return equal(encodeSlot(text), slot) ? text : undefined;
  } catch (error) {
    // Torn inside a character.
    if (isCoded(error, 'TEXT_MALFORMED')) return undefined;
    throw error;
  }
}

function sizeOf(text: string): number {
  return parseCheckpoint(text).checkpoint.size;
}
