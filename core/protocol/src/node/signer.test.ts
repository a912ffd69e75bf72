import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { isCoded, utf8 } from '@stele/base';
import { portableCrypto } from '../portable-crypto.ts';
import { verifySignature } from '../signature.ts';
import { generateSigner, opensslCrypto, signerFromPem, sodiumCrypto } from './index.ts';

const MESSAGE = utf8('stele');

void test('what a key signs, every library accepts, and nothing else', () => {
  for (const algorithm of [1, 2] as const) {
    for (let round = 0; round < 50; round++) {
      const { signer, pem } = generateSigner(algorithm);
      assert.deepEqual(signerFromPem(pem).publicKey, signer.publicKey);
      const signed = { algorithm, key: signer.publicKey, signature: signer.sign(MESSAGE) };
      for (const crypto of [portableCrypto, opensslCrypto, sodiumCrypto ?? opensslCrypto]) {
        assert.ok(verifySignature(crypto, signed, MESSAGE), crypto.library);
        assert.ok(!verifySignature(crypto, signed, utf8('other')), crypto.library);
      }
    }
  }
});

void test('sodium loads on the platforms it ships for', (context) => {
  const ships = ['linux', 'darwin'].includes(process.platform);
  assert.equal(sodiumCrypto !== undefined, ships, 'sodium-native ships prebuilt for these');
  context.diagnostic(`Ed25519 by ${sodiumCrypto?.library ?? 'openssl'}`);
});

void test('a key that cannot be read is refused, and the error shows none of it', () => {
  const { pem } = generateSigner();
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const texts = [
    '',
    'secret-text',
    pem.slice(0, 60),
    other.export({ type: 'pkcs8', format: 'pem' }).toString(),
  ];
  for (const text of texts) {
    assert.throws(
      () => signerFromPem(text),
      (error) =>
        isCoded(error, 'KEY_UNREADABLE') &&
        !`${error.message}${String(error.cause)}`.includes('secret-text'),
    );
  }
});
