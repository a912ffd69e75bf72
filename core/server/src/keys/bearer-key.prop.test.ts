import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bearerKeyId, createBearerKey, isKeyOf, keyRecord } from './bearer-key.ts';
import type { BearerKeyRecord } from './key-record.ts';

const random = { bytes: (count: number) => crypto.getRandomValues(new Uint8Array(count)) };
const owner = { name: 'test', scopes: [] };

function recordOf(key: string): BearerKeyRecord {
  const record = keyRecord(key, owner);
  assert.ok(record !== undefined);
  return record;
}

const CASES = 1_000;

void test('a key has its written form, and is known by its record only', (context) => {
  for (let i = 0; i < CASES; i++) {
    const key = createBearerKey(random);
    assert.match(key, /^stele_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}$/);
    const record = recordOf(key);
    assert.equal(bearerKeyId(key), record.id);
    assert.ok(isKeyOf(record, key));
    assert.ok(!isKeyOf(record, createBearerKey(random)));
    assert.ok(!Buffer.from(record.hash).toString('latin1').includes(key));
  }
  context.diagnostic(`cases: keys ${String(CASES)}`);
});

void test('a key that was cut, extended or mistyped in one place is no key', (context) => {
  const characters = fc.constantFrom(...'abcXYZ019_- '.split(''));
  fc.assert(
    fc.property(fc.nat(), characters, (place, character) => {
      const key = createBearerKey(random);
      const at = place % key.length;
      const mistyped = key.slice(0, at) + character + key.slice(at + 1);
      assert.equal(bearerKeyId(mistyped) === undefined, mistyped !== key);
      assert.equal(bearerKeyId(key.slice(0, at)), undefined);
      assert.equal(bearerKeyId(key + character), undefined);
    }),
    { numRuns: CASES },
  );
  context.diagnostic(`cases: damaged keys ${String(CASES)}`);
});

void test('every character of the alphabet is as likely as any other', () => {
  const counts = new Map<string, number>();
  for (let i = 0; i < 2_000; i++) {
    for (const character of createBearerKey(random).slice(19, 51)) {
      counts.set(character, (counts.get(character) ?? 0) + 1);
    }
  }
  assert.equal(counts.size, 62);
  // 64 000 draws over 62: 1 032 each, standard deviation 32. Taking bytes modulo 62 would give the first eight 1 250.
  for (const [character, count] of counts) assert.ok(Math.abs(count - 1_032) < 180, character);
});

void test('a source of randomness that repeats itself does not make the server hang', () => {
  let drawn = 0;
  const odd = { bytes: (count: number) => new Uint8Array(count).fill(drawn++ % 2 === 0 ? 255 : 7) };
  assert.match(createBearerKey(odd), /^stele_7{12}_7{32}/);
});
