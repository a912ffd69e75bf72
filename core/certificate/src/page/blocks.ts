/** The certificate's few kinds of blocks, made into boxes: heading, row of a table, paragraph, two lists side by side, steps. */

import { type Box, drawLines, heightOf, type Part, type Pen } from './box.ts';
import { breakLines, type Line, widthOf } from './lines.ts';
import {
  ACCENT,
  MARGIN,
  PANEL,
  RULE,
  type Run,
  STYLES,
  type Style,
  TEXT_WIDTH_PT,
} from './style.ts';

/** One saying in both languages. */
export interface Pair {
  readonly zh: string;
  readonly en: string;
}

const LEFT_PT = MARGIN.sidePt;
const LABEL_WIDTH_PT = 118;
export const VALUE_WIDTH_PT = TEXT_WIDTH_PT - LABEL_WIDTH_PT;
const VALUE_LEFT_PT = LEFT_PT + LABEL_WIDTH_PT;
const HEX_GROUP_DIGITS = 4;
const HEX_GROUPS_A_LINE = 16;
const PANEL_GAP_PT = 9;
const PANEL_INSET_PT = 7;
const BULLET_PT = 9;
const STEP_PT = 14;

export function pairRuns({ zh, en }: Pair, styles: { zh: Style; en: Style }): readonly Run[] {
  return [
    { text: `${zh}  `, style: styles.zh },
    { text: en, style: styles.en },
  ];
}

export function heading(title: Pair): Box {
  const styles = { zh: STYLES.headingZh, en: STYLES.headingEn };
  const lines = breakLines(pairRuns(title, styles), TEXT_WIDTH_PT);
  const textPt = heightOf(lines);
  return {
    heightPt: textPt + 3,
    gapPt: 7,
    keepsNext: true,
    backdrop: (pen, yPt) => {
      pen.rule({ xPt: LEFT_PT, yPt: yPt + textPt + 0.5 }, TEXT_WIDTH_PT, ACCENT);
    },
    parts: [textPart('H2', lines, LEFT_PT)],
  };
}

/** A label, and its value's lines beside it. */
export function row(label: Pair, valueLines: readonly Line[]): Box {
  const labelLines = breakLines(
    pairRuns(label, { zh: STYLES.labelZh, en: STYLES.labelEn }),
    LABEL_WIDTH_PT - 6,
  );
  const heightPt = Math.max(heightOf(labelLines), heightOf(valueLines)) + 2.2;
  return {
    heightPt,
    backdrop: (pen, yPt) => {
      pen.rule({ xPt: LEFT_PT, yPt: yPt + heightPt }, TEXT_WIDTH_PT, RULE);
    },
    parts: [
      {
        tag: 'P',
        draw: (pen, yPt) => {
          drawLines(pen, labelLines, { xPt: LEFT_PT, yPt: yPt + 1.4 });
          drawLines(pen, valueLines, { xPt: VALUE_LEFT_PT, yPt: yPt + 1.4 });
        },
      },
    ],
  };
}

/** A row whose value is hex digits in groups of four, each in a column of its own, for comparing by eye. */
export function hexRow(label: Pair, hex: string): Box {
  const groups = hex.match(new RegExp(`.{1,${String(HEX_GROUP_DIGITS)}}`, 'g')) ?? [];
  const cells = groups.map((group, i) => {
    const text = i + 1 < groups.length ? `${group} ` : group;
    return breakLines([{ text, style: STYLES.code }], VALUE_WIDTH_PT);
  });
  const [first = []] = cells;
  const lineCount = Math.ceil(cells.length / HEX_GROUPS_A_LINE);
  const blank = Array.from({ length: lineCount }, () => ({ ...(first[0] ?? NO_LINE), runs: [] }));
  const { parts, ...box } = row(label, blank);
  const cellPt = VALUE_WIDTH_PT / HEX_GROUPS_A_LINE;
  const drawCells = (pen: Pen, yPt: number): void => {
    cells.forEach((lines, i) => {
      const line = Math.floor(i / HEX_GROUPS_A_LINE);
      const xPt = VALUE_LEFT_PT + (i % HEX_GROUPS_A_LINE) * cellPt;
      drawLines(pen, lines, { xPt, yPt: yPt + 1.4 + line * heightOf(first) });
    });
  };
  const withCells = ({ tag, draw }: Part): Part => ({
    tag,
    draw: (pen, yPt) => {
      draw(pen, yPt);
      drawCells(pen, yPt);
    },
  });
  return { ...box, parts: parts.map(withCells) };
}

const NO_LINE: Line = { runs: [], heightPt: 0, baselinePt: 0 };

export function paragraph(runs: readonly Run[], gapPt = 0): Box {
  const lines = breakLines(runs, TEXT_WIDTH_PT);
  return { heightPt: heightOf(lines), gapPt, parts: [textPart('P', lines, LEFT_PT)] };
}

/** A text of any length, a box a line, so that it may run over pages. */
export function longText(runs: readonly Run[]): readonly Box[] {
  return breakLines(runs, TEXT_WIDTH_PT).map((line) => ({
    heightPt: line.heightPt,
    parts: [textPart('P', [line], LEFT_PT)],
  }));
}

export interface ListPanel {
  readonly title: Pair;
  readonly items: readonly Pair[];
}

