/** Written names and addresses: tiles, origins, verifier keys, policies. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromHex } from '@stele/base';
import { formatVerifierKey } from './note.ts';
import { cosignerName, originOf, parseOrigin } from './origin.ts';
import { formatPolicy } from './policy.ts';
import { portableCrypto } from './portable-crypto.ts';
import { parseTilePath, tilePath } from './tiles.ts';

void test('tile addresses are written as C2SP tlog-tiles shows', () => {
  const written = tilePath({ level: 0, n: 1_234_067, width: 256 });
  assert.equal(written, 'tile/0/x001/x234/067');
  assert.equal(tilePath({ level: 1, n: 0, width: 8 }), 'tile/1/000.p/8');
  assert.equal(tilePath({ level: 'entries', n: 999, width: 256 }), 'tile/entries/999');
});

void test('a tile has one address, and nothing else reads as one', (context) => {
  const level = fc.oneof(fc.nat(63), fc.constant('entries' as const));
  fc.assert(
    fc.property(level, fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (at, n, width) => {
      const address = { level: at, n, width };
      assert.deepEqual(parseTilePath(tilePath(address)), address);
    }),
    { numRuns: 500 },
  );
  const wrong = [
    'tile/0/0',
    'tile/0/0000',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/x000/000',
    'tile/0/001/002',
    'tile/0/x001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/0/000.p/',
    'tile/0/000/',
    '/tile/0/000',
    'tile/entries/../000',
    'tile/0/000.p/1 ',
    'tile/x/000',
    `tile/0/${'x999/'.repeat(7)}999`,
  ];
  for (const path of wrong) assert.equal(parseTilePath(path), undefined, path);
  context.diagnostic('cases: tile addresses 500');
});

void test('an origin names the chain and its lineage', () => {
  const fingerprint = fromHex('ab'.repeat(32));
  const prefix = 'ab'.repeat(16);
  assert.equal(originOf(fingerprint), `stele/${prefix}`);
  assert.deepEqual(parseOrigin(originOf(fingerprint, 12)), { prefix, lineage: 12 });
  assert.equal(
    cosignerName(originOf(fingerprint), 'bank', 'node-1'),
    `stele/${prefix}/bank/node-1`,
  );
  for (const text of [
    `stele/${prefix}/g0`,
    `stele/${prefix}/g01`,
    `stele/${prefix}/`,
    `Stele/${prefix}`,
    `stele/${'AB'.repeat(16)}`,
  ]) {
    assert.equal(parseOrigin(text), undefined, text);
  }
});

void test('a verifier key is written as C2SP signed-note says', () => {
  const key = formatVerifierKey(portableCrypto, {
    name: 'example.com/log',
    type: 1,
    key: fromHex('00'.repeat(32)),
  });
  assert.match(key, /^example\.com\/log\+[0-9a-f]{8}\+AQAAAA/);
});

void test('the quorum counts the lightest members, so that a count never says more than the weights', () => {
  const witness = (
    organisation: string,
  ): { organisation: string; node: string; verifierKey: string } => ({
    organisation,
    node: 'node-1',
    verifierKey: `${organisation}-key`,
  });
  const policy = (weights: readonly number[], threshold: number): string =>
    formatPolicy({
      logs: ['log-key'],
      witnesses: weights.map((_, i) => witness(`m${String(i)}`)),
      members: weights.map((weight, i) => ({ organisation: `m${String(i)}`, weight })),
      threshold,
    });
  assert.match(policy([1, 1, 1], 2), /^group quorum 2 m0 m1 m2$/m);
  assert.match(policy([5, 1, 1], 5), /^group quorum 3 m0 m1 m2$/m);
  assert.match(
    policy([1], 1),
    /^log log-key\nwitness m0\/node-1 m0-key\ngroup m0 any m0\/node-1\ngroup quorum 1 m0\nquorum quorum\n$/,
  );
  assert.match(policy([1, 1], 3), /^# .*\ngroup quorum all m0 m1$/m);
});
