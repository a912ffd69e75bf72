/**
 * A golden chain as files: those of a data folder that are truth and no secret (spec/disk.md), what must come of each block, and
 * receipts. `node e2e/vectors/chains/chain-files.ts`, or `npm run vectors`, writes them.
 */

import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { concat, toHex, utf8 } from '@stele/base';
import {
  decode,
  decodeEntry,
  encode,
  encodeSetup,
  payloadToCbor,
  receiptToJson,
} from '@stele/protocol';
import type { GoldenChain } from './golden-chain.ts';
import { twoThenThree } from './asset-history.ts';
import { FIRST_RECORD, oneThenTwo, oneThenUnknown, underOne } from './histories.ts';

export const CHAINS_FOLDER = fileURLToPath(
  new URL('../../../spec/vectors/chains/', import.meta.url),
);

/** What chain.json says of a block. */
export interface ExpectedBlock {
  readonly height: number;
  readonly rules: number;
  readonly size: number;
  readonly root: string;
  readonly outcomes: readonly string[];
}

/** What was handed in for a block, and why it left nothing there. */
export interface ExpectedVoid {
  readonly height: number;
  readonly behind: number;
  readonly tx: string;
  readonly code: string;
}

export interface ExpectedChain {
  readonly fingerprint: string;
  readonly blocks: readonly ExpectedBlock[];
  readonly void: readonly ExpectedVoid[];
  /** The rules number of the block after the last. */
  readonly nextRules: number;
}

/** Path below the chain's folder → bytes; of the first `count` blocks. */
export function chainFiles(
  chain: GoldenChain,
  count = chain.blocks.length,
): ReadonlyMap<string, Uint8Array> {
  const blocks = chain.blocks.slice(0, count);
  const { bytes, signature } = chain.statement;
  return new Map([
    ['FORMAT', utf8('stele-data 3\n')],
    ['genesis', chain.genesis],
    ['setup', encodeSetup(chain.setup)],
    ['statement', encode([bytes, decode(signature)])],
    ['log/000000.entries', concat(...blocks.flatMap(({ entries }) => entries.map(framedEntry)))],
    ['payload/000000', concat(...blocks.flatMap(({ payloads }) => payloads.map(framedPayloads)))],
    ['checkpoint', utf8(chain.checkpointAt(count - 1))],
  ]);
}

function framedEntry(entry: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(entry.length >> 8, entry.length & 255), entry);
}

function framedPayloads({ index, payloads }: GoldenChain['blocks'][0]['payloads'][0]): Uint8Array {
  const content = encode([index, payloads.map((payload) => payloadToCbor(payload))]);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, content.length);
  return concat(length, content);
}

/** What chain.json holds. */
export function expectedOf(chain: GoldenChain): ExpectedChain {
  return {
    fingerprint: toHex(chain.identity.fingerprint),
    blocks: chain.blocks.map(({ header: { height, rules }, size, root, entries }) => ({
      height,
      rules,
      size,
      root: toHex(root),
      outcomes: outcomesOf(entries),
    })),
    void: chain.voids.map((one) => ({ ...one, tx: toHex(one.tx) })),
    nextRules: chain.kernel.tip.rules,
  };
}

/** The codes of a block's entries but the header. */
export function outcomesOf(entries: readonly Uint8Array[]): readonly string[] {
  return entries.flatMap((bytes) => {
    const entry = decodeEntry(bytes);
    return entry.kind === 'header' ? [] : [entry.outcome.code];
  });
}

/** The first record's receipt, as it was given after its own block, and as it is given at the end; each for ever good. */
function receiptFiles(chain: GoldenChain): readonly (readonly [string, Uint8Array])[] {
  const { height, item } = FIRST_RECORD;
  const index = chain.blocks[height]?.header.firstIndex ?? assert.fail();
  const own = { call: 0, index: 0, bytes: item, path: new Uint8Array(0) };
  const at = (name: string, end: number): readonly [string, Uint8Array] => {
    const receipt = chain.receipt(index, end, own);
    return [`receipts/${name}.json`, utf8(receiptToJson(receipt))];
  };
  return [at('first-at-once', height), at('first-at-the-end', chain.blocks.length - 1)];
}

function textOf({ fingerprint, blocks, void: voids, nextRules }: ExpectedChain): string {
  const lines = (all: readonly object[]): string =>
    all.map((one) => `\n    ${JSON.stringify(one)}`).join(',');
  return `{
  "fingerprint": ${JSON.stringify(fingerprint)},
  "blocks": [${lines(blocks)}
  ],
  "void": [${lines(voids)}
  ],
  "nextRules": ${String(nextRules)}
}
`;
}

export const HISTORIES = [underOne, oneThenTwo, oneThenUnknown, twoThenThree] as const;

/** All files of all chains, by their path below spec/vectors/chains. */
export function goldenFiles(): ReadonlyMap<string, Uint8Array> {
  const all = HISTORIES.flatMap((history) => {
    const chain = history();
    const expected = ['chain.json', utf8(textOf(expectedOf(chain)))] as const;
    const files = [...chainFiles(chain), expected, ...receiptFiles(chain)];
    return files.map(([path, bytes]) => [`${chain.name}/${path}`, bytes] as const);
  });
  return new Map(all);
}

export function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}

/** Writes spec/vectors/chains anew. */
export function writeGoldenChains(): void {
  for (const path of goldenFiles().keys()) rmSync(join(CHAINS_FOLDER, path), { force: true });
  writeFiles(CHAINS_FOLDER, goldenFiles());
}

if (import.meta.main) writeGoldenChains();