/** Two shaded lists side by side. */
export function panels(left: ListPanel, right: ListPanel): Box {
  const widthPt = (TEXT_WIDTH_PT - PANEL_GAP_PT) / 2;
  const columns = [left, right].map((panel, i) => ({
    xPt: LEFT_PT + i * (widthPt + PANEL_GAP_PT),
    lists: panelLines(panel, widthPt - 2 * PANEL_INSET_PT),
  }));
  const heightPt = Math.max(...columns.map(({ lists }) => panelHeight(lists))) + 2 * PANEL_INSET_PT;
  return {
    heightPt,
    gapPt: 9,
    backdrop: (pen, yPt) => {
      for (const { xPt } of columns) {
        pen.rectangle({ xPt, yPt, widthPt, heightPt }, PANEL);
        pen.rectangle({ xPt, yPt, widthPt: 2, heightPt }, ACCENT);
      }
    },
    parts: columns.flatMap(({ xPt, lists }) => panelParts(lists, xPt + PANEL_INSET_PT)),
  };
}

interface PanelLines {
  readonly title: readonly Line[];
  readonly items: readonly (readonly Line[])[];
}

function panelLines({ title, items }: ListPanel, widthPt: number): PanelLines {
  const titleStyles = { zh: STYLES.headingZh, en: STYLES.headingEn };
  return {
    title: breakLines(pairRuns(title, titleStyles), widthPt),
    items: items.map((item) =>
      breakLines(pairRuns(item, { zh: STYLES.textZh, en: STYLES.textEn }), widthPt - BULLET_PT),
    ),
  };
}

/** Chinese, and English under it. */
function stackedLines({ zh, en }: Pair, widthPt: number): readonly Line[] {
  return [
    ...breakLines([{ text: zh, style: STYLES.textZh }], widthPt),
    ...breakLines([{ text: en, style: STYLES.textEn }], widthPt),
  ];
}

function panelHeight({ title, items }: PanelLines): number {
  return heightOf(title) + 2 + items.reduce((sum, lines) => sum + heightOf(lines) + 1.5, 0);
}

function panelParts({ title, items }: PanelLines, xPt: number): readonly Part[] {
  let belowPt = PANEL_INSET_PT;
  const parts: Part[] = [textPart('H2', title, xPt, belowPt)];
  belowPt += heightOf(title) + 2;
  for (const lines of items) {
    parts.push(markedPart({ mark: '·', lines, xPt, indentPt: BULLET_PT, belowPt }));
    belowPt += heightOf(lines) + 1.5;
  }
  return parts;
}

/** Numbered steps, in both languages. */
export function steps(items: readonly Pair[]): readonly Box[] {
  return items.map((item, i) => {
    const lines = stackedLines(item, TEXT_WIDTH_PT - STEP_PT);
    const mark = `${String(i + 1)}.`;
    const part = markedPart({ mark, lines, xPt: LEFT_PT, indentPt: STEP_PT, belowPt: 0 });
    return { heightPt: heightOf(lines) + 1.5, gapPt: i === 0 ? 3 : 0, parts: [part] };
  });
}

interface Marked {
  readonly mark: string;
  readonly lines: readonly Line[];
  readonly xPt: number;
  readonly indentPt: number;
  readonly belowPt: number;
}

function markedPart({ mark, lines, xPt, indentPt, belowPt }: Marked): Part {
  const markLines = breakLines([{ text: mark, style: STYLES.strongZh }], indentPt + 20);
  return {
    tag: 'P',
    draw: (pen, yPt) => {
      drawLines(pen, markLines, { xPt, yPt: yPt + belowPt });
      drawLines(pen, lines, { xPt: xPt + indentPt, yPt: yPt + belowPt });
    },
  };
}

export function textPart(tag: Part['tag'], lines: readonly Line[], xPt: number, belowPt = 0): Part {
  return {
    tag,
    draw: (pen, yPt) => {
      drawLines(pen, lines, { xPt, yPt: yPt + belowPt });
    },
  };
}

/** At most `linesMax` lines; what is cut ends in an ellipsis and `isWhole` says so. */
export function clampLines(
  lines: readonly Line[],
  linesMax: number,
): { readonly lines: readonly Line[]; readonly isWhole: boolean } {
  if (lines.length <= linesMax) return { lines, isWhole: true };
  const kept = lines.slice(0, linesMax);
  const last = kept.at(-1) ?? NO_LINE;
  const shortened = { ...last, runs: withEllipsis(last.runs) };
  return { lines: [...kept.slice(0, -1), shortened], isWhole: false };
}

/** Room for the ellipsis is made by leaving out the last characters. */
function withEllipsis(runs: readonly Run[]): readonly Run[] {
  const ellipsis: Run = { text: ' …', style: STYLES.strongZh };
  const roomPt = widthOf(ellipsis);
  const last = runs.at(-1);
  if (last === undefined) return [ellipsis];
  const characters = Array.from(last.text);
  let freedPt = 0;
  while (freedPt < roomPt && characters.length > 0) {
    freedPt += widthOf({ text: characters.pop() ?? '', style: last.style });
  }
  return [...runs.slice(0, -1), { text: characters.join(''), style: last.style }, ellipsis];
}
