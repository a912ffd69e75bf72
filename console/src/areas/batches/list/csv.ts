/** Comma-separated values (RFC 4180), with the line each record begins at; semicolons and tabs as separators, too. */

export interface CsvRecord {
  /** From 1. */
  readonly line: number;
  readonly fields: readonly string[];
  /** A quoted field that never ends. */
  readonly isBroken: boolean;
}

interface Field {
  readonly value: string;
  /** Of the character after the field. */
  readonly end: number;
  readonly isBroken: boolean;
}

/** All records but blank lines, in order. Never throws: what cannot be right is marked. */
export function readCsv(text: string, separator: string): readonly CsvRecord[] {
  const records: CsvRecord[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const { record, end } = readRecord(text, at, separator);
    const isBlank = record.fields.length === 1 && record.fields[0] === '' && !record.isBroken;
    if (!isBlank) records.push({ ...record, line });
    line += newlines(text, at, end);
    at = end;
  }
  return records;
}

/** The separator of the first line: whichever of the three occurs most. */
export function separatorOf(firstLine: string): string {
  const counted = [',', ';', '\t'].map((mark) => ({
    mark,
    count: firstLine.split(mark).length,
  }));
  return counted.toSorted((a, b) => b.count - a.count)[0]?.mark ?? ',';
}

function readRecord(
  text: string,
  start: number,
  separator: string,
): { readonly record: Omit<CsvRecord, 'line'>; readonly end: number } {
  const fields: string[] = [];
  let isBroken = false;
  let at = start;
  for (;;) {
    const field = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at, separator);
    fields.push(field.value);
    isBroken ||= field.isBroken;
    at = field.end;
    if (text[at] !== separator) break;
    at++;
  }
  // After a quoted field only a separator or the line's end may stand.
  if (at < text.length && !isLineEnd(text, at)) {
    isBroken = true;
    while (at < text.length && text[at] !== '\n') at++;
  }
  return { record: { fields, isBroken }, end: afterLineEnd(text, at) };
}

function readPlain(text: string, start: number, separator: string): Field {
  let end = start;
  while (end < text.length && text[end] !== separator && !isLineEnd(text, end)) end++;
  const value = text.slice(start, end);
  return { value, end, isBroken: value.includes('"') };
}

function readQuoted(text: string, start: number): Field {
  let value = '';
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { value: value + text.slice(at), end: text.length, isBroken: true };
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1, isBroken: false };
    value += '"';
    at = quote + 2;
  }
}

function isLineEnd(text: string, at: number): boolean {
  return (
    text[at] === '\n' || (text[at] === '\r' && (text[at + 1] === '\n' || at + 1 === text.length))
  );
}

function afterLineEnd(text: string, at: number): number {
  return Math.min(text.length, at + (text[at] === '\r' ? 2 : 1));
}

function newlines(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) {
    count++;
  }
  return count;
}
