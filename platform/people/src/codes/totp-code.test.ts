import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Secret } from 'otpauth';
import { codeStep, newCodeSecret } from './totp-code.ts';

/** RFC 6238 appendix B, SHA-1: eight digits there, the last six of them here. */
const VECTORS: readonly (readonly [seconds: number, code: string])[] = [
  [59, '94287082'],
  [1_111_111_109, '07081804'],
  [1_111_111_111, '14050471'],
  [1_234_567_890, '89005924'],
  [2_000_000_000, '69279037'],
  [20_000_000_000, '65353130'],
];
const secret = Secret.fromLatin1('12345678901234567890').base32;
const fresh = { secret, lastStep: -1 };

void test('RFC 6238 appendix B', () => {
  for (const [seconds, code] of VECTORS) {
    const step = codeStep(fresh, code.slice(2), seconds * 1_000);
    assert.equal(step, Math.floor(seconds / 30), String(seconds));
  }
});

void test('a step aside is taken, two are not', () => {
  const code = '005924';
  const atMs = 1_234_567_890_000;
  const step = atMs / 30_000;
  for (const [shiftMs, isTaken] of [
    [0, true],
    [30_000, true],
    [59_999, true],
    [60_000, false],
    [-1, true],
    [-30_000, true],
    [-30_001, false],
  ] as const) {
    const found = codeStep(fresh, code, atMs + shiftMs);
    assert.equal(found, isTaken ? step : undefined, String(shiftMs));
  }
});

void test('a step that was used, and all before it, are over', () => {
  const atMs = 59_000;
  assert.equal(codeStep({ secret, lastStep: 0 }, '287082', atMs), 1);
  assert.equal(codeStep({ secret, lastStep: 1 }, '287082', atMs), undefined);
  assert.equal(codeStep({ secret, lastStep: 2 }, '287082', atMs), undefined);
});

void test('a secret has 160 bits', () => {
  const made = newCodeSecret({ bytes: (count) => new Uint8Array(count).fill(7) });
  assert.equal(Secret.fromBase32(made).bytes.length, 20);
  assert.equal(made, 'A4DQOBYHA4DQOBYHA4DQOBYHA4DQOBYH');
});
