/**
 * Runs broken into lines: between words, between ideographs (not before a closing mark, not after an opening one), and inside a word
 * that is longer than a line, so that nothing overflows its box.
 */

import { certificateFont } from './fonts.ts';
import type { Run, Style } from './style.ts';

export interface Line {
  readonly runs: readonly Run[];
  readonly heightPt: number;
  /** From the line's top. */
  readonly baselinePt: number;
}

const LEADING = 1.36;
const BASELINE = 1;

export function widthOf({ text, style }: Run): number {
  return certificateFont(style.weight).widthOf(text, style.sizePt);
}

/** What may not be parted. A space stands alone and vanishes at the ends of lines. */
const UNITS =
  / +|[（《「『【〔〈‹([]*(?:[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef]|\p{Script=Han}|[^ \u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef（《「『【〔〈\p{Script=Han}]+)[）》」』】〕〉，。；：、！？]*/gu;

export function breakLines(runs: readonly Run[], widthPt: number): readonly Line[] {
  const lines: Line[] = [];
  let line: Run[] = [];
  let usedPt = 0;
  const close = (): void => {
    lines.push(lineOf(line));
    line = [];
    usedPt = 0;
  };
  for (const unit of runs.flatMap((run) => unitsOf(run, widthPt))) {
    const isSpace = unit.text.trim() === '';
    const unitPt = widthOf(unit);
    if (usedPt + unitPt > widthPt && !isSpace && line.length > 0) close();
    // A paragraph keeps its indent; a broken line begins with a word.
    if (isSpace && line.length === 0 && lines.length > 0) continue;
    line.push(unit);
    usedPt += unitPt;
  }
  if (line.length > 0 || lines.length === 0) close();
  return lines;
}

function unitsOf({ text, style }: Run, widthPt: number): readonly Run[] {
  const parts = text.match(UNITS) ?? [text];
  return parts.flatMap((part) => {
    const unit = { text: part, style };
    return widthOf(unit) <= widthPt ? [unit] : cutToFit(unit, widthPt);
  });
}

function cutToFit({ text, style }: Run, widthPt: number): readonly Run[] {
  const pieces: Run[] = [];
  let piece = '';
  let usedPt = 0;
  for (const character of text) {
    const characterPt = widthOf({ text: character, style });
    if (usedPt + characterPt > widthPt && piece !== '') {
      pieces.push({ text: piece, style });
      piece = '';
      usedPt = 0;
    }
    piece += character;
    usedPt += characterPt;
  }
  return [...pieces, { text: piece, style }];
}

/** Neighbouring units of one style become one run again; the tallest style gives the height. */
function lineOf(units: readonly Run[]): Line {
  const runs: Run[] = [];
  for (const unit of units) {
    const last = runs.at(-1);
    if (last?.style === unit.style) {
      runs[runs.length - 1] = { text: last.text + unit.text, style: unit.style };
    } else runs.push(unit);
  }
  const tallestPt = Math.max(...runs.map(({ style }: { style: Style }) => style.sizePt), 6);
  return { runs, heightPt: tallestPt * LEADING, baselinePt: tallestPt * BASELINE };
}
