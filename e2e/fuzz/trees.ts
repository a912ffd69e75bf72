/**
 * Changes the meaning of an input and keeps its form: CBOR, JSON and DER are taken apart, one place in them is changed, and they are
 * put together again with all lengths right. What lies inside a byte string or a base64 text is changed in the same way.
 */

import { unlessRefused } from '@stele/base';
import { type CborValue, decode, encode } from '@stele/protocol';
import { change, type Material } from './mutate.ts';

/** A leaf, or what holds others: an array, the pairs of a map, the inside of a DER value. */
type Tree = { readonly leaf: unknown } | { readonly tag: unknown; readonly children: Tree[] };

interface Notation {
  readonly read: (bytes: Uint8Array) => Tree | undefined;
  readonly write: (tree: Tree) => Uint8Array;
}

/** Undefined when the bytes have none of these forms, or lost it. */
export function changeTree(bytes: Uint8Array, material: Material): Uint8Array | undefined {
  for (const { read, write } of NOTATIONS) {
    const tree = read(bytes);
    if (tree === undefined) continue;
    const donor = read(material.other()) ?? tree;
    try {
      return write(changed(tree, { ...material, donor }));
    } catch {
      // A change that this notation cannot write, such as a map with a key twice.
      return undefined;
    }
  }
  return undefined;
}

type Change = Material & { readonly donor: Tree };

/** With one place changed, the deeper ones as likely as the others. */
function changed(tree: Tree, material: Change): Tree {
  const { chance } = material;
  const place = chance.below(sizeOf(tree));
  if (place === 0) return changedHere(tree, material);
  if (!('children' in tree)) return tree;
  let passed = 1;
  const children = tree.children.flatMap((child) => {
    const here = place - passed;
    passed += sizeOf(child);
    if (here < 0 || place >= passed) return [child];
    if (here > 0) return [changed(child, material)];
    return chance.of([
      () => [changedHere(child, material)],
      () => [changedHere(child, material)],
      () => [],
      () => [child, child],
    ])();
  });
  return { ...tree, children };
}

function changedHere(tree: Tree, material: Change): Tree {
  const { chance, donor } = material;
  if (chance.below(4) === 0) return partOf(donor, chance.below(sizeOf(donor)));
  if ('leaf' in tree) return { leaf: changedLeaf(tree.leaf, material) };
  const children = tree.children.toReversed();
  return chance.below(2) === 0 ? { ...tree, children } : { leaf: chance.of(LEAVES) };
}

const LEAVES: readonly unknown[] = [
  0,
  1,
  -1,
  23,
  255,
  2 ** 32,
  Number.MAX_SAFE_INTEGER,
  2n ** 64n - 1n,
  '',
  '__proto__',
  '\ud83d\ude00'.normalize(),
  null,
  true,
  new Uint8Array(0),
  new Uint8Array(32),
];

function changedLeaf(leaf: unknown, material: Change): unknown {
  const { chance } = material;
  if (chance.below(3) === 0) return chance.of(LEAVES);
  if (typeof leaf === 'number') return leaf + chance.of([-1, 1, 2 ** 16]);
  if (typeof leaf === 'bigint') return leaf + chance.of([-1n, 1n]);
  if (typeof leaf === 'boolean') return !leaf;
  if (typeof leaf === 'string') return changedText(leaf, material);
  if (leaf instanceof Uint8Array) return within(leaf, material);
  return chance.of(LEAVES);
}

const BASE64 = /^[A-Za-z0-9_+/-]{6,}={0,2}$/;

function changedText(text: string, material: Material): string {
  if (BASE64.test(text) && material.chance.below(3) > 0) {
    const encoding = /[+/=]/.test(text) ? 'base64' : 'base64url';
    return Buffer.from(within(Buffer.from(text, encoding), material)).toString(encoding);
  }
  return Buffer.from(change(Buffer.from(text), material)).toString();
}

function within(bytes: Uint8Array, material: Material): Uint8Array {
  return changeTree(bytes, material) ?? change(bytes, material);
}

function sizeOf(tree: Tree): number {
  return 'leaf' in tree ? 1 : tree.children.reduce((sum, child) => sum + sizeOf(child), 1);
}

