/** What became of each file. */

import type { Verdict } from '@stele/protocol';

import { receiptPathOf } from '../receipts/read-receipt.ts';

type ProvenRecord = NonNullable<Verdict['record']>;

export type FileOutcome = RecordedFile | FailedFile;

export interface RecordedFile {
  /** `kept`: it had been recorded before, and its receipt was left as it is. */
  readonly kind: 'recorded' | 'kept';
  readonly path: string;
  readonly receiptPath: string;
  readonly record: ProvenRecord;
  /** Only when one was asked for. */
  readonly certificate?: CertificateOutcome;
}

/** A file without its certificate is recorded all the same. */
export type CertificateOutcome =
  | { readonly kind: 'written'; readonly path: string }
  | { readonly kind: 'missing'; readonly path: string; readonly error: unknown };

export interface FailedFile {
  readonly kind: 'failed';
  readonly path: string;
  readonly error: unknown;
}

export function recorded(path: string, record: ProvenRecord): RecordedFile {
  return { kind: 'recorded', path, receiptPath: receiptPathOf(path), record };
}

export function kept(path: string, record: ProvenRecord): RecordedFile {
  return { kind: 'kept', path, receiptPath: receiptPathOf(path), record };
}

export function failed(path: string, error: unknown): FailedFile {
  return { kind: 'failed', path, error };
}
