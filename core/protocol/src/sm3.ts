/**
 * SM3 (GB/T 32905-2016), for places without a native one. Records may carry an SM3 digest under any suite, and no library among
 * the dependencies of this package has it; its test is the standard's own examples and OpenSSL.
 */

const INITIAL = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
] as const;

/** The 32-byte SM3 digest of `message`. */
export function sm3(message: Uint8Array): Uint8Array {
  const padded = pad(message);
  const view = new DataView(padded.buffer);
  const state = Int32Array.from(INITIAL);
  for (let at = 0; at < padded.length; at += 64) compress(state, expand(view, at));
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, i) => {
    digest.setInt32(4 * i, word);
  });
  return new Uint8Array(digest.buffer);
}

/** §5.2: a one bit, zeros, and the length in bits, to a multiple of 64 bytes. */
function pad(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(Math.ceil((message.length + 9) / 64) * 64);
  padded.set(message);
  padded[message.length] = 0x80;
  new DataView(padded.buffer).setBigUint64(padded.length - 8, BigInt(message.length) * 8n);
  return padded;
}

const rotate = (word: number, by: number): number =>
  (word << (by % 32)) | (word >>> (32 - (by % 32)));
const permute0 = (x: number): number => x ^ rotate(x, 9) ^ rotate(x, 17);
const permute1 = (x: number): number => x ^ rotate(x, 15) ^ rotate(x, 23);

/** §5.3.2: 68 words from the 16 of a block. */
function expand(view: DataView, at: number): Int32Array {
  const words = new Int32Array(68);
  for (let j = 0; j < 16; j++) words[j] = view.getInt32(at + 4 * j);
  const word = (j: number): number => words[j] ?? 0;
  for (let j = 16; j < 68; j++) {
    const mixed = permute1(word(j - 16) ^ word(j - 9) ^ rotate(word(j - 3), 15));
    words[j] = mixed ^ rotate(word(j - 13), 7) ^ word(j - 6);
  }
  return words;
}

/** §5.3.3: the compression function. */
function compress(state: Int32Array, words: Int32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as Octet;
  for (let j = 0; j < 64; j++) {
    const first = j < 16;
    const constant = rotate(first ? 0x79cc4519 : 0x7a879d8a, j);
    const turned = rotate(a, 12);
    const ss1 = rotate((turned + e + constant) | 0, 7);
    const ff = first ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = first ? e ^ f ^ g : (e & f) | (~e & g);
    const word = words[j] ?? 0;
    const tt1 = (ff + d + (ss1 ^ turned) + (word ^ (words[j + 4] ?? 0))) | 0;
    const tt2 = (gg + h + ss1 + word) | 0;
    [d, c, b, a] = [c, rotate(b, 9), a, tt1];
    [h, g, f, e] = [g, rotate(f, 19), e, permute0(tt2)];
  }
  [a, b, c, d, e, f, g, h].forEach((word, i) => {
    state[i] = (state[i] ?? 0) ^ word;
  });
}

type Octet = [number, number, number, number, number, number, number, number];
