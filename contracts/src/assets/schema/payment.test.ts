/** How a payment may name its class and its outputs. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '@stele/base';
import { portableCrypto } from '@stele/protocol';

import { classId } from '../ids.ts';
import { paymentByIds } from './payment.ts';

const SHA_256 = 1;
const sha256 = (bytes: Uint8Array): Uint8Array => portableCrypto.hash(SHA_256, bytes);
const KEY = '00000000000000010002';

void test('a class by its name and outputs by their ids are what the schema takes', () => {
  const points = toHex(classId(sha256, 'acme', 'points'));
  for (const name of ['acme/points', 'acme~points', points]) {
    assert.deepEqual(paymentByIds(sha256, { class: name }), { class: points });
  }
  assert.deepEqual(paymentByIds(sha256, { inputs: [`out_${KEY}`, KEY] }), { inputs: [KEY, KEY] });
});

void test('what names nothing is left for the schema to refuse', () => {
  for (const left of [
    {},
    { class: null },
    { class: 7 },
    { class: 'Acme/points' },
    { inputs: null },
    { inputs: {} },
    { inputs: ['', 'out_', `out_${KEY}0`, `OUT_${KEY}`, `out_${KEY.slice(1)}F`, null, [KEY]] },
    { amount: '1', unknown: ['out_'] },
  ]) {
    assert.deepEqual(paymentByIds(sha256, left), left);
  }
});
