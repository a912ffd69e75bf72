/** A QR code (ISO/IEC 18004) as a box part: modules as filled runs, so that it prints sharp at any size. */

import { encode } from 'uqr';

import type { Area, Pen } from './box.ts';

/** Light modules around the code that scanners need (ISO/IEC 18004, 6.3.8). */
const QUIET_MODULES = 4;

/** Fills `area` (square), quiet zone included. */
export function drawQrCode(pen: Pen, text: string, area: Area): void {
  const { data, size } = encode(text, { ecc: 'M', border: QUIET_MODULES });
  const modulePt = area.widthPt / size;
  data.forEach((row, y) => {
    for (const { start, length } of darkRuns(row)) {
      const xPt = area.xPt + start * modulePt;
      const yPt = area.yPt + y * modulePt;
      pen.rectangle({ xPt, yPt, widthPt: length * modulePt, heightPt: modulePt }, '#000000');
    }
  });
}

function darkRuns(row: readonly boolean[]): { readonly start: number; readonly length: number }[] {
  const runs: { start: number; length: number }[] = [];
  row.forEach((isDark, x) => {
    if (!isDark) return;
    const last = runs.at(-1);
    if (last !== undefined && last.start + last.length === x) last.length++;
    else runs.push({ start: x, length: 1 });
  });
  return runs;
}
