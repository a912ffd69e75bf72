/** However bytes are cut into pieces, their digest is OpenSSL's of the whole. */

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { toHex } from '@stele/base';
import fc from 'fast-check';
import { runningDigest } from './running-digest.ts';

const NAMES = { 1: 'sha256', 2: 'sm3', 3: 'sha512' } as const;
const RUNS = process.env['STELE_TEST_DEEP'] === '1' ? 20_000 : 400;

for (const algorithm of [1, 2, 3] as const) {
  test(`${NAMES[algorithm]} in pieces`, (context) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 8 }), (pieces) => {
        const running = runningDigest(algorithm);
        const native = createHash(NAMES[algorithm]);
        for (const piece of pieces) {
          running.update(piece);
          native.update(piece);
        }
        assert.equal(toHex(running.digest()), native.digest('hex'));
      }),
      { numRuns: RUNS },
    );
    context.diagnostic(`cases: ${NAMES[algorithm]} in pieces ${String(RUNS)}`);
  });

  test(`${NAMES[algorithm]}: a digest that was taken grows no more`, () => {
    const running = runningDigest(algorithm);
    running.digest();
    assert.throws(() => {
      running.update(Uint8Array.of(1));
    });
  });
}
