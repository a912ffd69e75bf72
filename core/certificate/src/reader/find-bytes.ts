/**
 * Where a word stands in bytes. Searching what may be 64 MiB of hostile bytes has to be linear and quick wherever this runs, and
 * a typed array has no search of its own: this is Horspool's, which looks at one byte in as many as the word has.
 */

/** The first place at or after `from`, else −1. The word is ASCII. */
export function findFirst(bytes: Uint8Array, word: string, from: number): number {
  const last = word.length - 1;
  const skips = skipsOf(word);
  for (let at = from; at + last < bytes.length; at += skips[bytes[at + last] ?? 0] ?? 1) {
    if (standsAt(bytes, word, at)) return at;
  }
  return -1;
}

/** The last place inside `[from, to)`, else −1. */
export function findLast(bytes: Uint8Array, word: string, from: number, to: number): number {
  for (let at = to - word.length; at >= from; at--) {
    if (standsAt(bytes, word, at)) return at;
  }
  return -1;
}

/** One character a byte. For short pieces. */
export function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function standsAt(bytes: Uint8Array, word: string, at: number): boolean {
  for (let i = 0; i < word.length; i++) {
    if (bytes[at + i] !== word.charCodeAt(i)) return false;
  }
  return true;
}

/** How far to move when the byte under the word's end is this one: to where the word has it next, else past it. */
function skipsOf(word: string): Uint8Array {
  const skips = new Uint8Array(256).fill(word.length);
  for (let i = 0; i < word.length - 1; i++) skips[word.charCodeAt(i)] = word.length - 1 - i;
  return skips;
}
