/**
 * SM3 (GB/T 32905-2016), for places without a native one. Records may carry an SM3 digest under any suite, and no library among
 * the dependencies of this package has it; its test is the standard's own examples and OpenSSL. Also piece by piece, because a
 * browser hashes files that no memory holds.
 */

import { assert } from '@stele/base';

const BLOCK_BYTES = 64;
const LENGTH_BYTES = 8;
const INITIAL = [
  0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e,
] as const;
/** §4.2: T_j rotated by j, for each round. */
const CONSTANTS = Int32Array.from({ length: 64 }, (_, j) =>
  rotate(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32),
);

/** The 32-byte SM3 digest of `message`. */
export function sm3(message: Uint8Array): Uint8Array {
  return new Sm3().update(message).digest();
}

/** The digest of bytes that come piece by piece. */
export class Sm3 {
  readonly #state = Int32Array.from(INITIAL);
  readonly #words = new Int32Array(68);
  readonly #block = new Uint8Array(BLOCK_BYTES);
  #blockLength = 0;
  #length = 0;
  #isDone = false;

  update(bytes: Uint8Array): this {
    assert(!this.#isDone, 'a digest that was taken grows no more');
    this.#length += bytes.length;
    let at = this.#fill(bytes, 0);
    for (; at + BLOCK_BYTES <= bytes.length; at += BLOCK_BYTES) this.#compress(bytes, at);
    this.#fill(bytes, at);
    return this;
  }

  digest(): Uint8Array {
    const bits = BigInt(this.#length) * 8n;
    this.update(padding(this.#length, bits));
    this.#isDone = true;
    const digest = new DataView(new ArrayBuffer(4 * INITIAL.length));
    this.#state.forEach((word, i) => {
      digest.setInt32(4 * i, word);
    });
    return new Uint8Array(digest.buffer);
  }

  /** Takes what the begun block lacks, or all there is when that is less. Returns where to read on. */
  #fill(bytes: Uint8Array, at: number): number {
    const isBegun = this.#blockLength > 0;
    if (!isBegun && bytes.length - at >= BLOCK_BYTES) return at;
    const end = Math.min(bytes.length, at + BLOCK_BYTES - this.#blockLength);
    this.#block.set(bytes.subarray(at, end), this.#blockLength);
    this.#blockLength += end - at;
    if (this.#blockLength === BLOCK_BYTES) {
      this.#compress(this.#block, 0);
      this.#blockLength = 0;
    }
    return end;
  }

  #compress(bytes: Uint8Array, at: number): void {
    expand(this.#words, bytes, at);
    compress(this.#state, this.#words);
  }
}

/** §5.2: a one bit, zeros, and the length in bits, to a multiple of 64 bytes. */
function padding(length: number, bits: bigint): Uint8Array {
  const zeros = (2 * BLOCK_BYTES - 1 - LENGTH_BYTES - (length % BLOCK_BYTES)) % BLOCK_BYTES;
  const padding = new Uint8Array(1 + zeros + LENGTH_BYTES);
  padding[0] = 0x80;
  new DataView(padding.buffer).setBigUint64(1 + zeros, bits);
  return padding;
}

function rotate(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by));
}

/** §5.3.2: 68 words from the 16 of a block. */
function expand(words: Int32Array, bytes: Uint8Array, start: number): void {
  const byte = (at: number): number => bytes[at] ?? 0;
  for (let j = 0, at = start; j < 16; j++, at += 4) {
    words[j] = (byte(at) << 24) | (byte(at + 1) << 16) | (byte(at + 2) << 8) | byte(at + 3);
  }
  const word = (j: number): number => words[j] ?? 0;
  for (let j = 16; j < 68; j++) {
    const mixed = word(j - 16) ^ word(j - 9) ^ rotate(word(j - 3), 15);
    const permuted = mixed ^ rotate(mixed, 15) ^ rotate(mixed, 23);
    words[j] = permuted ^ rotate(word(j - 13), 7) ^ word(j - 6);
  }
}

/** §5.3.3: the compression function. Eight variables and no function between them: this is where all the time goes. */
function compress(state: Int32Array, words: Int32Array): void {
  const word = (of: Int32Array, j: number): number => of[j] ?? 0;
  let a = word(state, 0);
  let b = word(state, 1);
  let c = word(state, 2);
  let d = word(state, 3);
  let e = word(state, 4);
  let f = word(state, 5);
  let g = word(state, 6);
  let h = word(state, 7);
  for (let j = 0; j < 64; j++) {
    const early = j < 16;
    const turned = rotate(a, 12);
    const ss1 = rotate((turned + e + word(CONSTANTS, j)) | 0, 7);
    const ff = early ? a ^ b ^ c : (a & b) | (c & (a | b));
    const gg = early ? e ^ f ^ g : g ^ (e & (f ^ g));
    const tt1 = (ff + d + (ss1 ^ turned) + (word(words, j) ^ word(words, j + 4))) | 0;
    const tt2 = (gg + h + ss1 + word(words, j)) | 0;
    d = c;
    c = rotate(b, 9);
    b = a;
    a = tt1;
    h = g;
    g = rotate(f, 19);
    f = e;
    e = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17);
  }
  mix(state, [a, b, c, d, e, f, g, h]);
}

function mix(state: Int32Array, values: readonly number[]): void {
  for (let i = 0; i < 8; i++) state[i] = (state[i] ?? 0) ^ (values[i] ?? 0);
}
