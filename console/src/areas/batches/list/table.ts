/** A table with a heading: which columns it has, and its rows as items. */

import { type DigestName } from '../item.ts';
import { type CsvRecord } from './csv.ts';
import { digestNameOf, type RawItem } from './item-fields.ts';
import { lineFault } from './list-fault.ts';

export type Column = DigestName | 'digest' | 'name' | 'reference' | 'size' | 'kind';

const NAMES: Readonly<Record<string, Column>> = {
  digest: 'digest',
  hash: 'digest',
  name: 'name',
  file: 'name',
  filename: 'name',
  reference: 'reference',
  ref: 'reference',
  size: 'size',
  bytes: 'size',
  kind: 'kind',
  哈希值: 'digest',
  摘要: 'digest',
  名称: 'name',
  文件名: 'name',
  编号: 'reference',
  业务编号: 'reference',
  大小: 'size',
  类型: 'kind',
};

const DIGEST_COLUMNS: ReadonlySet<Column> = new Set(['digest', 'sha-256', 'sm3', 'sha-512']);

/** Whether a first line is a heading: it names a column of digests. */
export function isHeading(fields: readonly string[]): boolean {
  return fields.some((field) => {
    const column = columnNamed(field);
    return column !== undefined && DIGEST_COLUMNS.has(column);
  });
}

/** Throws a line’s fault for a column nobody knows, or one that is there twice. */
export function readHeading({ fields }: CsvRecord): readonly Column[] {
  const columns = fields.map((field) => {
    const column = columnNamed(field);
    if (column === undefined) throw lineFault('COLUMN_UNKNOWN', field);
    return column;
  });
  const twice = columns.find((column, i) => columns.indexOf(column) !== i);
  if (twice !== undefined) throw lineFault('COLUMN_TWICE', twice);
  return columns;
}

/** Throws a line’s fault. */
export function readRow(columns: readonly Column[], { fields, isBroken }: CsvRecord): RawItem {
  if (isBroken) throw lineFault('QUOTE_OPEN', fields[0]);
  if (fields.length !== columns.length) throw lineFault('COLUMNS_UNEVEN', fields.join(' '));
  const texts: Partial<Record<Column, string>> = {};
  for (const [i, column] of columns.entries()) texts[column] = fields[i] ?? '';
  const { digest, name, reference, size, kind, ...digests } = texts;
  return { digest, digests, name, reference, size, kind };
}

function columnNamed(field: string): Column | undefined {
  const name = field.trim().toLowerCase();
  if (Object.hasOwn(NAMES, name)) return NAMES[name];
  try {
    return digestNameOf(name);
  } catch {
    return undefined;
  }
}
