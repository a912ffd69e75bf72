import assert from 'node:assert/strict';
import test from 'node:test';
import { fromHex, isCoded, toHex } from '@stele/base';
import { portableCrypto } from '@stele/protocol';
import {
  classFromText,
  classId,
  markKey,
  outputFromText,
  outputKey,
  outputPlaceOf,
  outputToText,
  partyOf,
  slotId,
} from './ids.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => portableCrypto.hash(1, bytes);

test('an output’s key says where it was made, and sorts by it', () => {
  const places = [
    { index: 0, call: 0, place: 0 },
    { index: 0, call: 0, place: 255 },
    { index: 255, call: 15, place: 1 },
    { index: 256, call: 0, place: 0 },
    { index: 2 ** 40, call: 1, place: 2 },
    { index: Number.MAX_SAFE_INTEGER, call: 15, place: 255 },
  ];
  const texts = places.map((place) => outputToText(outputKey(place)));
  assert.equal(texts[2], 'out_00000000000000ff0f01');
  assert.deepEqual([...texts].sort(), texts);
  assert.deepEqual(
    texts.map((text) => outputPlaceOf(outputFromText(text))),
    places,
  );
});

test('a class and a slot are found by their names alone', () => {
  const id = classId(sha256, 'museum', 'ticket');
  assert.equal(toHex(id), toHex(sha256(Buffer.from('stele/class/v1\0museum/ticket'))).slice(0, 32));
  for (const text of ['museum/ticket', 'museum~ticket', toHex(id)]) {
    assert.deepEqual(classFromText(sha256, text), id);
  }
  assert.notDeepEqual(slotId(sha256, id, [1]), slotId(sha256, id, ['1']));
  assert.notDeepEqual(slotId(sha256, id, [1, 2]), slotId(sha256, id, [2, 1]));
});

test('a party is an account’s id, or a digest', () => {
  const account = new Uint8Array(16).fill(3);
  assert.equal(toHex(partyOf(sha256, { kind: 'account', account })), `00${toHex(account)}`);
  const key = partyOf(sha256, { kind: 'key', hash: new Uint8Array(32).fill(3) });
  assert.equal(key.length, 17);
  const impostor = partyOf(sha256, { kind: 'account', account: key.slice(1) });
  assert.notDeepEqual(impostor, key, 'nobody is somebody else’s party by choosing an account id');
  const value = { class: account, party: { kind: 'account', account } } as const;
  const handle = markKey(sha256, { kind: 'holder', value });
  assert.equal(toHex(handle), `03${'03'.repeat(16)}00${'03'.repeat(16)}`);
  assert.equal(
    toHex(markKey(sha256, { kind: 'output', value: fromHex('0a'.repeat(10)) })).length,
    68,
  );
});

test('what is no output and no class is refused', () => {
  for (const text of [
    '',
    'out_',
    'out_00',
    'OUT_0000000000000000ff0f01',
    'out_zz00000000000000ff0f',
  ]) {
    assert.throws(
      () => outputFromText(text),
      (error) => isCoded(error, 'OUTPUT_TEXT_MALFORMED'),
    );
  }
  for (const text of ['', 'museum', 'museum/', 'a/b/c', 'Museum/ticket', 'ab'.repeat(15)]) {
    assert.throws(
      () => classFromText(sha256, text),
      (error) => isCoded(error, 'CLASS_TEXT_MALFORMED'),
    );
  }
});
