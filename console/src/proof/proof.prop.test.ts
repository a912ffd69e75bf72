/** The small parts of verifying in a page: names made visible, differences marked, fingerprints read, single bytes changed. */

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { makeReceipt, receiptOf } from '@stele/certificate/test';
import { receiptToCbor, verifyReceipt } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import fc from 'fast-check';

import { changedFile, changedReceipt } from './change/change-byte.ts';
import { differences } from './differences.ts';
import { readFingerprint } from './fingerprint.ts';
import { visibleRuns, visibleText } from './visible-text.ts';

const RUNS = 300;

test('names that hide something show it', () => {
  const cases = {
    'contract\u202Efdp.exe': 'contract‹U+202E›fdp.exe',
    'a\nb\tc': 'a‹U+000A›b‹U+0009›c',
    'zero\u200Bwidth': 'zero‹U+200B›width',
    'tag\u{E0041}': 'tag‹U+E0041›',
    '\u0000': '‹U+0000›',
    '\uD800': '‹U+D800›',
    '合同（终稿）.pdf': '合同（终稿）.pdf',
    'e\u0301te\u0301': 'été',
    '<script>alert(1)</script>': '<script>alert(1)</script>',
    'no\u00A0break': 'no‹U+00A0›break',
    'heart\u2764\uFE0F': 'heart❤‹U+FE0F›',
  };
  for (const [name, shown] of Object.entries(cases)) assert.equal(visibleText(name), shown);
});

test('characters of every kind that paint nothing are written out', () => {
  const points = [
    0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x2800, 0x3164, 0xfe00, 0xfe0f, 0xffa0,
    0xe0100, 0xe01ef,
  ];
  for (const point of points) {
    const written = point.toString(16).toUpperCase().padStart(4, '0');
    assert.equal(visibleText(`a${String.fromCodePoint(point)}b`), `a‹U+${written}›b`);
  }
});

test('a tower of marks does not climb into the lines above', () => {
  assert.match(visibleText(`a${'\u0300\u0316'.repeat(20)}`), /‹U\+0300›/);
});

test('whatever a name is, what is shown of it has a shape', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
      const shown = visibleText(name);
      assert.doesNotMatch(shown, /[\p{C}\p{Zl}\p{Zp}\p{DI}\u2800]/u);
      assert.ok(visibleRuns(name).length <= 2 * 300 + 1);
    }),
    { numRuns: RUNS },
  );
});

test('differences: the runs are the text, and say place by place what is not the same', () => {
  const text = fc.string({ maxLength: 80 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      const runs = differences(one, other);
      assert.equal(runs.map((run) => run.text).join(''), one);
      const marks = runs.flatMap((run) =>
        Array.from({ length: run.text.length }, () => run.differs),
      );
      marks.forEach((differs, i) => {
        assert.equal(differs, one[i] !== other[i]);
      });
    }),
    { numRuns: RUNS },
  );
});

test('a fingerprint as people copy it', () => {
  const fingerprint = '0123456789abcdef'.repeat(4);
  const grouped = fingerprint.toUpperCase().replaceAll(/(.{8})/g, '$1 ');
  for (const typed of [fingerprint, `  ${fingerprint}\n`, grouped]) {
    assert.deepEqual(readFingerprint(typed), { kind: 'whole', fingerprint });
  }
  assert.deepEqual(readFingerprint(' \n'), { kind: 'none' });
  for (const typed of [fingerprint.slice(1), `${fingerprint}0`, fingerprint.replace('0', 'g')]) {
    assert.equal(readFingerprint(typed).kind, 'malformed');
  }
});

test('one byte of a file: one bit differs, and the length is the same', async () => {
  const bytes = Uint8Array.from({ length: 100 }, (_, i) => i);
  await fc.assert(
    fc.asyncProperty(fc.double({ min: 0, max: 0.999, noNaN: true }), async (share) => {
      const changed = await changedFile(new Blob([bytes]), () => share);
      assert.ok(changed !== undefined);
      const after = new Uint8Array(await changed.blob.arrayBuffer());
      const places = [...after.keys()].filter((i) => after[i] !== bytes[i]);
      assert.deepEqual(places, [changed.place]);
      assert.equal(after.length, bytes.length);
    }),
    { numRuns: RUNS },
  );
  assert.equal(await changedFile(new Blob([]), () => 0), undefined);
});

test('one byte of a receipt, anywhere: it is no longer proven', (context) => {
  const forms = [makeReceipt({ note: { name: 'a' } }), receiptToCbor(receiptOf())];
  let named = 0;
  fc.assert(
    fc.property(
      fc.nat(1),
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 2, maxLength: 2 }),
      (form, shares) => {
        const receipt = forms[form] ?? new Uint8Array();
        const chances = [...shares];
        const changed = changedReceipt(receipt, () => chances.shift() ?? 0);
        assert.notEqual(changed.before, changed.after);
        if (changed.field !== undefined) named++;
        const { verdict } = verifyReceipt(changed.receipt, { crypto: nodeCrypto, trusted: [] });
        assert.equal(
          verdict,
          'invalid',
          `byte ${String(changed.place)} of ${changed.field ?? 'CBOR'}`,
        );
      },
    ),
    { numRuns: RUNS },
  );
  assert.ok(named > 0);
  context.diagnostic(`cases: receipts with one byte changed ${String(RUNS)}`);
});
