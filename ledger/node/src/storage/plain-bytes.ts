/** Node's buffers have methods that differ from those of Uint8Array (slice does not copy), so they never leave this folder. */

/** The same bytes as a plain Uint8Array, without copying. */
export function plainBytes(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