function partOf(tree: Tree, place: number): Tree {
  if (place === 0 || 'leaf' in tree) return tree;
  let passed = 1;
  for (const child of tree.children) {
    const size = sizeOf(child);
    if (place < passed + size) return partOf(child, place - passed);
    passed += size;
  }
  return tree;
}

const ARRAY = 'array';
const MAP = 'map';

/** Values as CBOR and JSON have them: arrays, maps as arrays of pairs, leaves. */
function treeOf(value: unknown): Tree {
  if (Array.isArray(value)) return { tag: ARRAY, children: value.map(treeOf) };
  const entries =
    value instanceof Map ? [...value] : isPlain(value) ? Object.entries(value) : undefined;
  if (entries === undefined) return { leaf: value };
  return { tag: MAP, children: entries.map(treeOf) };
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}

function childrenOf(tree: Tree): readonly Tree[] {
  return 'children' in tree ? tree.children : [tree, tree];
}

function cborOf(tree: Tree): CborValue {
  if ('leaf' in tree) return tree.leaf as CborValue;
  if (tree.tag === ARRAY) return tree.children.map(cborOf);
  const pairs = tree.children.map((pair) => childrenOf(pair).map(cborOf));
  return new Map(pairs as [string, CborValue][]);
}

function jsonOf(tree: Tree): string {
  if ('leaf' in tree) return leafJson(tree.leaf);
  if (tree.tag === ARRAY) return `[${tree.children.map(jsonOf).join(',')}]`;
  const members = tree.children.map((pair) => {
    const [name, value] = childrenOf(pair);
    return `${name === undefined ? '""' : jsonOf(name)}:${value === undefined ? '0' : jsonOf(value)}`;
  });
  return `{${members.join(',')}}`;
}

function leafJson(leaf: unknown): string {
  if (leaf instanceof Uint8Array) return JSON.stringify(Buffer.from(leaf).toString('base64url'));
  return typeof leaf === 'bigint' ? String(leaf) : JSON.stringify(leaf);
}

const CBOR: Notation = {
  read: (bytes) => unlessRefused(() => treeOf(decode(bytes))),
  write: (tree) => encode(cborOf(tree)),
};

const JSON_TEXT: Notation = {
  read: (bytes) => {
    if (![0x7b, 0x5b].includes(bytes[0] ?? 0)) return undefined;
    try {
      return treeOf(JSON.parse(Buffer.from(bytes).toString()));
    } catch {
      return undefined;
    }
  },
  write: (tree) => Buffer.from(jsonOf(tree)),
};

const DER_CONSTRUCTED = 0x20;

const DER: Notation = {
  read: (bytes) => (bytes[0] === 0x30 ? derAt(bytes)?.tree : undefined),
  write: derOf,
};

interface DerPart {
  readonly tree: Tree;
  readonly end: number;
}

function derAt(bytes: Uint8Array): DerPart | undefined {
  const [tag = 0, first = 0] = bytes;
  const octets = first < 0x80 ? 0 : first - 0x80;
  if (bytes.length < 2 || octets > 3) return undefined;
  const start = 2 + octets;
  const digits = octets === 0 ? [first] : [...bytes.subarray(2, start)];
  const end = start + digits.reduce((sum, byte) => sum * 256 + byte, 0);
  if (end > bytes.length) return undefined;
  const content = bytes.subarray(start, end);
  if ((tag & DER_CONSTRUCTED) === 0) return { tree: { tag, children: [{ leaf: content }] }, end };
  const children = derPartsOf(content);
  return children && { tree: { tag, children }, end };
}

function derPartsOf(content: Uint8Array): Tree[] | undefined {
  const parts: Tree[] = [];
  for (let at = 0; at < content.length;) {
    const part = derAt(content.subarray(at));
    if (part === undefined) return undefined;
    parts.push(part.tree);
    at += part.end;
  }
  return parts;
}

function derOf(tree: Tree): Uint8Array {
  if ('leaf' in tree) return tree.leaf instanceof Uint8Array ? tree.leaf : Uint8Array.of(5, 0);
  const content = Buffer.concat(tree.children.map(derOf));
  return Buffer.concat([Uint8Array.of(Number(tree.tag)), derLength(content.length), content]);
}

function derLength(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  if (length < 0x100) return Uint8Array.of(0x81, length);
  return Uint8Array.of(0x82, length >> 8, length & 0xff);
}

const NOTATIONS: readonly Notation[] = [JSON_TEXT, DER, CBOR];
