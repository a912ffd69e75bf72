/** Vectors of trees, payloads, proof texts and live bits, computed here by the naive definitions. */

import { concat, toHex, utf8 } from '@stele/base';
import {
  checkpointText,
  encode,
  formatNote,
  formatProof,
  type Payload,
  payloadRootOf,
  payloadToCbor,
} from '@stele/protocol';
import { logLine } from './made-receipt.ts';
import { organisation, seeded, suite } from './world.ts';

/** RFC 6962 §2.1, as written there. */
export function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [only] = leaves;
  if (only === undefined) return suite.H(new Uint8Array(0));
  if (leaves.length === 1) return suite.H(concat(Uint8Array.of(0), only));
  const k = splitOf(leaves.length);
  return suite.H(
    concat(Uint8Array.of(1), naiveRoot(leaves.slice(0, k)), naiveRoot(leaves.slice(k))),
  );
}

function splitOf(size: number): number {
  return 2 ** Math.floor(Math.log2(size - 1));
}

/** RFC 6962 §2.1.1: PATH(m, D[n]). */
export function naivePath(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = splitOf(leaves.length);
  return index < k
    ? [...naivePath(index, leaves.slice(0, k)), naiveRoot(leaves.slice(k))]
    : [...naivePath(index - k, leaves.slice(k)), naiveRoot(leaves.slice(0, k))];
}

/** RFC 6962 §2.1.2: PROOF(m, D[n]). */
export function naiveConsistency(oldSize: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  return subproof(oldSize, leaves, true);
}

function subproof(m: number, leaves: readonly Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === leaves.length) return whole ? [] : [naiveRoot(leaves)];
  const k = splitOf(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), whole), naiveRoot(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), naiveRoot(leaves.slice(0, k))];
}

const hexAll = (list: readonly Uint8Array[]): string[] => list.map((bytes) => toHex(bytes));

const SIZES = [0, 1, 2, 3, 4, 5, 7, 8, 9, 16, 17, 31, 33];

export function trees(): object {
  const valid = SIZES.map((size) => {
    const leaves = Array.from({ length: size }, (_, i) => seeded(`leaf/${String(i)}`, i % 5));
    return {
      name: `${String(size)} leaves`,
      leaves: hexAll(leaves),
      root: toHex(naiveRoot(leaves)),
      inclusion: leaves.map((_, index) => ({ index, path: hexAll(naivePath(index, leaves)) })),
      consistency: leaves.map((_, i) => ({
        oldSize: i + 1,
        path: hexAll(naiveConsistency(i + 1, leaves)),
      })),
    };
  });
  return { kind: 'tree', spec: 'encoding.md#trees', valid, invalid: brokenProofs() };
}

function brokenProofs(): object[] {
  const leaves = Array.from({ length: 7 }, (_, i) => utf8(`leaf ${String(i)}`));
  const hash = (leaf: Uint8Array): string => toHex(suite.H(concat(Uint8Array.of(0), leaf)));
  const path = hexAll(naivePath(3, leaves));
  const inclusion = {
    what: 'inclusion',
    index: 3,
    size: 7,
    leafHash: hash(leaves[3] ?? utf8('')),
    path,
    root: toHex(naiveRoot(leaves)),
  };
  const old = leaves.slice(0, 5);
  const consistency = {
    what: 'consistency',
    oldSize: 5,
    newSize: 7,
    oldRoot: toHex(naiveRoot(old)),
    newRoot: toHex(naiveRoot(leaves)),
    path: hexAll(naiveConsistency(5, leaves)),
  };
  const zero = '0'.repeat(64);
  return [
    { name: 'index of another leaf', ...inclusion, index: 2 },
    { name: 'index outside the tree', ...inclusion, index: 7 },
    { name: 'another size', ...inclusion, size: 9 },
    { name: 'path too short', ...inclusion, path: path.slice(1) },
    { name: 'path too long', ...inclusion, path: [...path, zero] },
    { name: 'path in reverse', ...inclusion, path: path.toReversed() },
    { name: 'another leaf', ...inclusion, leafHash: zero },
    { name: 'another root', ...inclusion, root: zero },
    { name: 'old root another', ...consistency, oldRoot: zero },
    { name: 'new root another', ...consistency, newRoot: zero },
    { name: 'consistency path too short', ...consistency, path: consistency.path.slice(1) },
    { name: 'consistency path too long', ...consistency, path: [...consistency.path, zero] },
    { name: 'no consistency path', ...consistency, path: [] },
    { name: 'old larger than new', ...consistency, oldSize: 8 },
    { name: 'sizes equal, roots not', ...consistency, oldSize: 7, path: [] },
  ];
}

