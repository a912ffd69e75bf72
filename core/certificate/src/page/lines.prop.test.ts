import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { breakLines, widthOf } from './lines.ts';
import { printableRuns } from './printable.ts';
import { STYLES } from './style.ts';

const CASES = 2_000;
/** Sums of fractions. */
const TOLERANCE_PT = 1e-6;
const nasty = fc.constantFrom(
  '\u202E',
  '\u2066',
  '\u200D',
  '\n',
  '\u0000',
  '\u0301',
  '👩‍👩‍👧',
  'ع',
  '　',
  ' ',
  '（',
  '）',
  '，',
  '、',
  '“',
  '‹U+202E›',
);
const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.string({ unit: 'binary' }),
      nasty,
      fc.constantFrom('存证', '证书', 'receipt', 'a'.repeat(90)),
    ),
  )
  .map((parts) => parts.join(''));
const printable = (words: string): ReturnType<typeof printableRuns> =>
  printableRuns(words, STYLES.value, STYLES.foreign);

test('no line is wider than its box, whatever is written', (t) => {
  fc.assert(
    fc.property(text, fc.integer({ min: 40, max: 500 }), (words, widthPt) => {
      for (const { runs } of breakLines(printable(words), widthPt)) {
        // Spaces that a break leaves at the end of a line hang over, unseen.
        const seen = runs.map((run, i) =>
          i + 1 < runs.length ? run : { ...run, text: run.text.trimEnd() },
        );
        const usedPt = seen.reduce((sum, run) => sum + widthOf(run), 0);
        assert.ok(usedPt <= widthPt + TOLERANCE_PT, `${String(usedPt)} in ${String(widthPt)}`);
      }
    }),
    { numRuns: CASES },
  );
  t.diagnostic(`cases: lines ${String(CASES)}`);
});

test('breaking drops nothing but spaces', () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 40, max: 500 }), (words, widthPt) => {
      const runs = printable(words);
      const joined = (all: readonly { readonly text: string }[]): string =>
        all
          .map((run) => run.text)
          .join('')
          .replaceAll(' ', '');
      const lines = breakLines(runs, widthPt).flatMap((line) => line.runs);
      assert.equal(joined(lines), joined(runs));
    }),
    { numRuns: CASES },
  );
});

test('what is printed can be seen, and says what was written', (t) => {
  fc.assert(
    fc.property(text, (words) => {
      const runs = printable(words);
      for (const run of runs) assert.doesNotMatch(run.text, /[\p{C}\p{M}\p{Zl}\p{Zp}]/u);
      const back = runs.map((run) => (run.style === STYLES.foreign ? decoded(run.text) : run.text));
      assert.equal(back.join(''), words.normalize('NFC'));
    }),
    { numRuns: CASES },
  );
  t.diagnostic(`cases: printable texts ${String(CASES)}`);
});

/** `‹U+202E 0041›` read back. */
function decoded(replaced: string): string {
  const points = replaced.slice('‹U+'.length, -1).split(' ');
  return points.map((point) => String.fromCodePoint(Number.parseInt(point, 16))).join('');
}
