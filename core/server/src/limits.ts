/**
 * The server's own limits, by name: the name is what a 413 or 503 answer tells its reader. Limits of the ledger's formats are in
 * spec/limits.md; routes that carry those give their own body limit.
 */

import { assert } from '@stele/base';

/** A JSON body of a route that says nothing else. */
export const BODY_BYTES_MAX = 262_144;
/** Of a request line and its headers together. Node answers more with 431. */
export const HEADER_BYTES_MAX = 16_384;
/** JSON nested deeper is refused before it is parsed, so that no reader of it can run out of stack. */
export const JSON_DEPTH_MAX = 32;
/** Of one path parameter: a tile path of the largest log there can be is far shorter. */
export const PATH_PARAMETER_LENGTH_MAX = 256;
/** Entries of `errors` in a problem. */
export const PROBLEM_ERRORS_MAX = 100;
export const CONNECTIONS_MAX = 4_096;

/** From connecting to the last header. */
export const HEADERS_TIMEOUT_MS = 10_000;
/** From connecting to the last byte of the body; a body of 8 MiB needs 140 kB/s. */
export const REQUEST_TIMEOUT_MS = 60_000;
/** Longer than the idle time of common proxies (60 s), so that it is they who close an idle connection. */
export const KEEP_ALIVE_MS = 65_000;
/** How often Node looks for connections beyond the two timeouts above. */
export const TIMEOUT_CHECK_MS = 2_000;
/** What requests under way get to finish, when the server closes. */
export const CLOSE_GRACE_MS = 10_000;

assert(
  Math.min(TIMEOUT_CHECK_MS, HEADERS_TIMEOUT_MS, REQUEST_TIMEOUT_MS) === TIMEOUT_CHECK_MS,
  'a timeout is noticed soon after it is over',
);
