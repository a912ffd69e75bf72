/** The service's public codes as HTTP answers: status, title, the next step. Codes of the ledger are in the ledger's own catalogue. */

import type { Catalogue, CodeEntry } from '@stele/server';

const entry = (status: number, title: string, action: string, shows?: string[]): CodeEntry => ({
  status,
  title,
  action,
  ...(shows === undefined ? {} : { shows }),
});

const REQUEST: Catalogue = {
  BATCH_LINE_MALFORMED: entry(
    400,
    'A line of the batch is not JSON.',
    'Send one JSON object a line (application/x-ndjson).',
  ),
  DIGESTS_MISSING: entry(400, 'There is no digest.', 'Send at least one of sha-256, sm3, sha-512.'),
  DIGEST_ALGORITHM_UNKNOWN: entry(
    400,
    'The hash function is not one that records hold.',
    'Use sha-256, sm3 or sha-512.',
  ),
  DIGEST_MALFORMED: entry(
    400,
    'A digest has the wrong length or is not lower-case hexadecimal.',
    'Write sha-256 and sm3 as 64, sha-512 as 128 lower-case hexadecimal digits.',
  ),
  DIGEST_WEAK: entry(
    400,
    'The hash function is broken and proves nothing.',
    'Use sha-256, sm3 or sha-512; keep an old digest as metadata if you need it.',
  ),
  EXPIRY_PAST: entry(
    400,
    'The key would have expired already.',
    'Send a time in the future, or none.',
  ),
  ITEMS_MISSING: entry(400, 'The batch is empty.', 'Send 1 to 10 000 items.'),
  ITEMS_TOO_MANY: entry(
    413,
    'The batch has more items than a transaction carries.',
    'Split it into batches of at most `countMax`.',
    ['limit', 'countMax'],
  ),
  ITEM_DUPLICATE: entry(
    400,
    'Two items of the batch say the same.',
    'Take one of them out, or give them references of their own.',
  ),
  METADATA_UNSUPPORTED: entry(
    400,
    'The metadata cannot be kept exactly.',
    'Write fractions and large numbers as texts, and nest at most 12 deep.',
  ),
  NOTE_TOO_LARGE: entry(
    413,
    'Name, reference and metadata are larger than a note holds.',
    'Shorten them to 16 KiB in all.',
    ['limit', 'bytesMax'],
  ),
  TIME_MALFORMED: entry(400, 'This is no time.', 'Write times as 2026-01-31T08:00:00.000Z.'),
  VERIFICATION_INCOMPLETE: entry(
    400,
    'There is nothing to verify.',
    'Send a receipt or a certificate; a file or its digests besides, to compare it.',
  ),
};

const STATE: Catalogue = {
  CUSTODY_OWN: entry(
    409,
    'This customer signs its records itself.',
    'Record with the SDK and the customer’s own key.',
    ['account'],
  ),
  CUSTOMER_IS_OPERATOR: entry(
    409,
    'The operator of the service cannot be changed as a customer.',
    'Change the settings of the service.',
  ),
  CUSTOMER_SUSPENDED: entry(403, 'The customer is suspended.', 'Ask the operator of the service.'),
  CUSTOMER_UNKNOWN: entry(404, 'There is no such customer.', 'Check the id.'),
  BATCH_UNKNOWN: entry(404, 'You have no such batch.', 'Check the id and the key you ask with.'),
  EVIDENCE_UNKNOWN: entry(
    404,
    'You have no such record.',
    'Check the id and the key you ask with; a record that was only accepted is sent again with its key.',
  ),
  KEYS_TOO_MANY: entry(
    409,
    'The customer has as many keys as there may be.',
    'Revoke some that are not used.',
    ['limit', 'countMax'],
  ),
  KEY_NOT_FOUND: entry(404, 'There is no such key.', 'List the keys of the customer.'),
  STORAGE_FAILED: entry(
    503,
    'The service cannot write.',
    'Tell the operator to look at the disk; nothing was recorded.',
  ),
  NOTE_UNREADABLE: entry(
    503,
    'A note cannot be read.',
    'Tell the operator: the store was changed, or the master secret is another one.',
  ),
};

const SEARCH: Catalogue = {
  SEARCH_UNAVAILABLE: entry(
    503,
    'Search and usage are not available just now.',
    'Try again after Retry-After; records are found by id and digest meanwhile.',
  ),
  DAY_MALFORMED: entry(400, 'This is no day.', 'Write days as 2026-01-31.'),
  PROJECTION_FOREIGN: entry(
    409,
    'The database holds the projection of another chain.',
    'Set DATABASE_URL to a database of this chain’s own.',
  ),
  SEARCH_TIMEOUT: entry(503, 'The search took too long.', 'Narrow it with from, to or reference.'),
};

const DOCUMENTS: Catalogue = {
  CERTIFICATE_BUSY: entry(
    503,
    'Too many certificates are being made.',
    'Try again after Retry-After.',
  ),
  CERTIFICATE_NOT_DRAWN: entry(
    503,
    'The certificate could not be drawn.',
    'Try again; if it lasts, tell the operator.',
  ),
  CERTIFICATE_MALFORMED: entry(
    400,
    'No receipt can be read from this PDF.',
    'Send a certificate as it was downloaded, or the receipt itself.',
  ),
  RECEIPT_INVALID: entry(
    422,
    'The receipt does not verify.',
    'Ask POST /v1/verifications which step fails.',
  ),
  RECEIPT_NOT_OF_RECORD: entry(
    422,
    'The receipt proves a transaction, not a record.',
    'Send the receipt of an evidence record.',
  ),
  RECEIPT_MALFORMED: entry(400, 'This is no receipt.', 'Send it as it was downloaded.'),
};

/** Every public code of the service. */
export const EVIDENCE_CODES: Catalogue = { ...REQUEST, ...STATE, ...SEARCH, ...DOCUMENTS };

const STATE_CODES = ['NODE_FAILED', 'NODE_STOPPED', 'NODE_STOPPING', 'CUSTOMER_SUSPENDED'];

/** Of any route that lists a customer's records. */
export const LIST_CODES = [...STATE_CODES, 'NOTE_UNREADABLE'];

/** Of any route that reads one of them. */
export const READ_CODES = [...LIST_CODES, 'EVIDENCE_UNKNOWN'];

/** Of what is read from PostgreSQL. */
export const SEARCH_CODES = ['SEARCH_UNAVAILABLE', 'SEARCH_TIMEOUT'];

/** Of a request to record something. */
export const WRITE_CODES = [
  ...STATE_CODES,
  'DIGEST_ALGORITHM_UNKNOWN',
  'BUSY',
  'CLOCK_BEHIND',
  'CUSTODY_OWN',
  'DIGESTS_MISSING',
  'DIGEST_MALFORMED',
  'DIGEST_WEAK',
  'IDEMPOTENCY_KEY_MALFORMED',
  'IDEMPOTENCY_KEY_REUSED',
  'METADATA_UNSUPPORTED',
  'NOTE_TOO_LARGE',
  'PAYLOAD_TOO_LARGE',
  'QUOTA_EXCEEDED',
  'QUOTA_EXHAUSTED',
  'RECORD_EXISTS',
  'RECORD_SUPERSEDED',
  'RECORD_UNKNOWN',
  'RULES_UNKNOWN',
  'STORAGE_FAILED',
  'STORAGE_FULL',
  'STORAGE_LOW',
  'TEXT_MALFORMED',
];
