/** What a page is stacked of: boxes that know their height and draw themselves at a place. Paper (paper.ts) does the stacking. */

import type { Line } from './lines.ts';

/** What boxes draw with; measures in points from the page's upper left corner. */
export interface Pen {
  text(line: Line, place: Place): void;
  rectangle(area: Area, colour: string): void;
  rule(from: Place, lengthPt: number, colour: string): void;
}

export interface Place {
  readonly xPt: number;
  readonly yPt: number;
}

export interface Area extends Place {
  readonly widthPt: number;
  readonly heightPt: number;
}

export interface Box {
  readonly heightPt: number;
  /** Left out at the top of a page. */
  readonly gapPt?: number;
  /** A heading does not stay behind at the foot of a page. */
  readonly keepsNext?: boolean;
  /** Rules and shades: not part of the text (ISO 32000-1, 14.8.2.2, artifacts). */
  readonly backdrop?: (pen: Pen, yPt: number) => void;
  readonly parts: readonly Part[];
}

/** A piece of the document's logical structure (ISO 32000-1, 14.8.4). */
export interface Part {
  readonly tag: 'H1' | 'H2' | 'P' | 'Figure';
  /** Of a figure: what one who does not see it is told, and where it stands below the box's top. */
  readonly figure?: { readonly alternative: string; readonly area: Area };
  readonly draw: (pen: Pen, yPt: number) => void;
}

/** Lines under each other, from `yPt` on. */
export function drawLines(pen: Pen, lines: readonly Line[], { xPt, yPt }: Place): void {
  let atPt = yPt;
  for (const line of lines) {
    pen.text(line, { xPt, yPt: atPt });
    atPt += line.heightPt;
  }
}

export function heightOf(lines: readonly Line[]): number {
  return lines.reduce((sum, { heightPt }) => sum + heightPt, 0);
}
