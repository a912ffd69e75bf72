import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCoded, toHex } from '@stele/base';
import { HASHING_MAX, HASHING_WAITING_MAX } from '../limits.ts';
import { hashingGate } from './hashing-gate.ts';
import { hashPassword, isPasswordOf, PASSWORD_COST, unknownPassword } from './password-hash.ts';

const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };
const cheap = { cost: 16, blockSize: 8, parallelization: 1 };

void test('a hash knows its password, and carries what it cost', async () => {
  const kept = await hashPassword('correct horse battery', cheap, random);
  assert.deepEqual([kept.cost, kept.blockSize, kept.parallelization], [16, 8, 1]);
  assert.ok(await isPasswordOf(kept, 'correct horse battery'));
  assert.ok(!(await isPasswordOf(kept, 'correct horse batterz')));
  const again = await hashPassword('correct horse battery', cheap, random);
  assert.notEqual(again.hash, kept.hash, 'each has its own salt');
});

void test('RFC 7914 §12, the vector of this shape', async () => {
  const salt = Buffer.from('NaCl').toString('base64url');
  const expected = 'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162';
  const kept = {
    ...{ cost: 1_024, blockSize: 8, parallelization: 16, salt },
    hash: Buffer.from(expected, 'hex').toString('base64url'),
  };
  assert.ok(await isPasswordOf(kept, 'password'));
  assert.equal(toHex(Buffer.from(kept.hash, 'base64url')), expected);
});

void test('a name of nobody takes as long as a wrong password', async () => {
  const kept = await hashPassword('correct horse battery', PASSWORD_COST, random);
  const nobody = unknownPassword(PASSWORD_COST, random);
  const timed = async (given: typeof kept): Promise<number> => {
    const startedMs = performance.now();
    assert.ok(!(await isPasswordOf(given, 'wrong')));
    return performance.now() - startedMs;
  };
  const median = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[2] ?? NaN;
  const [known, unknown]: [number[], number[]] = [[], []];
  for (let i = 0; i < 5; i++) {
    known.push(await timed(kept));
    unknown.push(await timed(nobody));
  }
  const ratio = median(unknown) / median(known);
  assert.ok(ratio > 0.2 && ratio < 5, `ratio ${String(ratio)}`);
});

void test('so much is hashed at once, so many wait, the rest are told', async () => {
  const gate = hashingGate();
  let running = 0;
  let most = 0;
  const ends: (() => void)[] = [];
  const work = async (): Promise<void> => {
    most = Math.max(most, ++running);
    await new Promise<void>((resolve) => ends.push(resolve));
    running--;
  };
  const count = HASHING_MAX + HASHING_WAITING_MAX;
  const all = Array.from({ length: count }, () => gate(work));
  await assert.rejects(gate(work), (error) => isCoded(error, 'SIGN_IN_BUSY'));
  for (let done = 0; done < count; done++) {
    while (ends.length === 0) await new Promise(setImmediate);
    ends.shift()?.();
  }
  await Promise.all(all);
  assert.equal(most, HASHING_MAX);
  const failing = gate(() => Promise.reject(new TypeError('x')));
  await assert.rejects(failing, TypeError);
  assert.equal(await gate(() => Promise.resolve(7)), 7, 'a failure leaves its place');
});
