// A key in a browser: what openssl writes is read, a seal opens by its passphrase alone, and signatures are those of the native library.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { isCoded, toHex, utf8 } from '@stele/base';
import { portableCrypto, verifySignature } from '@stele/protocol';
import { generateSigner, signerFromSeed } from '@stele/protocol/node';
import fc from 'fast-check';

import { keyPairOf, signerOf } from './browser-signer.ts';
import { pemFromSeed, seedFromPem } from './pem.ts';
import { browserRandom, openSealed, sealKey, type SealedKey } from './sealed-key.ts';

const PASSPHRASE = '正确的马 battery staple';

void test('a key of the command line is the same key here, and back', () => {
  const { pem, signer } = generateSigner();
  const pair = keyPairOf(seedFromPem(pem));
  assert.deepEqual(pair.publicKey, signer.publicKey);
  assert.equal(pemFromSeed(pair.seed), pem);
  const message = utf8('sign this');
  assert.deepEqual(signerOf(pair).sign(message), signer.sign(message));
});

void test('signatures are deterministic, native and valid', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uint8Array({ maxLength: 64 }),
      (seed, message) => {
        const signer = signerOf(keyPairOf(seed));
        const signature = signer.sign(message);
        assert.equal(toHex(signature), toHex(signerFromSeed(seed).sign(message)));
        const signed = { algorithm: signer.algorithm, key: signer.publicKey, signature };
        assert.ok(verifySignature(portableCrypto, signed, message));
      },
    ),
    { numRuns: 30 },
  );
});

void test('texts that are no such key are refused without saying what they hold', () => {
  const { pem: p256 } = generateSigner(2);
  for (const text of ['', 'secret words', p256, pemFromSeed(new Uint8Array(31)), 'MC4CAQAw']) {
    assert.throws(
      () => seedFromPem(text),
      (error) => isCoded(error, 'KEY_UNREADABLE') && !error.message.includes('secret'),
    );
  }
});

async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return '';
  } catch (error) {
    assert.ok(isCoded(error));
    return error.code;
  }
}

void test('a seal opens by its passphrase, and by nothing else', async () => {
  const pair = keyPairOf(browserRandom(32));
  assert.equal(await refusal(sealKey(pair, 'short')), 'PASSPHRASE_SHORT');
  const sealed = await sealKey(pair, PASSPHRASE);
  assert.deepEqual(await openSealed(sealed, PASSPHRASE), pair.seed);
  assert.deepEqual(await openSealed(sealed, PASSPHRASE.normalize('NFKD')), pair.seed);
  assert.equal(await refusal(openSealed(sealed, `${PASSPHRASE}!`)), 'PASSPHRASE_WRONG');
  const other = keyPairOf(browserRandom(32)).publicKey;
  const spoiled: readonly SealedKey[] = [
    { ...sealed, publicKey: other },
    { ...sealed, sealed: sealed.sealed.with(0, (sealed.sealed[0] ?? 0) ^ 1) },
    { ...sealed, nonce: sealed.nonce.with(0, (sealed.nonce[0] ?? 0) ^ 1) },
  ];
  for (const one of spoiled) {
    assert.equal(await refusal(openSealed(one, PASSPHRASE)), 'PASSPHRASE_WRONG');
  }
  const again = await sealKey(pair, PASSPHRASE);
  assert.notEqual(toHex(again.sealed), toHex(sealed.sealed), 'no two seals are alike');
});
