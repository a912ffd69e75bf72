/** Every step, code and fact that a verification can answer with has its words, in both languages. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { makeReceipt } from '@stele/certificate/test';
import { verifyReceipt } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { proofEnUs } from './proof.en-us.ts';
import { proofZhCn } from './proof.zh-cn.ts';

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

function assertSaid(keys: readonly string[]): void {
  for (const catalogue of [proofEnUs, proofZhCn]) {
    assert.deepEqual(
      keys.filter((key) => !(key in catalogue)),
      [],
    );
  }
}

/** Codes that the specification of receipts names, in backticks. */
function specifiedCodes(): readonly string[] {
  const named = [...read('spec/receipt.md').matchAll(/`([A-Z]{2,}(?:_[A-Z]+)+)`/g)];
  return [...new Set(named.map(([, code = '']) => code))];
}

/** Codes that receipts of the test vectors fail with. */
function vectorCodes(): readonly string[] {
  const codes = ['receipt', 'timestamp'].flatMap((kind) => {
    const { invalid } = JSON.parse(read(`spec/vectors/${kind}.json`)) as {
      readonly invalid: readonly { readonly code: string }[];
    };
    return invalid.map(({ code }) => code);
  });
  return [...new Set(codes)];
}

test('every code of the specification and of its vectors', () => {
  const codes = [...specifiedCodes(), ...vectorCodes()];
  assert.ok(codes.length > 40, 'codes were found');
  assertSaid(codes.map((code) => `proof.finding.${code}`));
});

test('every step, every part, every fact', () => {
  const verdict = verifyReceipt(makeReceipt(), { crypto: nodeCrypto, trusted: [] });
  const steps = verdict.steps.map(({ name }) => name);
  assertSaid(
    steps.flatMap((name) => [`proof.step.${name}`, `proof.pass.${name}`, `proof.means.${name}`]),
  );
  assertSaid(Object.keys(verdict.parts).map((part) => `proof.part.${part}`));
  const source = read('core/protocol/src/verify-receipt/summary.ts');
  const [, facts = ''] = /export type ProvenFact =([\s\S]*?)export interface/.exec(source) ?? [];
  const named = [...facts.matchAll(/'([a-z-]+)'/g)].map(([, fact = '']) => `proof.fact.${fact}`);
  assert.equal(named.length, 9);
  assertSaid(named);
});

test('every reason why something could not be taken', () => {
  const codes = ['FILE_UNREADABLE', 'FILE_CHANGED', 'RECEIPT_TOO_LARGE', 'TOO_MANY', 'INTERNAL'];
  assertSaid(codes.map((code) => `proof.trouble.${code}`));
});
