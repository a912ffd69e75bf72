/**
 * The three kinds of trouble, never mixed: a *rejection* (some input broke a rule), a *failure* (the world misbehaved), a *bug*
 * (an assertion: the process stops). Rejections and failures carry a stable code, a sentence, and what to do next; bugs carry
 * only a sentence and never become an answer to a user.
 */

export interface CodedErrorDetails {
  /** What the reader should do next, as a sentence. */
  readonly action?: string | undefined;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable?: boolean | undefined;
  readonly data?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
}

/** A rejection or a failure. `code` is SCREAMING_SNAKE_CASE and never renamed. */
export class CodedError extends Error {
  readonly kind: 'rejection' | 'failure';
  readonly code: string;
  readonly action: string | undefined;
  readonly retryable: boolean;
  readonly data: Readonly<Record<string, unknown>> | undefined;

  constructor(
    kind: 'rejection' | 'failure',
    code: string,
    message: string,
    details: CodedErrorDetails,
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'CodedError';
    this.kind = kind;
    this.code = code;
    this.action = details.action;
    this.retryable = details.retryable ?? false;
    this.data = details.data;
  }
}

/** Some input broke the rule that `code` names. The caller throws it. */
export function rejection(
  code: string,
  message: string,
  details: CodedErrorDetails = {},
): CodedError {
  return new CodedError('rejection', code, message, details);
}

/** The world misbehaved: disk, network, another process. The caller throws it. */
export function failure(
  code: string,
  message: string,
  details: CodedErrorDetails = {},
): CodedError {
  return new CodedError('failure', code, message, details);
}

/** Whether `error` is a rejection or failure, and, when `code` is given, that one. */
export function isCoded(error: unknown, code?: string): error is CodedError {
  return error instanceof CodedError && (code === undefined || error.code === code);
}

/** What `read` gives; undefined where it is refused or fails with a code. */
export function unlessRefused<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isCoded(error)) throw error;
    return undefined;
  }
}

/** States what holds. A false condition is a bug in this program, never in its input. */
export function assert(condition: unknown, message: string): asserts condition {
  if (condition !== true) throw new Error(`bug: ${message}`);
}
