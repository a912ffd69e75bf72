/**
 * The ledger's public codes as HTTP answers. What each means in the ledger is normative in spec/; here stand status, title and the
 * next step. A refusal by a contract that is not built in has a code nobody can list, and is answered as REFUSED with that code.
 */

import type { Catalogue, CodeEntry } from '@stele/server';
import { ASSET_LOOK_UPS, ASSET_REFUSALS, INBOX_CODES, PAY_REFUSALS } from './asset-codes.ts';
import { entry, REFUSAL_FIELDS, refused } from './code-entry.ts';

/** Bytes that are not what they should be (spec/encoding.md, spec/transaction.md). */
const malformed = (title: string): CodeEntry =>
  entry(400, title, 'Build it as spec/ says, or with the SDK; `detail` names what is wrong.');

const BYTES: Catalogue = {
  BYTES_MALFORMED: malformed('Bytes are not written in their one form.'),
  CBOR_DEPTH: malformed('The CBOR nests too deep.'),
  CBOR_NOT_CANONICAL: malformed('The CBOR is not canonical.'),
  CBOR_TRAILING: malformed('Something follows the CBOR.'),
  CBOR_TRUNCATED: malformed('The CBOR ends too early.'),
  CBOR_UNSUPPORTED: malformed('The CBOR uses what the profile leaves out.'),
  CBOR_UTF8: malformed('A text in the CBOR is not UTF-8.'),
  EXTENSION_UNKNOWN: malformed('The transaction uses an extension that is not known.'),
  PRINCIPAL_MALFORMED: malformed('A principal is malformed.'),
  SIGNATURE_MALFORMED: malformed('A signature is malformed.'),
  SUBMISSION_MALFORMED: malformed('The submission is malformed.'),
  TEXT_MALFORMED: malformed('A text is not well-formed.'),
  TX_MALFORMED: malformed('The transaction is malformed.'),
  VERSION_UNKNOWN: malformed('The version is not known.'),
};

const LARGE: Catalogue = {
  PAYLOAD_TOO_LARGE: entry(
    413,
    'The payloads are larger than a transaction carries.',
    'Split it over several transactions.',
    ['limit', 'bytesMax'],
  ),
  SUBMISSIONS_TOO_MANY: entry(
    413,
    'These are more submissions than one request takes.',
    'Send them in several requests.',
    ['limit', 'countMax'],
  ),
  TX_TOO_LARGE: entry(
    413,
    'The transaction is larger than an entry carries.',
    'Use fewer calls, or move data to a payload.',
    ['limit', 'bytesMax'],
  ),
};

/** Not even refused: no entry in the log, nothing charged (spec/transaction.md). */
const VOID: Catalogue = {
  ACTIVATION_REFUSED: refused(
    'The node does not know the rules that are to be activated.',
    'Name rules that the node knows (`knownRules` of the chain).',
  ),
  ALGORITHM_UNKNOWN: refused('The chain does not take keys of this kind.', 'Use Ed25519 or P-256.'),
  DUPLICATE: refused('The transaction is in the log already.', 'Ask for it by its id.'),
  EXPIRED: refused(
    'The transaction is no longer valid.',
    'Build it again; if it is new, check the clock.',
  ),
  LANE_FORBIDDEN: refused('These calls may not use the control lane.', 'Use lane 0.'),
  PAYER_NOT_SIGNED: refused('The payer has not signed.', 'Add a signature of the payer.'),
  PAYER_UNKNOWN: refused(
    'There is no open account to charge.',
    'Have the payer’s account opened, or name another payer.',
  ),
  PAYLOAD_MISMATCH: refused(
    'A payload is not the one the transaction commits to.',
    'Send the payloads the transaction was built with, in its order.',
  ),
  QUOTA_EXHAUSTED: refused(
    'The payer has no unit left.',
    'Ask an administrator of the chain to raise the quota.',
  ),
  SIGNATURE_INVALID: refused(
    'A signature is not valid.',
    'Sign the signing input of exactly this transaction.',
  ),
  VALID_UNTIL_TOO_FAR: refused(
    'The transaction is valid for too long.',
    'Set validUntil to at most 24 hours from now.',
  ),
  WRONG_CHAIN: refused(
    'The transaction was made for another chain.',
    'Build it with the fingerprint of this chain.',
  ),
};