export function payloads(): object {
  const items: Payload = { kind: 'items', items: ['a', 'bb', 'ccc'].map((text) => utf8(text)) };
  const blob: Payload = { kind: 'blob', bytes: seeded('blob', 150_000) };
  const example = (
    name: string,
    payload: Payload,
  ): { name: string; payload: string; root: string } => {
    const { root, count, bytes, kind } = payloadRootOf(suite, payload);
    return {
      name,
      payload: toHex(encode(payloadToCbor(payload))),
      root: toHex(encode([root, count, bytes, kind === 'items' ? 0 : 1])),
    };
  };
  const good = example('three items', items);
  const rootOf3 = payloadRootOf(suite, items);
  const wrong = (name: string, changes: Partial<typeof rootOf3>): object => {
    const { root, count, bytes, kind } = { ...rootOf3, ...changes };
    const encoded = encode([root, count, bytes, kind === 'items' ? 0 : 1]);
    return { ...good, name, root: toHex(encoded), code: 'PAYLOAD_MISMATCH' };
  };
  return {
    kind: 'payload',
    spec: 'transaction.md#payloads',
    valid: [
      good,
      example('one item', { kind: 'items', items: [utf8('x')] }),
      example('a blob of three pieces', blob),
    ],
    invalid: [
      wrong('another root', { root: seeded('root') }),
      wrong('another count', { count: 4 }),
      wrong('another number of bytes', { bytes: 7 }),
      wrong('another kind', { kind: 'blob' }),
    ],
  };
}

export function proofs(): object {
  const own = organisation('operator');
  const origin = 'stele/0123456789abcdef0123456789abcdef';
  const text = checkpointText({ origin, size: 12, root: seeded('root') });
  const checkpoint = formatNote({ text, lines: [logLine(own, origin, text)] });
  const good = formatProof({ index: 3, path: [seeded('a'), seeded('b')], checkpoint });
  const code = 'PROOF_MALFORMED';
  const broken = (name: string, from: string | RegExp, to: string): object => ({
    name,
    text: good.replace(from, to),
    code,
  });
  return {
    kind: 'proof',
    spec: 'log.md#proof-text-c2sp-tlog-proof',
    valid: [
      { name: 'two hashes', text: good, origin, size: 12, index: 3 },
      {
        name: 'no hashes',
        text: formatProof({ index: 0, path: [], checkpoint }),
        origin,
        size: 12,
        index: 0,
      },
      {
        name: 'with extra data',
        text: formatProof({ extra: utf8('more'), index: 3, path: [], checkpoint }),
        origin,
        size: 12,
        index: 3,
      },
    ],
    invalid: [
      broken('another first line', 'tlog-proof@v1', 'tlog-proof@v2'),
      broken('no index', 'index 3\n', ''),
      broken('index with a leading zero', 'index 3', 'index 03'),
      broken('index with a sign', 'index 3', 'index +3'),
      broken('index of 2^53', 'index 3', 'index 9007199254740992'),
      broken('index without a number', 'index 3', 'index '),
      broken('extra that is no base64', 'index 3', 'extra ???\nindex 3'),
      broken('extra after index', 'index 3', 'index 3\nextra AA=='),
      broken('carriage returns', 'index 3\n', 'index 3\r\n'),
      broken('a hash of 31 bytes', /index 3\n.*\n/, `index 3\n${'A'.repeat(42)}==\n`),
      broken('a hash without padding', '=\n', '\n'),
      broken('a hash with bits after its end', /index 3\n.*\n/, `index 3\n${'A'.repeat(42)}B=\n`),
      broken('a size with a leading zero', '\n12\n', '\n012\n'),
      broken('a root of 31 bytes', /\n12\n.*\n/, `\n12\n${'A'.repeat(42)}==\n`),
      broken('an extension line', /(\n12\n.*\n)/, '$1more\n'),
      broken('no signature', /\n\u2014.*\n$/u, '\n'),
      broken('a signature line with a hyphen', '\u2014 ', '- '),
      broken('a name with a plus sign', '\u2014 stele', '\u2014 ste+le'),
      broken('a signature of three bytes', /(\u2014 \S+ ).*\n$/u, '$1AAAA\n'),
      broken('a control character', 'index 3', 'index 3\u0007'),
      broken('a character beyond ASCII', '\nstele/0', '\nst\u00e9le/0'),
      broken('an empty origin', /\n\nstele.*\n/, '\n\n\n'),
      broken('257 signature lines', /(\u2014.*\n)$/u, '$1'.repeat(257)),
      broken('no newline at the end', /\n$/, ''),
      broken('a line after the end', /$/, '\nmore\n'),
      broken('64 hashes', 'index 3\n', `index 3\n${`${'A'.repeat(43)}=\n`.repeat(62)}`),
      { name: 'nothing', text: '', code },
    ],
  };
}

