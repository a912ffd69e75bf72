/** Limits of the service, by name; docs/limits.md has them all with what happens beyond. Those of the ledger are in spec/limits.md. */

import { assert } from '@stele/base';

/** A JSON or NDJSON batch: 10 000 items with two digests, a reference and a name are 3 MiB. */
export const BATCH_BODY_BYTES_MAX = 8_388_608;
/** A receipt in a JSON body, and the digests beside it. */
export const RECEIPT_BODY_BYTES_MAX = 2_097_152;
/** A certificate that is sent to be verified: ours have a hundred kilobytes. */
export const CERTIFICATE_BODY_BYTES_MAX = 8_388_608;
/** A file that is hashed here; a larger one is hashed where it is, and its digests sent. */
export const VERIFICATION_FILE_BYTES_MAX = 104_857_600;
/** A form in all: the file, and beside it a receipt or a certificate with what separates them. */
export const VERIFICATION_FORM_BYTES_MAX = 116_391_936;
export const VERIFICATION_PARTS_MAX = 4;

export const NAME_CHARACTERS_MAX = 1_024;
export const REFERENCE_CHARACTERS_MAX = 256;
/** Nesting of metadata: its note is one level, and CBOR is read 16 deep. */
export const METADATA_DEPTH_MAX = 12;

export const PAGE_RECORDS_MAX = 1_000;
/** Of a public look-up, which has one page: what a stranger compares is one file. */
export const PUBLIC_RECORDS_MAX = 50;
/** Of a digest or a transaction, by one request, whether they are shown or not: so it ends, whatever others recorded. More than a page. */
export const RECORDS_LOOKED_AT_MAX = 5_000;

/** What is held back until a record is committed, or its receipt proven. */
export const RECORD_WAIT_MS_MAX = 10_000;

/** Of one customer, not yet on their way. */
export const RECORDS_WAITING_MAX = 20_000;
/** Transactions of one customer on their way. One: what comes meanwhile goes together, and fewer, larger ones answer sooner than two at once. */
export const TRANSACTIONS_AHEAD_MAX = 1;

/** A look at a customer's keys stays one page, and a leaked admin key cannot fill the memory. */
export const KEYS_PER_CUSTOMER_MAX = 1_000;

/** Requests a minute and client address, of routes that take no key. */
export const PUBLIC_LOOKUPS_PER_MINUTE_MAX = 120;
export const VERIFICATIONS_PER_MINUTE_MAX = 120;
export const CERTIFICATES_PER_MINUTE_MAX = 30;

assert(
  VERIFICATION_FORM_BYTES_MAX >
    VERIFICATION_FILE_BYTES_MAX + CERTIFICATE_BODY_BYTES_MAX + RECEIPT_BODY_BYTES_MAX,
  'a form holds the largest of each part',
);
