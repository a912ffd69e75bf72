/**
 * The rows that hold a person's words. On the first page each gets a few lines at most; what is longer stands whole in the annex,
 * so that no name, however long, pushes the certificate's own statements off its page.
 */

import type { CertificateFacts } from '../facts.ts';
import {
  clampLines,
  heading,
  longText,
  pairRuns,
  paragraph,
  row,
  type Pair,
  VALUE_WIDTH_PT,
} from '../page/blocks.ts';
import type { Box } from '../page/box.ts';
import { breakLines } from '../page/lines.ts';
import { printableRuns } from '../page/printable.ts';
import { type Run, STYLES, type Style } from '../page/style.ts';
import { HEADINGS, IN_ANNEX, LABELS, NOTE_SOURCE } from './terms.ts';

const LINES_MAX = 2;
/** Metadata of more lines than this is set as running text: thousands of tiny values are not hundreds of pages. */
const INDENTED_LINES_MAX = 300;

export interface Supplied {
  readonly label: Pair;
  readonly text: string;
}

export interface SuppliedRow {
  readonly box: Box;
  /** Not all of it stands in the row. */
  readonly isCut: boolean;
}

export function suppliedTexts({ record: { note } }: CertificateFacts): readonly Supplied[] {
  const texts: readonly (readonly [Pair, string | undefined])[] = [
    [LABELS.name, note?.name],
    [LABELS.reference, note?.reference],
    [LABELS.metadata, note?.metadata],
  ];
  return texts.flatMap(([label, text]) => (text === undefined ? [] : [{ label, text }]));
}

export function suppliedRuns(text: string, style: Style = STYLES.value): readonly Run[] {
  return printableRuns(text, style, STYLES.foreign);
}

export function suppliedRow({ label, text }: Supplied): SuppliedRow {
  const lines = breakLines(suppliedRuns(onOneLine(label, text)), VALUE_WIDTH_PT);
  const clamped = clampLines(lines, LINES_MAX);
  if (clamped.isWhole) return { box: row(label, lines), isCut: false };
  const hint = breakLines(
    pairRuns(IN_ANNEX, { zh: STYLES.textZh, en: STYLES.textEn }),
    VALUE_WIDTH_PT,
  );
  return { box: row(label, [...clamped.lines, ...hint]), isCut: true };
}

/** Metadata is indented for the annex; in a row its line breaks, which are ours, are spaces. */
function onOneLine(label: Pair, text: string): string {
  return label === LABELS.metadata ? text.replaceAll(/\n */g, ' ') : text;
}

export function annex(cut: readonly Supplied[]): readonly Box[] {
  if (cut.length === 0) return [];
  const source = pairRuns(NOTE_SOURCE, { zh: STYLES.textZh, en: STYLES.textEn });
  return [
    heading(HEADINGS.annex),
    { ...paragraph(source, 2), keepsNext: true },
    ...cut.flatMap(({ label, text }) => annexEntry(label, text)),
  ];
}

function annexEntry(label: Pair, text: string): readonly Box[] {
  const title = pairRuns(label, { zh: STYLES.labelZh, en: STYLES.labelEn });
  const indented = text.split('\n');
  const isIndented = label === LABELS.metadata && indented.length <= INDENTED_LINES_MAX;
  const paragraphs = isIndented ? indented : [onOneLine(label, text)];
  return [
    { ...paragraph(title, 8), keepsNext: true },
    ...paragraphs.flatMap((one) => longText(suppliedRuns(one))),
  ];
}
