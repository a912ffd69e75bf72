/**
 * What goes wrong with a database, as failures with codes. Whether the connection is to be given up is decided by `lost`. A fault of
 * the calling program (a type error, a wrong statement) is not the database's and passes through as it is.
 */

import { type CodedError, failure, isCoded } from '@stele/base';
import pg from 'pg';

export interface Fault {
  readonly error: CodedError;
  /** The link to the server is of no more use: connect anew. */
  readonly lost: boolean;
}

interface Meaning {
  readonly code: string;
  readonly message: string;
  readonly action: string;
  readonly lost: boolean;
}

const AWAY: Meaning = {
  code: 'DATABASE_UNAVAILABLE',
  message: 'the database does not answer',
  action: 'Nothing is lost: it is asked again by itself. If this lasts, look at the database.',
  lost: true,
};
const SLOW: Meaning = {
  code: 'DATABASE_TIMEOUT',
  message: 'the database took too long',
  action: 'Try again, or ask for less.',
  lost: false,
};
const FULL: Meaning = {
  code: 'DATABASE_FULL',
  message: 'the disk of the database is full',
  action: 'Free some space; writing goes on by itself.',
  lost: false,
};
const REFUSED: Meaning = {
  code: 'DATABASE_REFUSED',
  message: 'the database refuses user, password or access',
  action:
    'Check user, password and database in DATABASE_URL, and that the user may create a schema.',
  lost: true,
};
const CHANGED: Meaning = {
  code: 'DATABASE_SCHEMA_LOST',
  message: 'the database lacks tables that it had',
  action: 'Rebuild what is derived: stele projection rebuild.',
  lost: true,
};
const BUSY: Meaning = {
  code: 'DATABASE_BUSY',
  message: 'the database put others first',
  action: 'Try again.',
  lost: false,
};

/**
 * By SQLSTATE (PostgreSQL documentation, appendix A); two characters stand for the rest of their class. What is not here is a mistake
 * in a statement.
 */
const MEANINGS: Readonly<Record<string, Meaning>> = {
  '08': AWAY,
  '53': AWAY,
  '57': AWAY,
  '58': AWAY,
  XX: AWAY,
  '57014': SLOW,
  '53100': FULL,
  '28': REFUSED,
  '3D000': REFUSED,
  '42501': REFUSED,
  '3F000': CHANGED,
  '42P01': CHANGED,
  '42703': CHANGED,
  '40': BUSY,
  '55P03': BUSY,
};

/** The fault that an error means; undefined when the error is not the database's. */
export function faultOf(error: unknown): Fault | undefined {
  if (isCoded(error)) return { error, lost: false };
  const meaning = meaningOf(error);
  if (meaning === undefined) return undefined;
  const { code, message, action, lost } = meaning;
  const sentence = `${message} (${detailOf(error)})`;
  return { error: failure(code, sentence, { action, retryable: true, cause: error }), lost };
}

function meaningOf(error: unknown): Meaning | undefined {
  if (error instanceof pg.DatabaseError) {
    const state = error.code ?? '';
    return MEANINGS[state] ?? MEANINGS[state.slice(0, 2)];
  }
  return isOfSocket(error) ? AWAY : undefined;
}

/** The driver has no class for these: system errors have an errno code, its own begin with one of few words. */
function isOfSocket(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof AggregateError) return error.errors.every(isOfSocket);
  if ('code' in error && typeof error.code === 'string' && /^E[A-Z]+|_/.test(error.code)) {
    return true;
  }
  return DRIVER_SENTENCE.test(error.message);
}

const DRIVER_SENTENCE =
  /^(Connection terminated|timeout e|Query read timeout|Client (was closed|has encountered|is not queryable)|Cannot use a pool|The server does not support SSL|SASL|SCRAM|Received|driver has already been destroyed)/;

/** Errors of the server may quote rows, so only their number is passed on. */
function detailOf(error: unknown): string {
  if (error instanceof pg.DatabaseError) return `SQLSTATE ${error.code ?? 'unknown'}`;
  if (error instanceof AggregateError && error.message === '') return detailOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
