/**
 * Bytes as a string of one character a byte, for use as a Map key: half as long as hexadecimal and three times faster to make.
 * Never shown, stored or hashed.
 */

/** Longest argument list that every engine takes; keys are shorter, and longer ones go piece by piece. */
const PIECE = 1024;

export function byteString(bytes: Uint8Array): string {
  if (bytes.length <= PIECE) return String.fromCharCode.apply(null, bytes as unknown as number[]);
  return byteString(bytes.subarray(0, PIECE)) + byteString(bytes.subarray(PIECE));
}
