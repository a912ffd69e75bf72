// A code on a page is read back by a foreign reader as what it says.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import jsqr from 'jsqr';

import { type QrPath, qrPath } from './qr-path.ts';

const PIXELS_PER_UNIT = 4;
const SQUARE = /M(\d+) (\d+)h1v1h-1z/g;

/** As a camera sees it: dark squares on white, RGBA. */
function drawn({ path, size }: QrPath): Uint8ClampedArray {
  const side = size * PIXELS_PER_UNIT;
  const pixels = new Uint8ClampedArray(4 * side * side).fill(255);
  for (const [, x = '', y = ''] of path.matchAll(SQUARE)) {
    for (let i = 0; i < PIXELS_PER_UNIT ** 2; i++) {
      const column = Number(x) * PIXELS_PER_UNIT + (i % PIXELS_PER_UNIT);
      const row = Number(y) * PIXELS_PER_UNIT + Math.floor(i / PIXELS_PER_UNIT);
      pixels.fill(0, 4 * (row * side + column), 4 * (row * side + column) + 3);
    }
  }
  return pixels;
}

void test('an account is read back from its code', () => {
  for (const account of [`acc_${'0'.repeat(32)}`, `acc_${'9f3c'.repeat(8)}`]) {
    const code = qrPath(account);
    const side = code.size * PIXELS_PER_UNIT;
    const read = jsqr(drawn(code), side, side);
    assert.equal(read?.data, account);
  }
});
