/**
 * Reads a list of digests that somebody made elsewhere: what sha256sum prints, a table with a heading, or one JSON object a line. All
 * faults are found before anything is sent, each with its line, because a batch is recorded whole or not at all.
 */

import { type BatchItem, sameness } from '../item.ts';
import { type CsvRecord, readCsv, separatorOf } from './csv.ts';
import { type PlainDigest, type RawItem, readItem } from './item-fields.ts';
import { faultAt, lineFault, type ListFault } from './list-fault.ts';
import { readJsonLine } from './ndjson.ts';
import { isSumLine, readSumLine } from './sums.ts';
import { type Column, isHeading, readHeading, readRow } from './table.ts';

export type ListFormat = 'sums' | 'table' | 'json' | 'unknown';

export interface ReadList {
  readonly format: ListFormat;
  readonly items: readonly BatchItem[];
  /** At most FAULTS_MAX; with any of them nothing is to be sent. */
  readonly faults: readonly ListFault[];
}

/** As many as the service lists of a batch. */
export const FAULTS_MAX = 100;
/** Ten batches of the largest kind; more is a task for a program. */
const LIST_ITEMS_MAX = 100_000;
const LIST_CHARACTERS_MAX = 67_108_864;

/** One line that may hold an item. */
interface Line {
  readonly line: number;
  readonly read: () => RawItem;
}

/** Never throws: what is wrong is in the faults. `plain` says what 64 digits without a name are. */
export function readList(given: string, plain: PlainDigest): ReadList {
  const text = given.startsWith('\uFEFF') ? given.slice(1) : given;
  if (text.length > LIST_CHARACTERS_MAX) return refused('unknown', 'LIST_TOO_LARGE');
  const first = /[^\s].*/.exec(text)?.[0] ?? '';
  if (first === '') return refused('unknown', 'LIST_EMPTY');
  if (first.startsWith('{')) return collected('json', jsonLines(text), plain);
  if (isSumLine(first)) return collected('sums', sumLines(text, plain), plain);
  const separator = separatorOf(first);
  const records = readCsv(text, separator);
  const [heading, ...rows] = records;
  if (heading === undefined || !isHeading(heading.fields)) {
    return refused('unknown', 'FORMAT_UNKNOWN', first);
  }
  return readTable(heading, rows, plain);
}

function readTable(heading: CsvRecord, rows: readonly CsvRecord[], plain: PlainDigest): ReadList {
  let columns: readonly Column[];
  try {
    columns = readHeading(heading);
  } catch (error) {
    return { format: 'table', items: [], faults: [faultAt(heading.line, error)] };
  }
  const lines = rows.map((row) => ({ line: row.line, read: () => readRow(columns, row) }));
  return collected('table', lines, plain);
}

function jsonLines(text: string): readonly Line[] {
  return filledLines(text).map(({ line, text: own }) => ({ line, read: () => readJsonLine(own) }));
}

function sumLines(text: string, plain: PlainDigest): readonly Line[] {
  return filledLines(text).map(({ line, text: own }) => ({
    line,
    read: () => readSumLine(own, plain),
  }));
}

function filledLines(text: string): readonly { readonly line: number; readonly text: string }[] {
  return text
    .split('\n')
    .map((own, i) => ({ line: i + 1, text: own.endsWith('\r') ? own.slice(0, -1) : own }))
    .filter((own) => own.text.trim() !== '');
}

function collected(format: ListFormat, lines: readonly Line[], plain: PlainDigest): ReadList {
  if (lines.length === 0) return refused(format, 'LIST_EMPTY');
  if (lines.length > LIST_ITEMS_MAX) return refused(format, 'LIST_TOO_LARGE');
  const items: BatchItem[] = [];
  const faults: ListFault[] = [];
  const seen = new Map<string, number>();
  for (const { line, read } of lines) {
    if (faults.length >= FAULTS_MAX) break;
    try {
      const item = readItem(read(), plain);
      refuseDuplicate(item, line, seen);
      items.push(item);
    } catch (error) {
      faults.push(faultAt(line, error));
    }
  }
  return { format, items, faults };
}

function refuseDuplicate(item: BatchItem, line: number, seen: Map<string, number>): void {
  const key = sameness(item);
  const earlier = seen.get(key);
  if (earlier !== undefined) throw lineFault('ITEM_DUPLICATE', String(earlier));
  seen.set(key, line);
}

function refused(format: ListFormat, code: ListFault['code'], value = ''): ReadList {
  return { format, items: [], faults: [faultAt(1, lineFault(code, value))] };
}