/** Refused in execution: an entry with its code, charged to the payer (spec/contracts.md). */
const REFUSED: Catalogue = {
  ACCOUNT_EXISTS: refused('There is such an account already.', 'Use another account id.'),
  ACCOUNT_UNKNOWN: refused('There is no such account.', 'Check the id, or open the account.'),
  ACTOR_NOT_ACCOUNT: refused(
    'Records are owned by accounts.',
    'Let an account be the first actor of the call.',
  ),
  ARGS_MALFORMED: refused(
    'The arguments do not fit the method.',
    'Give them as the method’s schema says.',
  ),
  AUTHORITY_FORBIDDEN: refused(
    'An account cannot be held by that.',
    'Use a key, or a threshold of keys.',
  ),
  AUTHORITY_NOT_ACTING: refused(
    'Who is to speak for the account does not act in the call.',
    'Let the account and its new authority both be actors, and both sign.',
  ),
  BATCH_EXISTS: refused('The owner has a batch with this id.', 'Ask for it, or use another id.'),
  CALL_UNKNOWN: refused('There is no such contract or method.', 'Check both names.'),
  HEIGHT_NOT_AHEAD: refused(
    'Rules come into force at a block that is ahead.',
    'Name a height above that of the block which takes the call.',
  ),
  ITEM_MALFORMED: refused('A record is malformed.', 'Build it as spec/contracts.md says.'),
  NOT_AUTHORISED: refused(
    'The actor may not do this.',
    'Let an administrator’s account, or the account itself, be the actor.',
  ),
  PAYLOAD_UNKNOWN: refused(
    'The call names a payload that is not there.',
    'Give the number of a payload of items of the same transaction.',
  ),
  QUOTA_ABSENT: refused(
    'The account has no limit that could be raised.',
    'Set a quota first, if there shall be a limit.',
  ),
  QUOTA_EXCEEDED: refused(
    'The payer has too few units left for this.',
    'Do less at once, or ask an administrator of the chain to raise the quota.',
  ),
  QUOTA_TOO_LARGE: refused('The quota would be beyond 2^53 − 1 units.', 'Add less.'),
  RECORD_EXISTS: refused('The owner has a record with this id.', 'Ask for it, or use another id.'),
  RECORD_SUPERSEDED: refused(
    'The record is superseded already.',
    'Supersede the record that superseded it.',
  ),
  RECORD_UNKNOWN: refused('The owner has no record with this id.', 'Check the id.'),
  REFUSED: entry(
    422,
    'A contract refused the transaction.',
    'Look up `refusal` in the description of the contract.',
    ['refusal', ...REFUSAL_FIELDS],
  ),
  RULES_NOT_NEWER: refused(
    'The rules are not newer than those in force.',
    'Name a greater number.',
  ),
  SIGNER_MISSING: refused(
    'An actor has not signed.',
    'Add signatures until every actor of every call is satisfied.',
  ),
};

const LOOK_UP: Catalogue = {
  BLOCK_UNKNOWN: entry(404, 'There is no such block.', 'Ask for `latest` to see how far it goes.'),
  CHECKPOINT_UNKNOWN: entry(
    404,
    'The log was never as the checkpoint says.',
    'Give a checkpoint of this log, as it was served, or none for the newest.',
  ),
  CHAIN_UNKNOWN: entry(404, 'This node has no such chain.', 'Ask for `main`.'),
  ENTRY_REFUSED: entry(
    409,
    'A refused transaction proves nothing, so it has no receipt.',
    'Look at the transaction’s code, and submit one that succeeds.',
  ),
  ENTRY_UNKNOWN: entry(
    404,
    'The log has no such entry.',
    'Ask for an index below `logSize` of the chain.',
  ),
  ITEM_UNKNOWN: entry(
    404,
    'The transaction has no such record.',
    'Give the number of an evidence call, and of an item in its payload.',
  ),
  LOG_PATH_UNKNOWN: entry(
    404,
    'The log has no such file.',
    'Use the paths of C2SP tlog-tiles, up to the size in the checkpoint.',
  ),
  PAYLOAD_ABSENT: entry(
    404,
    'The entry has no such payload.',
    'Look at the payloads of its transaction; numbers begin with 0.',
  ),
  ROW_UNKNOWN: entry(404, 'The table has no such row.', 'Check the key.'),
  TABLE_UNKNOWN: entry(
    404,
    'The chain has no such table.',
    'Give a contract and one of its tables, as in spec/contracts.md.',
  ),
  TRANSACTION_UNKNOWN: entry(
    404,
    'The log has no such transaction.',
    'If it was accepted only, submit the same bytes again: that cannot record it twice.',
  ),
};

