import assert from 'node:assert/strict';
import { test } from 'node:test';

import { utf8 } from '../text.ts';
import { crc32c } from './crc-32c.ts';

test('CRC-32C of RFC 3720, appendix B.4, and of the usual check string', () => {
  const counted = Uint8Array.from({ length: 32 }, (_, i) => i);
  const cases: readonly (readonly [Uint8Array, number])[] = [
    [new Uint8Array(32), 0x8a9136aa],
    [new Uint8Array(32).fill(0xff), 0x62a8ab43],
    [counted, 0x46dd794e],
    [counted.toReversed(), 0x113fdb5c],
    [utf8('123456789'), 0xe3069283],
    [new Uint8Array(0), 0],
  ];
  for (const [bytes, crc] of cases) assert.equal(crc32c(bytes, 0, bytes.length), crc);
});
