// A checkpoint is taken for signed only when one of the log's own keys signed these very bytes under this very name.

import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';

import { toBase64, utf8 } from '@stele/base';
import {
  type BlockView,
  checkpointText,
  encodeEntry,
  encodeHeader,
  formatNote,
  formatVerifierKey,
  type Hash,
  leafHash,
  NOTE_TYPE_ED25519,
  noteKeyId,
  portableCrypto,
  rootOf,
} from '@stele/protocol';

import { toHex } from '@stele/base';

import { proveBlock } from '../block-proof.ts';
import { readSignedLog } from './signed-log.ts';

const name = 'stele/abcd';
const hash: Hash = (bytes) => portableCrypto.hash(1, bytes);

interface LogKey {
  readonly vkey: string;
  readonly sign: (text: string) => string;
}

function logKey(signerName = name): LogKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  const key = { name: signerName, type: NOTE_TYPE_ED25519, key: Buffer.from(x, 'base64url') };
  const keyId = noteKeyId(portableCrypto, key);
  return {
    vkey: formatVerifierKey(portableCrypto, key),
    sign: (text) => {
      const signature = sign(null, utf8(text), privateKey);
      return formatNote({ text, lines: [{ name: signerName, keyId, signature }] });
    },
  };
}

const root = new Uint8Array(32).fill(7);
const text = checkpointText({ origin: name, size: 15, root });
const key = logKey();

void test('a checkpoint that the log key signed', () => {
  const log = readSignedLog(portableCrypto, key.sign(text), `${logKey().vkey}\n${key.vkey}\n`);
  assert.deepEqual(
    { origin: log.origin, size: log.size, root: log.root, signedBy: log.signedBy },
    { origin: name, size: 15, root: '07'.repeat(32), signedBy: key.vkey },
  );
});

void test('nothing else is signed', () => {
  const signed = key.sign(text);
  const larger = signed.replace('\n15\n', '\n16\n');
  const other = logKey();
  const [, id = '', material = ''] = key.vkey.split('+');
  const cases: readonly (readonly [why: string, note: string, vkeys: string])[] = [
    ['by a key that is not the log’s', other.sign(text), key.vkey],
    ['another size', larger, key.vkey],
    ['no keys', signed, ''],
    ['a key under another name', signed, `other+${id}+${material}`],
    ['a key under another id', signed, `${name}+00000000+${material}`],
    ['a key of another type', signed, `${name}+${id}+${toBase64(new Uint8Array(33).fill(4))}`],
    ['material that is no base64', signed, `${name}+${id}+***`],
    ['material that is empty', signed, `${name}+${id}+`],
    ['a key that is too short', signed, `${name}+${id}+${toBase64(Uint8Array.of(1, 2, 3))}`],
  ];
  for (const [why, note, vkeys] of cases) {
    assert.equal(readSignedLog(portableCrypto, note, vkeys).signedBy, undefined, why);
  }
});

void test('a page of a proxy is no checkpoint', () => {
  for (const page of ['', '<html>', text, 'a\nb\n\nc\n']) {
    assert.throws(() => readSignedLog(portableCrypto, page, key.vkey), { code: 'PROOF_MALFORMED' });
  }
});

void test('a block is proven by its own header only', async () => {
  const zero = new Uint8Array(32);
  const header = encodeHeader({
    height: 3,
    firstIndex: 1,
    previousRoot: zero,
    timeMs: 1,
    epoch: 0,
    engineHeight: 3,
    sealed: false,
    rules: 1,
    firstEffect: 0,
    effectCount: 0,
    effectsRoot: zero,
    liveRoot: zero,
    charter: zero,
    suiteRoot: null,
    extensions: new Map(),
  });
  const entry = encodeEntry({ kind: 'header', content: header });
  const leaves = [hash(utf8('a')), hash(utf8('b')), leafHash(hash, entry)];
  const note = key.sign(checkpointText({ origin: name, size: 3, root: rootOf(hash, leaves) }));
  const log = readSignedLog(portableCrypto, note, key.vkey);
  const block = {
    height: 3,
    hash: toHex(leaves[2] ?? zero),
    firstIndex: 1,
    entryCount: 2,
  } as BlockView;
  const readTile = (): Promise<Uint8Array> => Promise.resolve(Buffer.concat(leaves));
  const verdicts = async (change: object): Promise<readonly boolean[]> => {
    const checks = await proveBlock({ block, entry, log, hash, readTile, ...change });
    return checks.map(({ isGood }) => isGood);
  };
  assert.deepEqual(await verdicts({}), [true, true, true, true]);
  assert.deepEqual(await verdicts({ block: { ...block, height: 4 } }), [false, true, true, true]);
  assert.deepEqual(await verdicts({ entry: utf8('x') }), [false, false, false, true]);
  assert.deepEqual(await verdicts({ block: { ...block, hash: '00' } }), [true, false, true, true]);
  assert.deepEqual(await verdicts({ log: { ...log, root: '00' } }), [true, true, false, true]);
  assert.deepEqual(await verdicts({ log: { ...log, signedBy: undefined } }), [
    true,
    true,
    true,
    false,
  ]);
  assert.deepEqual(await verdicts({ log: { ...log, size: 2 } }), [true, true, false, true]);
});
