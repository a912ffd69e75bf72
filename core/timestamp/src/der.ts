/**
 * Reads DER (X.690, clause 10), strictly: definite lengths in their shortest form, low tag numbers, canonical BOOLEAN and INTEGER.
 * Every node keeps its exact bytes, because hashes and signatures in CMS and X.509 are over bytes as they stand. Libraries at hand
 * read BER and encode again; one value would then have many spellings. SET OF order is left to the signature over it.
 */

import { equal, rejection } from '@stele/base';

export interface DerNode {
  /** The identifier octet. */
  readonly tag: number;
  /** Identifier, length and content. */
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
  /** Of a constructed value; empty for a primitive one. */
  readonly children: readonly DerNode[];
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** Constructed, context-specific: [n] in the standards. */
  context: (n: number): number => 0xa0 | n,
  /** Primitive, context-specific: [n] IMPLICIT of a primitive type. */
  contextPrimitive: (n: number): number => 0x80 | n,
} as const;

const CONSTRUCTED = 0x20;
const UNIVERSAL_CONSTRUCTED: readonly number[] = [TAG.sequence, TAG.set];
const HIGH_TAG_NUMBER = 0x1f;
/** A certificate chain in a token is 12 deep. */
const DEPTH_MAX = 24;
const LENGTH_OCTETS_MAX = 3;

/** The one value that `bytes` hold. Rejects with DER_MALFORMED. */
export function readDer(bytes: Uint8Array): DerNode {
  const node = readNode(bytes, 0, 1);
  if (node.bytes.length !== bytes.length) throw malformed('bytes follow the value');
  return node;
}

function readNode(bytes: Uint8Array, at: number, depth: number): DerNode {
  if (depth > DEPTH_MAX) throw malformed('nested too deep');
  const tag = bytes[at];
  if (tag === undefined) throw malformed('cut short');
  if ((tag & HIGH_TAG_NUMBER) === HIGH_TAG_NUMBER || tag === 0) throw malformed('an unknown tag');
  const { length, start } = readLength(bytes, at + 1);
  const end = start + length;
  if (end > bytes.length) throw malformed('cut short');
  const content = bytes.subarray(start, end);
  checkPrimitive(tag, content);
  const children = (tag & CONSTRUCTED) === 0 ? [] : readChildren(content, depth);
  return { tag, bytes: bytes.subarray(at, end), content, children };
}

function readLength(
  bytes: Uint8Array,
  at: number,
): { readonly length: number; readonly start: number } {
  const first = bytes[at];
  if (first === undefined) throw malformed('cut short');
  if (first < 0x80) return { length: first, start: at + 1 };
  const count = first & 0x7f;
  if (count === 0 || count > LENGTH_OCTETS_MAX) throw malformed('an indefinite or huge length');
  if (at + 1 + count > bytes.length) throw malformed('cut short');
  const length = bytes.subarray(at + 1, at + 1 + count).reduce((sum, one) => sum * 256 + one, 0);
  const shortest = length >= 0x80 && length >= 256 ** (count - 1);
  if (!shortest) throw malformed('a length that is not in its shortest form');
  return { length, start: at + 1 + count };
}

function readChildren(content: Uint8Array, depth: number): readonly DerNode[] {
  const children: DerNode[] = [];
  for (let at = 0; at < content.length; at += children.at(-1)?.bytes.length ?? 0) {
    children.push(readNode(content, at, depth + 1));
  }
  return children;
}

/** What DER fixes about single types, as far as values of this package are concerned. */
function checkPrimitive(tag: number, content: Uint8Array): void {
  const universal = tag < 0x40;
  const constructed = (tag & CONSTRUCTED) !== 0;
  if (universal && constructed !== UNIVERSAL_CONSTRUCTED.includes(tag)) {
    throw malformed('a string in pieces, or a sequence that is primitive');
  }
  if (tag === TAG.boolean && !(content.length === 1 && [0, 0xff].includes(content[0] ?? 1))) {
    throw malformed('a BOOLEAN that is neither 00 nor FF');
  }
  if (tag === TAG.integer && !isShortestInteger(content)) {
    throw malformed('an INTEGER that is not in its shortest form');
  }
}

function isShortestInteger(content: Uint8Array): boolean {
  const [first, second] = content;
  if (first === undefined) return false;
  if (second === undefined) return true;
  return !(first === 0x00 && second < 0x80) && !(first === 0xff && second >= 0x80);
}

/** The node, if it is there and of the tag. Rejects with DER_MALFORMED. */
export function expect(node: DerNode | undefined, tag: number): DerNode {
  if (node?.tag !== tag) throw malformed('a value of another type than the structure has there');
  return node;
}

/** Children of a node of the tag. */
export function childrenOf(node: DerNode | undefined, tag: number): readonly DerNode[] {
  return expect(node, tag).children;
}

/** Dotted text of an OBJECT IDENTIFIER. */
export function oidOf(node: DerNode | undefined): string {
  const { content } = expect(node, TAG.oid);
  const arcs: number[] = [];
  let value = 0;
  let within = false;
  for (const octet of content) {
    if (!within && octet === 0x80) throw malformed('an OBJECT IDENTIFIER');
    value = value * 128 + (octet & 0x7f);
    if (!Number.isSafeInteger(value)) throw malformed('an OBJECT IDENTIFIER');
    within = octet >= 0x80;
    if (within) continue;
    arcs.push(value);
    value = 0;
  }
  const [first, ...rest] = arcs;
  if (within || first === undefined) throw malformed('an OBJECT IDENTIFIER');
  const root = Math.min(2, Math.floor(first / 40));
  return [root, first - 40 * root, ...rest].join('.');
}

/** An INTEGER that is small and not negative. */
export function smallInteger(node: DerNode | undefined): number {
  const { content } = expect(node, TAG.integer);
  if (content.length > 4 || (content[0] ?? 0) >= 0x80) throw malformed('an INTEGER out of range');
  return content.reduce((sum, one) => sum * 256 + one, 0);
}

/** The octets of a BIT STRING of whole octets. */
export function bitStringOf(node: DerNode | undefined): Uint8Array {
  const { content } = expect(node, TAG.bitString);
  if (content[0] !== 0) throw malformed('a BIT STRING that is not whole octets');
  return content.subarray(1);
}

/** Whether two nodes are the same bytes. */
export function same(one: DerNode, other: DerNode): boolean {
  return equal(one.bytes, other.bytes);
}

/** DER_MALFORMED: callers that know what the bytes should be turn it into their own code. */
export function malformed(what: string): Error {
  return rejection('DER_MALFORMED', `not DER as the structure demands: ${what}`);
}