const STATE: Catalogue = {
  BUSY: entry(503, 'More is coming in than can be done.', 'Try again after Retry-After.'),
  CLOCK_BEHIND: entry(
    503,
    'The node’s clock is behind the chain’s time.',
    'Tell the operator to set the clock; try again later.',
  ),
  NODE_FAILED: entry(
    503,
    'The node met a fault and has stopped.',
    'Tell the operator; what was acknowledged is not lost.',
  ),
  NODE_STOPPED: entry(503, 'The node has stopped.', 'Try again after Retry-After.'),
  NODE_STOPPING: entry(503, 'The node is stopping.', 'Try again after Retry-After.'),
  NOT_PROVEN: entry(
    503,
    'No signed checkpoint covers the transaction yet.',
    'Ask again after Retry-After.',
  ),
  RULES_UNKNOWN: entry(
    503,
    'The chain goes on under rules that this version of the node does not know.',
    'Tell the operator to install a newer version. Reads go on.',
    ['rules'],
  ),
  STORAGE_FULL: entry(
    503,
    'The node’s disk is full.',
    'Tell the operator; the node takes writes again once there is space.',
  ),
  STORAGE_LOW: entry(
    503,
    'The node’s disk is nearly full.',
    'Tell the operator; the node takes writes again once there is space. Reads go on.',
    ['freeBytes', 'totalBytes'],
  ),
  STREAMS_TOO_MANY: entry(
    503,
    'There are too many streams of events.',
    'Read pages of events in place of a stream, or try again later.',
    ['limit', 'countMax'],
  ),
};

/** Every public code of the ledger. */
export const LEDGER_CODES: Catalogue = {
  ...BYTES,
  ...LARGE,
  ...VOID,
  ...REFUSED,
  ...ASSET_REFUSALS,
  ...PAY_REFUSALS,
  ...LOOK_UP,
  ...ASSET_LOOK_UPS,
  ...INBOX_CODES,
  ...STATE,
};

/** Of anything that is asked of a ledger. */
export const LEDGER_STATE_CODES = ['NODE_FAILED', 'NODE_STOPPED', 'NODE_STOPPING'] as const;

/** Of a submission that is not taken, or that execution refuses. */
export const SUBMIT_CODES = [
  ...Object.keys({ ...BYTES, ...LARGE, ...VOID, ...REFUSED, ...ASSET_REFUSALS }),
  'BUSY',
  'CLOCK_BEHIND',
  'RULES_UNKNOWN',
  'STORAGE_FULL',
  'STORAGE_LOW',
] as const;

/** Of one that is handed in for others to sign, or of signatures for it. */
export const COLLECT_CODES = [
  'INBOX_FULL',
  'INBOX_SHARE_FULL',
  'PENDING_UNKNOWN',
  'SIGNATURE_UNWANTED',
] as const;

/** Of a request to build one. */
export const PREPARE_CODES = [
  'ARGS_MALFORMED',
  'BYTES_MALFORMED',
  'CALL_UNKNOWN',
  'CLASS_UNKNOWN',
  'FUNDS_MISSING',
  'FUNDS_SCATTERED',
  'OUTPUT_UNKNOWN',
  'PRINCIPAL_MALFORMED',
  'RULES_UNKNOWN',
  'SLOT_AMBIGUOUS',
  'TX_TOO_LARGE',
  'PAYLOAD_TOO_LARGE',
] as const;
