/** Tables and lists of facts for people, in columns as wide as what they hold. */

import { printable } from './printable.ts';
import { cutTo, padTo, widthOf } from './width.ts';

export interface Column {
  readonly title: string;
  /** Numbers stand to the right. */
  readonly align?: 'right';
}

const gap = 2;
/** A last column is never cut below this, or its title: then lines are longer than the terminal. */
const lastColumnMin = 8;

/** The title line first. The last column takes what `columnsMax` leaves and is cut to it. Cells are made printable. */
export function tableLines(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  columnsMax: number,
): readonly string[] {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map(printable))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => widthOf(line[i] ?? ''))));
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + gap, 0);
  const left = Math.max(columnsMax - before, lastColumnMin, widthOf(columns.at(-1)?.title ?? ''));
  const last = Math.min(widths.at(-1) ?? 0, left);
  const all = [...widths.slice(0, -1), last];
  return lines.map((line) =>
    line
      .map((cell, i) => aligned(cutTo(cell, all[i] ?? 0), all[i] ?? 0, columns[i]?.align))
      .join(' '.repeat(gap))
      .trimEnd(),
  );
}

function aligned(cell: string, width: number, align: Column['align']): string {
  if (align === undefined) return padTo(cell, width);
  return ' '.repeat(Math.max(0, width - widthOf(cell))) + cell;
}

/** One fact a line, the labels as wide as the widest. Values are made printable. */
export function factLines(
  facts: readonly (readonly [label: string, value: string])[],
): readonly string[] {
  const columns = Math.max(...facts.map(([label]) => widthOf(label)));
  return facts.map(([label, value]) => `${padTo(label, columns)}  ${printable(value)}`);
}
