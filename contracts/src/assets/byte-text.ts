/** Bytes as a string of one character a byte, to find things by. Never shown, stored or hashed. */
export function byteText(bytes: Uint8Array): string {
  return String.fromCharCode.apply(null, bytes as unknown as number[]);
}
