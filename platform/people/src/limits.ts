/** Limits of signing in, by name; docs/limits.md has them all with what happens beyond. */

import { assert } from '@stele/base';

/** All of them are in memory, and written at each change. */
export const PEOPLE_MAX = 1_000;
export const PERSON_NAME_LENGTH_MAX = 100;

export const LINK_LIFETIME_MS = 3_600_000;
/** Of one person at once; a new one takes the place of the oldest. */
export const LINKS_PER_PERSON_MAX = 10;

/** A session that nobody uses ends within a working day, any session within a week. */
export const SESSION_IDLE_MS = 28_800_000;
export const SESSION_LIFETIME_MS = 604_800_000;
/** Of one person at once; a new one ends the oldest. */
export const SESSIONS_PER_PERSON_MAX = 20;
/** How much of a session's use a crash may forget: use is written down that often, not at each request. */
export const SESSION_USE_WRITTEN_MS = 300_000;
/** Of the browser's name, as shown among the sessions. */
export const AGENT_LENGTH_MAX = 200;
/**
 * For so long after signing in, ways to sign in are added and removed, and administrators make links, add people and change roles; after a
 * link or passkey a password is set without the old one, too.
 */
export const FRESH_SESSION_MS = 900_000;

/**
 * How far a clock may have been set back before what was begun in its future is refused. More would let a wrong clock lengthen what has
 * an end.
 */
export const CLOCK_SET_BACK_MS_MAX = 300_000;

/** NIST SP 800-63B-4 §3.1.1: length is what counts. The upper bound keeps hashing cheap to ask for. */
export const PASSWORD_LENGTH_MIN = 10;
export const PASSWORD_LENGTH_MAX = 200;
/** Each hash takes 32 MiB and a good part of a core-second. */
export const HASHING_MAX = 2;
export const HASHING_WAITING_MAX = 20;

/** RFC 6238 §4.1, §5.2. */
export const CODE_PERIOD_S = 30;
export const CODE_DIGITS = 6;
export const CODE_STEPS_ASIDE = 1;
export const CODE_SECRET_BYTES = 20;
export const CODE_SETUP_MS = 600_000;

export const PASSKEYS_PER_PERSON_MAX = 20;
export const PASSKEY_NAME_LENGTH_MAX = 100;
export const CHALLENGE_LIFETIME_MS = 300_000;
/** Of one person who adds a passkey, of one address that signs in; beyond, the maker's own oldest is forgotten. */
export const CHALLENGES_PER_PERSON_MAX = 10;
export const CHALLENGES_PER_ADDRESS_MAX = 100;
/** Of all who add one, and of all who sign in; beyond, the oldest of anybody. */
export const CHALLENGES_MAX = 50_000;

/**
 * Wrong tries before waiting begins, then doubling from a second to the longest wait; forgotten after a quiet time. Of one person from one
 * address.
 */
export const TRIES_PER_PERSON_FREE = 5;
/** Many people may share an address. */
export const TRIES_PER_ADDRESS_FREE = 30;
export const TRIES_WAIT_MS_MIN = 1_000;
export const TRIES_WAIT_MS_MAX = 900_000;
/** Of one person from everywhere: slows down whoever has many addresses, and is never long enough to keep the person out. */
export const TRIES_PER_NAME_FREE = 100;
export const TRIES_PER_NAME_WAIT_MS_MAX = 30_000;
export const TRIES_FORGOTTEN_MS = 3_600_000;
/** Names and addresses whose tries are known at once. */
export const TRIED_MAX = 10_000;

/** Of all routes that sign in, by address: a department that comes in at nine passes, a program that guesses does not. */
export const SIGN_INS_PER_MINUTE_MAX = 120;

assert(
  SESSION_LIFETIME_MS - SESSION_IDLE_MS > 0,
  'idleness can end a session before its time does',
);
assert(SESSION_USE_WRITTEN_MS * 10 < SESSION_IDLE_MS, 'a restart hardly shortens a session in use');
assert(TRIES_FORGOTTEN_MS - TRIES_WAIT_MS_MAX > 0, 'waiting is no way to be forgotten');
