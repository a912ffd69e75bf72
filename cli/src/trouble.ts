/**
 * The codes the command line itself rejects or fails with, and how any error, ours or another package's, becomes an exit code and
 * a sentence in the reader's language. The sentences are in the catalogues under `error.<CODE>` and `action.<CODE>`.
 */

import { type CodedError, failure, isCoded, rejection } from '@stele/base';

import { type ExitCode, exitCodes } from './exit-codes.ts';
import { hasText, type Text, type TextKey, type TextParameters, textIn } from './text/text.ts';

const exitCodeByCode = {
  COMMAND_UNKNOWN: exitCodes.usage,
  OPTION_UNKNOWN: exitCodes.usage,
  OPTION_REPEATED: exitCodes.usage,
  OPTION_VALUE_MISSING: exitCodes.usage,
  OPTION_VALUE_UNEXPECTED: exitCodes.usage,
  OPERAND_MISSING: exitCodes.usage,
  OPERAND_UNEXPECTED: exitCodes.usage,
  NUMBER_MALFORMED: exitCodes.usage,
  FINGERPRINT_MALFORMED: exitCodes.usage,
  BENCH_UNKNOWN: exitCodes.usage,
  OPTION_MISSING: exitCodes.usage,
  OPTIONS_OPPOSED: exitCodes.usage,
  CHOICE_UNKNOWN: exitCodes.usage,
  ID_MALFORMED: exitCodes.usage,
  UNITS_MALFORMED: exitCodes.usage,
  TIME_MALFORMED: exitCodes.usage,
  DIGEST_MALFORMED: exitCodes.usage,
  DAY_MALFORMED: exitCodes.usage,
  NOTHING_TO_CHANGE: exitCodes.usage,
  CONFIRMATION_MISSING: exitCodes.usage,
  KEY_FILE_MALFORMED: exitCodes.usage,
  AUTHORITY_UNREADABLE: exitCodes.usage,
  FILE_UNREADABLE: exitCodes.usage,
  FILE_NOT_REGULAR: exitCodes.usage,
  FILE_CHANGED: exitCodes.usage,
  FILE_IS_RECEIPT: exitCodes.usage,
  RECEIPT_MISSING: exitCodes.usage,
  TRUST_STORE_MALFORMED: exitCodes.usage,
  LATEST_MISSING: exitCodes.usage,
  LATEST_UNREADABLE: exitCodes.usage,
  PRINCIPAL_MALFORMED: exitCodes.usage,
  CLASS_NAME_MALFORMED: exitCodes.usage,
  OUTPUT_ID_MALFORMED: exitCodes.usage,
  TRANSACTION_ID_MALFORMED: exitCodes.usage,
  AMOUNT_MALFORMED: exitCodes.usage,
  AMOUNT_EXCEEDS: exitCodes.usage,
  PAIR_MALFORMED: exitCodes.usage,
  VALUE_MALFORMED: exitCodes.usage,
  VALUE_MISSING: exitCodes.usage,
  VALUE_UNKNOWN: exitCodes.usage,
  REFERENCE_MALFORMED: exitCodes.usage,
  SLOT_MALFORMED: exitCodes.usage,
  JSON_MALFORMED: exitCodes.usage,
  JSON_NOT_OBJECT: exitCodes.usage,
  CLASS_FILE_MALFORMED: exitCodes.usage,
  CALLS_FILE_MALFORMED: exitCodes.usage,
  CALL_NAME_UNKNOWN: exitCodes.usage,
  DRAFT_MALFORMED: exitCodes.usage,
  DRAFT_OF_OTHER_CHAIN: exitCodes.usage,
  DRAFT_UNSIGNED: exitCodes.usage,
  SIGNING_UNCONFIRMED: exitCodes.usage,
  RECEIVER_UNOPENED: exitCodes.usage,
  SIGNING_KEY_MALFORMED: exitCodes.usage,
  PROOF_NOT_OF_OUTPUT: exitCodes.usage,
  HOLD_NONE: exitCodes.usage,
  EXIT_NAME_UNKNOWN: exitCodes.usage,
  STEP_NAME_UNKNOWN: exitCodes.usage,
  FUNDS_TOO_SMALL: exitCodes.refused,
  ACCOUNT_ABSENT: exitCodes.refused,
  ANSWER_DIFFERS: exitCodes.failed,
  SERVICE_ROWS_MALFORMED: exitCodes.refused,
  SERVICE_ROWS_UNAVAILABLE: exitCodes.failed,
  RECEIPT_IN_THE_WAY: exitCodes.refused,
  CERTIFICATE_IN_THE_WAY: exitCodes.refused,
  CERTIFICATE_FOREIGN: exitCodes.refused,
  FILE_IN_THE_WAY: exitCodes.refused,
  IDEMPOTENCY_KEY_REUSED: exitCodes.refused,
  FINGERPRINT_NOT_TRUSTED: exitCodes.refused,
  CHAIN_NOT_TRUSTED: exitCodes.refused,
  FOLDER_NOT_FOUND: exitCodes.failed,
  DATA_NOT_A_FOLDER: exitCodes.failed,
  HOST_WITHOUT_TLS: exitCodes.failed,
  ADMIN_KEY_MISSING: exitCodes.failed,
  ADMIN_KEY_MALFORMED: exitCodes.failed,
  KEY_EXPOSED: exitCodes.failed,
  KEY_UNREADABLE: exitCodes.failed,
  ACCOUNT_NOT_FOUND: exitCodes.failed,
  CHAIN_MISMATCH: exitCodes.failed,
  FOLDER_NOT_WRITABLE: exitCodes.failed,
  NOT_PROVEN: exitCodes.failed,
  WRITE_FAILED: exitCodes.failed,
  TRUST_STORE_BUSY: exitCodes.failed,
} as const satisfies Readonly<Record<string, ExitCode>>;

