/** Limits of the ledger's HTTP routes, by name. Those of the ledger's formats are in spec/limits.md. */

import { assert } from '@stele/base';
import { ENVELOPE_BYTES_MAX, PAYLOAD_BYTES_MAX, TX_BYTES_MAX } from '@stele/protocol';
import type { BodyLimits } from '@stele/server';

/** One submission as canonical CBOR: the largest transaction with its payloads. */
const SUBMISSION_CBOR_BYTES_MAX = ENVELOPE_BYTES_MAX;
/** The same as JSON, where bytes are base64url and so a third longer. */
const SUBMISSION_JSON_BYTES_MAX = 3_145_728;
/** Many submissions at once: what the slowest connection that is served sends before its request times out. */
const SUBMISSIONS_BYTES_MAX = 8_388_608;
/** Submissions of one request. */
export const SUBMISSIONS_MAX = 1_000;

/** What POST transactions reads. */
export const SUBMISSION_BODIES = {
  'application/json': { name: 'SUBMISSION_JSON_BYTES_MAX', value: SUBMISSION_JSON_BYTES_MAX },
  'application/cbor': { name: 'SUBMISSION_CBOR_BYTES_MAX', value: SUBMISSION_CBOR_BYTES_MAX },
  'application/cbor-seq': { name: 'SUBMISSIONS_BYTES_MAX', value: SUBMISSIONS_BYTES_MAX },
} as const satisfies BodyLimits;

/** The longest a submit may be held back. */
export const WAIT_MS_MAX = 30_000;
export const WAIT_MS_DEFAULT = 10_000;

/** Of a page of rows filed under one term; a ledger gives no more at once. */
export const FOUND_ROWS_MAX = 1_000;
export const FOUND_ROWS_DEFAULT = 50;
/** Of a checkpoint in a query, as base64url: with the lines of some forty nodes. */
export const CHECKPOINT_QUERY_CHARACTERS_MAX = 8_192;

/** Of a principal in a path: no path parameter is longer (PATH_PARAMETER_LENGTH_MAX). */
export const PARTY_PATH_CHARACTERS_MAX = 256;
/** Of one in a query: any that a transaction holds. */
export const PARTY_QUERY_CHARACTERS_MAX = 4_096;

/** Of a page of events. */
export const EVENTS_PAGE_MAX = 1_000;
export const EVENTS_PAGE_DEFAULT = 50;
/** The longest an empty page is held back; then the reader asks again. */
export const EVENTS_WAIT_MS_MAX = 20_000;
/** Streams of events at once: each keeps a connection and a place in the ledger's feed. */
export const EVENT_STREAMS_MAX = 256;
/** An idle stream says so this often, so that proxies keep it and a vanished reader is noticed. */
export const EVENT_STREAM_IDLE_MS = 15_000;
/** A page that comes back empty earlier than asked is not asked for again before this. */
export const EVENT_POLL_MS = 250;

assert(
  Math.max(((TX_BYTES_MAX + PAYLOAD_BYTES_MAX) * 4) / 3, SUBMISSION_JSON_BYTES_MAX) ===
    SUBMISSION_JSON_BYTES_MAX,
  'whatever fits as CBOR fits as JSON',
);
assert(
  Math.min(SUBMISSION_CBOR_BYTES_MAX, SUBMISSIONS_BYTES_MAX) === SUBMISSION_CBOR_BYTES_MAX,
  'a request of many holds any one',
);
