/** Every limit of the formats, with its reason (spec/limits.md), and the relations between them. */

import { assert } from '@stele/base';

/** Two length bytes in a C2SP entry bundle. */
export const ENTRY_BYTES_MAX = 65_535;
/** Leaves room in an entry for its outcome. */
export const TX_BYTES_MAX = 61_440;
export const EFFECT_BYTES_MAX = 65_535;
export const EFFECT_KEY_BYTES_MAX = 256;
/** Of the terms a row is filed under: any digest whole, and its algorithm. */
export const TERM_BYTES_MAX = 80;
/** Of one put. */
export const TERMS_MAX = 16;
/** Of the key by which a contract knows one of its timers. */
export const TIMER_KEY_BYTES_MAX = 64;
/** However many are due, transactions get their turn; the others fire in the blocks after. */
export const TIMERS_PER_BLOCK_MAX = 64;
/** All payloads of one transaction: 10 000 items with two digests and a note hash are 1.3 MiB. */
export const PAYLOAD_BYTES_MAX = 1_572_864;
export const PAYLOAD_ITEMS_MAX = 10_000;
/** What one unit of a quota pays for at least: payloads are kept for ever, whatever becomes of their transaction. */
export const PAYLOAD_BYTES_PER_UNIT = 256;
export const BLOB_LEAF_BYTES = 65_536;
/** One transaction with its payloads, and framing. */
export const ENVELOPE_BYTES_MAX = 2_097_152;
/** Of envelopes: applying a block stays under 60 ms. */
export const BLOCK_BYTES_MAX = 1_048_576;
export const NOTE_BYTES_MAX = 16_384;
/** Hundred times the largest short receipt. */
export const RECEIPT_BYTES_MAX = 1_048_576;
/** More authorities than anybody asks; with the limit of a token it keeps any receipt far below RECEIPT. */
export const RECEIPT_TIMESTAMPS_MAX = 8;
/** A token with a chain of three RSA-4096 certificates has 7 KiB. */
export const TIMESTAMP_TOKEN_BYTES_MAX = 16_384;
export const CALLS_MAX = 16;
export const ACTORS_MAX = 16;
export const PAYLOADS_MAX = 16;
/** Two principals of sixteen leaves. */
export const SIGNATURES_MAX = 32;
export const PRINCIPAL_LEAVES_MAX = 16;
export const PRINCIPAL_DEPTH_MAX = 3;
export const MEMBERS_MAX = 128;
export const MEMBER_KEYS_MAX = 8;
export const MEMBER_WEIGHT_MAX = 1_000_000;
export const MEMBER_NAME_BYTES_MAX = 200;
/** How far ahead of block time a transaction may be valid: bounds how long ids must be remembered. */
export const VALIDITY_MS_MAX = 86_400_000;
/** An envelope stamped further ahead of a node's clock is refused before it is ordered. */
export const CLOCK_LEAD_MS_MAX = 2_000;
/** How much later than its cosignatures an entry may claim to be. */
export const COSIGN_LAG_MS_MAX = 15_000;
export const BLOCKS_PER_GROUP_MAX = 256;
export const SIGNATURE_LINES_MAX = 256;
export const PROOF_HASHES_MAX = 63;

const OUTCOME_BYTES_MAX = 4_095;
const FRAMING_BYTES = 65_536;

assert(TX_BYTES_MAX + OUTCOME_BYTES_MAX <= ENTRY_BYTES_MAX, 'an entry holds any transaction');
assert(
  TX_BYTES_MAX + PAYLOAD_BYTES_MAX + FRAMING_BYTES <= ENVELOPE_BYTES_MAX,
  'an envelope holds any transaction with its payloads',
);
assert(
  Math.min(ENVELOPE_BYTES_MAX, BLOCK_BYTES_MAX) === BLOCK_BYTES_MAX,
  'a full block fits one envelope',
);
assert(
  2 * RECEIPT_TIMESTAMPS_MAX * TIMESTAMP_TOKEN_BYTES_MAX <= RECEIPT_BYTES_MAX / 4,
  'all timestamps, in base64 too, leave most of a receipt to the rest',
);
