/**
 * Where hash inputs are put together. A hash reads its input before it returns and keeps nothing of it, so one buffer serves all; a new
 * one for each would cost as much as the hash.
 */

let input = new Uint8Array(4_096);

/** So many bytes to be written over and hashed at once. */
export function hashInput(length: number): Uint8Array {
  if (length > input.length) input = new Uint8Array(2 * length);
  return new Uint8Array(input.buffer, 0, length);
}
