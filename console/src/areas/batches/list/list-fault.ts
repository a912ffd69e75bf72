/** What can be wrong with a line of a list. Pages say it in the reader's language (texts `batches.fault…`). */

import { type CodedError, isCoded, rejection } from '@stele/base';

export type ListFaultCode =
  | 'FORMAT_UNKNOWN'
  | 'LIST_TOO_LARGE'
  | 'LIST_EMPTY'
  | 'LINE_MALFORMED'
  | 'QUOTE_OPEN'
  | 'COLUMN_UNKNOWN'
  | 'COLUMN_TWICE'
  | 'COLUMNS_UNEVEN'
  | 'FIELD_UNKNOWN'
  | 'FIELD_MALFORMED'
  | 'DIGEST_MISSING'
  | 'DIGEST_MALFORMED'
  | 'DIGEST_WEAK'
  | 'DIGEST_ALGORITHM_UNKNOWN'
  | 'NAME_TOO_LONG'
  | 'REFERENCE_TOO_LONG'
  | 'SIZE_MALFORMED'
  | 'KIND_MALFORMED'
  | 'TEXT_MALFORMED'
  | 'ITEM_DUPLICATE';

export interface ListFault {
  /** From 1. */
  readonly line: number;
  readonly code: ListFaultCode;
  /** What is wrong, shortened; of a duplicate, the line of the first. */
  readonly value: string;
}

const VALUE_CHARACTERS_MAX = 48;

/** One line breaks a rule: thrown while the line is read, caught by whoever reads the list. */
export function lineFault(code: ListFaultCode, value = ''): CodedError {
  return rejection(code, `a line of the list: ${code}`, { data: { value: shortened(value) } });
}

/** The fault with its line. Throws what is none on. */
export function faultAt(line: number, error: unknown): ListFault {
  if (!isCoded(error)) throw error;
  const value = error.data?.['value'];
  return { line, code: error.code as ListFaultCode, value: typeof value === 'string' ? value : '' };
}

function shortened(value: string): string {
  if (value.length <= VALUE_CHARACTERS_MAX) return value.toWellFormed();
  return `${value.slice(0, VALUE_CHARACTERS_MAX - 1).toWellFormed()}…`;
}
