/**
 * Writes spec/vectors/chains, and spec/vectors/*.json, all but the two files that are written by hand or by spec/vectors' own Python script. The same on
 * every run: `vectors.test.ts` fails when what it writes is not what is checked in.
 *
 *     npm run vectors
 */

import { writeFileSync } from 'node:fs';
import { toBase64, toHex } from '@stele/base';
import { decodeTransaction, transactionId } from '@stele/protocol';
import { writeGoldenChains } from './chains/chain-files.ts';
import { type ReceiptCase, receiptCases } from './receipts.ts';
import { FINGERPRINT, STRUCTURES, type Structure } from './structures.ts';
import { timestampCases } from './timestamps.ts';
import { liveBits, payloads, proofs, trees } from './trees.ts';
import { suite } from './world.ts';

export const VECTORS_FOLDER = new URL('../../spec/vectors/', import.meta.url);

/** What an example of a kind must come to, beside being accepted. */
const DERIVED: Readonly<Record<string, (bytes: Uint8Array) => object>> = {
  transaction: (bytes) => ({
    fingerprint: toHex(FINGERPRINT),
    id: toHex(transactionId(suite, FINGERPRINT, decodeTransaction(bytes).body)),
  }),
  charter: (bytes) => ({ fingerprint: toHex(suite.H(bytes)) }),
};

function structureFile({ kind, spec, valid, invalid }: Structure): object {
  const derive = DERIVED[kind] ?? ((): object => ({}));
  return {
    kind,
    spec,
    valid: valid.map(({ name, bytes }) => ({ name, bytes: toHex(bytes), ...derive(bytes) })),
    invalid: invalid.map(({ name, bytes, code }) => ({ name, bytes: toHex(bytes), code })),
  };
}

function receiptFile(spec: string, all: readonly ReceiptCase[]): object {
  const cases = all.map((one) => ({
    name: one.name,
    receipt: toBase64(one.receipt),
    ...(one.file && { file: toHex(one.file) }),
    trusted: one.trusted.map((fingerprint) => toHex(fingerprint)),
    ...(one.authorities && { authorities: one.authorities.map((bytes) => toHex(bytes)) }),
    ...(one.timestamps !== undefined && { timestamps: one.timestamps }),
    verdict: one.verdict,
    exit: { valid: 0, invalid: 1, incomplete: 4 }[one.verdict],
    ...(one.step !== undefined && { step: one.step, code: one.code }),
  }));
  return {
    kind: 'receipt',
    spec,
    valid: cases.filter(({ verdict }) => verdict !== 'invalid'),
    invalid: cases.filter(({ verdict }) => verdict === 'invalid'),
  };
}

/** File name → its text. */
export function vectorFiles(): ReadonlyMap<string, string> {
  const contents: readonly (readonly [string, object])[] = [
    ...STRUCTURES.map((structure) => [structure.kind, structureFile(structure)] as const),
    ['tree', trees()],
    ['payload', payloads()],
    ['proof', proofs()],
    ['live', liveBits()],
    ['receipt', receiptFile('receipt.md#verification', receiptCases())],
    ['timestamp', receiptFile('receipt.md#timestamps', timestampCases())],
  ];
  return new Map(contents.map(([name, content]) => [`${name}.json`, textOf(content)]));
}

/** One case a line, so that a change shows as the cases it changes. */
function textOf(content: object): string {
  const { kind, spec, valid, invalid } = content as Record<string, readonly object[]>;
  const lines = (cases: readonly object[] | undefined): string =>
    (cases ?? []).map((one) => `\n    ${JSON.stringify(one)}`).join(',');
  return `{
  "kind": ${JSON.stringify(kind)},
  "spec": ${JSON.stringify(spec)},
  "valid": [${lines(valid)}
  ],
  "invalid": [${lines(invalid)}
  ]
}
`;
}

if (import.meta.main) {
  for (const [name, text] of vectorFiles()) writeFileSync(new URL(name, VECTORS_FOLDER), text);
  writeGoldenChains();
}
