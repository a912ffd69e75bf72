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
/** Of the headers of one part of a form, in bytes, and how many there may be. */
export const PART_HEADER_BYTES_MAX = 4_096;
export const PART_HEADERS_MAX = 16;
export const IDEMPOTENCY_KEY_LENGTH_MAX = 255;
/** Clients whose rate is known at once, per named limit; beyond, the one that asked longest ago is forgotten. */
export const RATE_LIMITED_CLIENTS_MAX = 50_000;
/** Entries of `errors` in a problem. */
export const PROBLEM_ERRORS_MAX = 100;
/** Calls being answered at once, other than reading: of one caller, and of all. As many more would each be answered later. */
export const CALLS_PER_CALLER_MAX = 256;
export const CALLS_UNDER_WAY_MAX = 512;
/** Those beyond are closed as soon as they are made. */
export const CONNECTIONS_MAX = 16_384;
/** What a process keeps for files, the thousand of LevelDB among them, before it takes connections. */
export const FILES_RESERVED = 1_500;

/** A request signature is refused when it is older than this. */
export const SIGNATURE_AGE_MS_MAX = 300_000;
/**
 * How far the clock of a signer may be ahead. Small, because a restarted server has forgotten every nonce, and so refuses for as
 * long as this whatever may have been used before.
 */
export const SIGNATURE_LEAD_MS_MAX = 5_000;
/** Of the nonce of a request signature, in characters. */
export const NONCE_LENGTH_MIN = 16;
export const NONCE_LENGTH_MAX = 128;
/** Nonces of all keys, and of one, that are remembered at once (86 bytes each): signed requests within SIGNATURE_AGE_MS_MAX. */
export const NONCES_MAX = 1_000_000;
export const NONCES_PER_KEY_MAX = 500_000;
/** Signatures in one request, other parties' included, and components that ours may cover. */
export const SIGNATURES_PER_REQUEST_MAX = 8;
export const SIGNED_COMPONENTS_MAX = 32;

/** From connecting to the last header. */
export const HEADERS_TIMEOUT_MS = 10_000;
/** From connecting to the last byte of the body; a body of 8 MiB needs 140 kB/s. */
export const REQUEST_TIMEOUT_MS = 60_000;
/** Longer than the idle time of common proxies (60 s), so that it is they who close an idle connection. */
export const KEEP_ALIVE_MS = 65_000;
/** What is still read, and for how long, of a body that was refused before its end: enough for its sender to notice the answer. */
export const REFUSED_BODY_BYTES_MAX = 16_777_216;
export const REFUSED_BODY_MS = 5_000;
/** How often Node looks for connections beyond the two timeouts above. */
export const TIMEOUT_CHECK_MS = 2_000;
/** How often the keys of open streams are looked at: a revoked key stops reading within a second. */
export const KEY_CHECK_MS = 500;
/** What requests under way get to finish, when the server closes. */
export const CLOSE_GRACE_MS = 10_000;

assert(
  Math.min(TIMEOUT_CHECK_MS, HEADERS_TIMEOUT_MS, REQUEST_TIMEOUT_MS) === TIMEOUT_CHECK_MS,
  'a timeout is noticed soon after it is over',
);
