import assert from 'node:assert/strict';
import { test } from 'node:test';

import { localTime } from './local-time.ts';
import { printable } from './printable.ts';
import { progressOn } from './progress.ts';
import { bytesText, countText, durationText, rateText } from './quantities.ts';
import { styleFor } from './style.ts';
import { cutTo, padTo, widthOf } from './width.ts';

void test('nothing a terminal acts on gets through', () => {
  assert.equal(
    printable('a\u001b[2Jb\nc\rd\te\u007f\u009b'),
    'a\\u{1b}[2Jb\\u{a}c\\u{d}d\\u{9}e\\u{7f}\\u{9b}',
  );
  assert.equal(printable('gpj\u202eexe.txt'), 'gpj\\u{202e}exe.txt', 'no reversed extension');
  assert.equal(printable('a\u200bb\ufeff\u2028'), 'a\\u{200b}b\\u{feff}\\u{2028}');
  assert.equal(printable('合同 №1 – ä.pdf'), '合同 №1 – ä.pdf', 'ordinary names stay');
  assert.equal(printable('\ud800'), '\ufffd', 'half a character cannot be written as UTF-8');
});

void test('columns are counted as a terminal does', () => {
  assert.equal(widthOf('abc'), 3);
  assert.equal(widthOf('合同。'), 6);
  assert.equal(widthOf('e\u0301'), 1);
  assert.equal(padTo('链', 4), '链  ');
  assert.equal(cutTo('abcdef', 4), 'abc…');
  assert.equal(cutTo('合同书', 4), '合…');
  assert.equal(cutTo('abcd', 4), 'abcd');
});

void test('quantities read naturally', () => {
  assert.deepEqual([0, 1023, 1024, 1536, 5e9].map(bytesText), [
    '0 B',
    '1023 B',
    '1.0 KiB',
    '1.5 KiB',
    '4.7 GiB',
  ]);
  assert.equal(rateText(50_000_000, 100), '500 MB/s');
  assert.equal(rateText(1, 0), '0 MB/s');
  assert.equal(countText(1234567), '1,234,567');
  assert.deepEqual([0.8214, 14.2, 2310].map(durationText), ['0.82 ms', '14 ms', '2.31 s']);
});

void test('a time has its zone', () => {
  assert.match(localTime(0), /^19(69|70)-\d\d-\d\d \d\d:\d\d:\d\d\.000 \(UTC([+-]\d+(:\d\d)?)?\)$/);
});

void test('colour is for terminals, and NO_COLOR is respected', () => {
  assert.equal(styleFor(true, {}).good('x'), '\u001b[32mx\u001b[39m');
  assert.equal(styleFor(false, {}).good('x'), 'x');
  assert.equal(styleFor(true, { NO_COLOR: '1' }).good('x'), 'x');
  assert.equal(
    styleFor(true, { NO_COLOR: '' }).good('x'),
    '\u001b[32mx\u001b[39m',
    'empty means unset',
  );
  assert.equal(styleFor(true, { TERM: 'dumb' }).good('x'), 'x');
});

void test('progress is silent in a pipe, fits the line, and wipes itself', () => {
  let piped = '';
  const pipe = { write: (text: string) => void (piped += text), isTerminal: false, columns: 80 };
  progressOn(pipe).show('x', 1, 2);
  assert.equal(piped, '');
  const painted: string[] = [];
  const terminal = {
    write: (text: string) => void painted.push(text),
    isTerminal: true,
    columns: 60,
  };
  const progress = progressOn(terminal);
  progress.show('合同'.repeat(30), 1 << 20, 1 << 21);
  progress.show('too soon to repaint', 1 << 20, 1 << 21);
  progress.clear();
  assert.equal(painted.length, 2);
  const [line = ''] = painted;
  assert.ok(line.startsWith('\r\u001b[K[##########----------] 1.0 MiB / 2.0 MiB'));
  assert.ok(widthOf(line.slice(4)) < 60);
  assert.equal(painted[1], '\r\u001b[K');
});