/** Codes of other packages whose kind does not give the exit code that the public surface asks for. */
const exitCodeByForeignCode: Readonly<Record<string, ExitCode>> = {
  CONFIGURATION_INVALID: exitCodes.usage,
  CERTIFICATE_MALFORMED: exitCodes.usage,
  // Something that is no Stele server answered, however politely.
  ANSWER_MALFORMED: exitCodes.failed,
};

export type TroubleCode = keyof typeof exitCodeByCode;

/** An error of the command line's own; `parameters` fill its sentence. The caller throws it. */
export function trouble(
  code: TroubleCode,
  parameters: TextParameters = {},
  cause?: unknown,
): CodedError {
  const english = textIn('en-US');
  const action = actionKey(code);
  const details = {
    action: action === undefined ? undefined : english(action, parameters),
    data: parameters,
    cause,
  };
  const make = exitCodeByCode[code] === exitCodes.failed ? failure : rejection;
  return make(code, english(`error.${code}`, parameters), details);
}

/** The exit code of any error: a rejection of another package is "refused", a failure or a bug "the world failed". */
export function exitCodeOf(error: unknown): ExitCode {
  if (!isCoded(error)) return exitCodes.failed;
  if (isTroubleCode(error.code)) return exitCodeByCode[error.code];
  const foreign = exitCodeByForeignCode[error.code];
  if (foreign !== undefined) return foreign;
  return error.kind === 'rejection' ? exitCodes.refused : exitCodes.failed;
}

export interface Explanation {
  readonly code: string;
  readonly sentence: string;
  /** Where one sentence is not enough, such as for every fault of a configuration. */
  readonly particulars?: readonly string[];
  readonly action: string | undefined;
}

/** What to tell the reader. A code that is not public becomes INTERNAL with the original error's own words. */
export function explain(error: unknown, text: Text): Explanation {
  if (isCoded(error)) return explainCoded(error, text);
  if (isSystemError(error)) {
    const sentence = text('error.SYSTEM', { reason: error.message });
    return { code: 'SYSTEM', sentence, action: undefined };
  }
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: 'INTERNAL', sentence: text('error.INTERNAL', { reason }), action: undefined };
}

function explainCoded(error: CodedError, text: Text): Explanation {
  const parameters = (error.data ?? {}) as TextParameters;
  const sentenceKey = `error.${error.code}`;
  const action = actionKey(error.code);
  if (error.code === 'CONFIGURATION_INVALID') return explainConfiguration(error, text);
  return {
    code: error.code,
    // Another package's sentence is in English; the catalogue has the common ones in both languages.
    sentence: hasText(sentenceKey) ? text(sentenceKey, wordsOf(error)) : error.message,
    action: action === undefined ? error.action : text(action, parameters),
  };
}

function wordsOf(error: CodedError): TextParameters {
  const words = { detail: error.message, reason: error.message, cause: causeOf(error) };
  return { ...words, ...(error.data as TextParameters | undefined) };
}

/** The innermost cause's own words: what lies between only says that something failed. */
function causeOf(error: Error): string {
  let cause: unknown = error;
  while (cause instanceof Error && cause.cause !== undefined) cause = cause.cause;
  // Every address of a name was tried, and each has its own error.
  if (cause instanceof AggregateError) [cause] = cause.errors as readonly unknown[];
  return cause instanceof Error ? cause.message : String(cause);
}

function explainConfiguration(error: CodedError, text: Text): Explanation {
  return {
    code: error.code,
    sentence: text('error.CONFIGURATION_INVALID'),
    particulars: error.message.split('\n'),
    action: text('action.CONFIGURATION_INVALID'),
  };
}

function actionKey(code: string): TextKey | undefined {
  const key = `action.${code}`;
  return hasText(key) ? key : undefined;
}

function isTroubleCode(code: string): code is TroubleCode {
  return Object.hasOwn(exitCodeByCode, code);
}

/** An error of the operating system that nothing nearer to it has explained. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && 'code' in error;
}
