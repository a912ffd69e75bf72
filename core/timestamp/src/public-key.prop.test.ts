/** Signatures by keys of certificates: the verdict is WebCrypto's, for good signatures, broken ones and broken keys. */

import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, randomBytes, type webcrypto } from 'node:crypto';
import { test } from 'node:test';
import { isCoded } from '@stele/base';
import fc from 'fast-check';
import { type DerNode, readDer } from './der.ts';
import { der, oid, sequence, unsigned } from './der-writer.ts';
import { holds } from './signature.ts';

const RUNS = process.env['STELE_TEST_DEEP'] === '1' ? 2_000 : 60;
const ECDSA_OIDS = { 'SHA-256': 2, 'SHA-384': 3, 'SHA-512': 4 } as const;
const RSA_OIDS = { 'SHA-256': 11, 'SHA-384': 12, 'SHA-512': 13 } as const;
type Hash = keyof typeof RSA_OIDS;
const HASHES: readonly Hash[] = ['SHA-256', 'SHA-384', 'SHA-512'];

interface Pair {
  readonly name: string;
  readonly algorithm: webcrypto.EcKeyImportParams & { name: string };
  readonly scheme: (hash: Hash) => string;
  readonly spki: Uint8Array<ArrayBuffer>;
  readonly pkcs8: Uint8Array<ArrayBuffer>;
}

function pairOf(name: string): Pair {
  const isEc = name.startsWith('P-');
  const { publicKey, privateKey } = isEc
    ? generateKeyPairSync('ec', { namedCurve: name })
    : generateKeyPairSync('rsa', { modulusLength: Number(name.slice(4)) });
  return {
    name,
    algorithm: { name: isEc ? 'ECDSA' : 'RSASSA-PKCS1-v1_5', namedCurve: name },
    scheme: (hash) =>
      isEc
        ? `1.2.840.10045.4.3.${String(ECDSA_OIDS[hash])}`
        : `1.2.840.113549.1.1.${String(RSA_OIDS[hash])}`,
    spki: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    pkcs8: new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' })),
  };
}

const pairs = ['P-256', 'P-384', 'P-521', 'RSA-2048', 'RSA-3072'].map(pairOf);

async function signed(
  pair: Pair,
  hash: Hash,
  message: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  const how = { ...pair.algorithm, hash };
  const key = await crypto.subtle.importKey('pkcs8', pair.pkcs8, how, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign(how, key, message));
}

interface Attempt {
  readonly pair: Pair;
  readonly hash: Hash;
  readonly spki: Uint8Array<ArrayBuffer>;
  readonly message: Uint8Array<ArrayBuffer>;
  readonly signature: Uint8Array<ArrayBuffer>;
}

async function byWebCrypto({ pair, hash, spki, message, signature }: Attempt): Promise<boolean> {
  const how = { ...pair.algorithm, hash };
  try {
    const key = await crypto.subtle.importKey('spki', spki, how, false, ['verify']);
    return await crypto.subtle.verify(how, key, signature, message);
  } catch (error) {
    assert.ok(error instanceof DOMException, String(error));
    return false;
  }
}

function byUs({ pair, hash, spki, message, signature }: Attempt): boolean {
  const isEc = pair.name.startsWith('P-');
  const half = signature.length / 2;
  const [r, s] = [signature.subarray(0, half), signature.subarray(half)].map(unsigned);
  try {
    return holds({
      publicKey: readDer(spki),
      algorithm: algorithmOf(pair.scheme(hash)),
      message,
      signature: isEc ? sequence(r ?? new Uint8Array(), s ?? new Uint8Array()) : signature,
    });
  } catch (error) {
    assert.ok(isCoded(error), String(error));
    return false;
  }
}

function algorithmOf(id: string): DerNode {
  return readDer(sequence(oid(id), der(0x05)));
}

const flip = (bytes: Uint8Array, at: number, bit: number): Uint8Array<ArrayBuffer> => {
  const flipped = Uint8Array.from(bytes);
  const place = at % flipped.length;
  flipped[place] = (flipped[place] ?? 0) ^ (1 << bit);
  return flipped;
};

for (const pair of pairs) {
  for (const hash of HASHES) {
    test(`${pair.name} with ${hash}: a good signature holds`, async () => {
      const message = Uint8Array.from(randomBytes(100));
      const signature = Uint8Array.from(await signed(pair, hash, message));
      const attempt = { pair, hash, spki: pair.spki, message, signature };
      assert.ok(byUs(attempt));
      assert.ok(await byWebCrypto(attempt));
      assert.ok(!byUs({ ...attempt, message: flip(message, 7, 1) }));
    });
  }

  test(`${pair.name}: whatever is broken, the verdict is WebCrypto's`, async (context) => {
    const message = Uint8Array.from(randomBytes(64));
    const hash = 'SHA-256';
    const good = Uint8Array.from(await signed(pair, hash, message));
    const damage = fc.record({
      what: fc.constantFrom('signature', 'key', 'message'),
      at: fc.nat(),
      bit: fc.nat(7),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ what, at, bit }) => {
        // Behind the algorithm's name: another name is another question, which signature.ts answers.
        const place = 30 + (at % (pair.spki.length - 30));
        const attempt = {
          pair,
          hash,
          spki: what === 'key' ? flip(pair.spki, place, bit) : pair.spki,
          message: what === 'message' ? flip(message, at, bit) : message,
          signature: what === 'signature' ? flip(good, at, bit) : good,
        } as const;
        assert.equal(
          byUs(attempt),
          await byWebCrypto(attempt),
          `${what} ${String(at)} ${String(bit)}`,
        );
      }),
      { numRuns: RUNS },
    );
    context.diagnostic(`cases: signatures of ${pair.name} ${String(RUNS)}`);
  });
}

test('zero, the order and more are no numbers of a signature', async () => {
  const message = Uint8Array.from(randomBytes(8));
  for (const pair of pairs) {
    const { length } = await signed(pair, 'SHA-256', message);
    for (const filling of [0x00, 0x01, 0xff]) {
      const signature = new Uint8Array(length).fill(filling);
      assert.ok(!byUs({ pair, hash: 'SHA-256', spki: pair.spki, message, signature }));
    }
  }
});

test('an RSA key under which anybody could sign is no key', () => {
  const modulus = Uint8Array.from(randomBytes(256));
  modulus[0] = 0xc1; // far above the forged signature, and odd
  modulus[255] = 0x01;
  const id = sequence(oid('1.2.840.113549.1.1.1'), der(0x05));
  for (const exponent of [0, 1, 2, 4]) {
    const key = sequence(unsigned(modulus), unsigned(Uint8Array.of(exponent)));
    const publicKey = readDer(sequence(id, der(0x03, Uint8Array.of(0, ...key))));
    const algorithm = algorithmOf('1.2.840.113549.1.1.11');
    const message = Uint8Array.of(1);
    assert.ok(!holds({ publicKey, algorithm, message, signature: forged(message) }));
  }

  /** What a signature under the exponent one would be: the padded digest itself (RFC 8017, 9.2). */
  function forged(message: Uint8Array): Uint8Array {
    const info = Buffer.from('3031300d060960864801650304020105000420', 'hex');
    const end = Buffer.concat([info, createHash('sha256').update(message).digest()]);
    const signature = new Uint8Array(256).fill(0xff);
    signature.set([0, 1]);
    signature.set([0, ...end], 256 - end.length - 1);
    return signature;
  }
});