type Operation = readonly ['put' | 'delete' | 'event', string];

/** spec/block.md, "Live bits": recomputed from the definition at the end of the list. */
export function naiveLiveRoot(operations: readonly Operation[]): Uint8Array {
  const live = operations.map(([kind, key], i) => {
    const overwritten = operations
      .slice(i + 1)
      .some((later) => later[0] !== 'event' && later[1] === key);
    return kind === 'put' && !overwritten;
  });
  const chunks = Array.from(
    { length: Math.ceil(operations.length / 2048) },
    () => new Uint8Array(256),
  );
  live.forEach((bit, i) => {
    const chunk = chunks[Math.floor(i / 2048)];
    if (bit && chunk) chunk[(i % 2048) >> 3] = (chunk[(i % 2048) >> 3] ?? 0) | (1 << (i & 7));
  });
  return naiveRoot(chunks);
}

export function liveBits(): object {
  const many = Array.from({ length: 5000 }, (_, i): Operation => ['put', `k${String(i % 4999)}`]);
  const cases: Readonly<Record<string, readonly Operation[]>> = {
    'no effects': [],
    'one put': [['put', 'a']],
    'one event': [['event', 'a']],
    'a key written twice': [
      ['put', 'a'],
      ['put', 'a'],
    ],
    'a key deleted': [
      ['put', 'a'],
      ['put', 'b'],
      ['delete', 'a'],
    ],
    'a key written again after its delete': [
      ['put', 'a'],
      ['delete', 'a'],
      ['put', 'a'],
    ],
    'an event with the name of a key': [
      ['put', 'a'],
      ['event', 'a'],
    ],
    'nine puts': Array.from({ length: 9 }, (_, i): Operation => ['put', String(i)]),
    '2048 puts': Array.from({ length: 2048 }, (_, i): Operation => ['put', String(i)]),
    '2049 puts': Array.from({ length: 2049 }, (_, i): Operation => ['put', String(i)]),
    '5000 puts, the first key again at the end': many,
  };
  return {
    kind: 'live',
    spec: 'block.md#live-bits',
    valid: Object.entries(cases).map(([name, operations]) => ({
      name,
      operations,
      root: toHex(naiveLiveRoot(operations)),
    })),
    invalid: [],
  };
}
