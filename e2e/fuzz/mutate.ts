/**
 * Makes hostile inputs out of good ones. Half of them keep their form and change in meaning (trees.ts): a decoder refuses what is not
 * well formed in its first lines, and the bugs lie behind. The others are changed byte by byte.
 */

import type { Chance } from './random.ts';
import { changeTree } from './trees.ts';

export interface Material {
  readonly chance: Chance;
  /** A part of another input. */
  readonly other: () => Uint8Array;
}

export const INPUT_BYTES_MAX = 65_536;
const CHANGES_MAX = 6;

export function mutate(bytes: Uint8Array, material: Material): Uint8Array {
  const { chance } = material;
  let mutated = bytes;
  for (let left = 1 + chance.below(CHANGES_MAX); left > 0; left--) {
    const isFormKept = chance.below(2) === 0;
    mutated = (isFormKept ? changeTree(mutated, material) : undefined) ?? change(mutated, material);
  }
  return mutated.subarray(0, INPUT_BYTES_MAX);
}

/** Lengths, counts and signs meet their ends here; so do the heads of CBOR and DER, and what text is structured by. */
const BYTES = [
  0, 1, 0x0a, 0x0d, 0x17, 0x18, 0x1b, 0x20, 0x22, 0x2c, 0x2f, 0x30, 0x3a, 0x3b, 0x3d, 0x40, 0x58,
  0x5b, 0x5c, 0x5f, 0x60, 0x7b, 0x7f, 0x80, 0x82, 0x9b, 0x9f, 0xa0, 0xbb, 0xc0, 0xd8, 0xed, 0xf6,
  0xf7, 0xf9, 0xfb, 0xff,
];

type Change = (bytes: Uint8Array, material: Material) => Uint8Array;

/** Replaces `count` bytes at `at` by `by`. */
function spliced(bytes: Uint8Array, at: number, count: number, by: Uint8Array): Uint8Array {
  return Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + count)]);
}

const CHANGES: readonly Change[] = [
  (bytes, { chance }) => changed(bytes, chance, (byte) => byte ^ (1 << chance.below(8))),
  (bytes, { chance }) => changed(bytes, chance, () => chance.of(BYTES)),
  (bytes, { chance }) => changed(bytes, chance, (byte) => byte + chance.of([-1, 1])),
  (bytes, { chance }) => spliced(bytes, chance.below(bytes.length + 1), lengthOf(chance), NONE),
  (bytes, { chance }) => {
    const [at, count] = [chance.below(bytes.length + 1), lengthOf(chance)];
    return spliced(bytes, at, 0, bytes.subarray(at, at + count));
  },
  (bytes, { chance }) => {
    const added = Uint8Array.from({ length: lengthOf(chance) }, () => chance.of(BYTES));
    return spliced(bytes, chance.below(bytes.length + 1), 0, added);
  },
  (bytes, { chance, other }) => {
    const source = other();
    const from = chance.below(source.length + 1);
    const part = source.subarray(from, from + lengthOf(chance) ** 2);
    return spliced(bytes, chance.below(bytes.length + 1), chance.below(2) * part.length, part);
  },
  (bytes, { chance }) => bytes.subarray(0, chance.below(bytes.length + 1)),
];
const NONE = new Uint8Array(0);

export function change(bytes: Uint8Array, material: Material): Uint8Array {
  return material.chance.of(CHANGES)(bytes, material);
}

function changed(bytes: Uint8Array, chance: Chance, to: (byte: number) => number): Uint8Array {
  if (bytes.length === 0) return Uint8Array.of(to(0));
  const copy = Uint8Array.from(bytes);
  const at = chance.below(copy.length);
  copy[at] = to(copy[at] ?? 0);
  return copy;
}

/** Mostly short. */
function lengthOf(chance: Chance): number {
  return 1 + chance.below(chance.of([2, 4, 16, 64]));
}
