/** Names and sizes in a data folder (spec/disk.md). Paths are relative to it. */

export const FORMAT_PATH = 'FORMAT';
export const GENESIS_PATH = 'genesis';
export const SETUP_PATH = 'setup';
export const STATEMENT_PATH = 'statement';
export const CHECKPOINT_PATH = 'checkpoint';
/** The process that holds the folder, for messages only. */
export const PID_PATH = 'node.pid';
export const ADMIN_KEY_PATH = 'admin.key';
export const KEYS_FOLDER = 'keys';
export const LOG_FOLDER = 'log';
export const PAYLOAD_FOLDER = 'payload';
export const TREE_FOLDER = 'tree';
export const STATE_FOLDER = 'state';
/** Transactions that wait for signatures. */
export const INBOX_FOLDER = 'inbox';

/** What every chain has besides its log and its keys. */
export const CHAIN_FILES = [GENESIS_PATH, SETUP_PATH, STATEMENT_PATH, ADMIN_KEY_PATH] as const;

/** Entries in one segment of the log: 256 full C2SP bundles. */
export const SEGMENT_ENTRIES = 65_536;
/** A payload file that has reached this is not appended to. */
export const PAYLOAD_FILE_BYTES = 1_073_741_824;
/** Before each entry. */
export const ENTRY_LENGTH_BYTES = 2;
/** Before each payload record. */
export const PAYLOAD_LENGTH_BYTES = 4;
export const OFFSET_BYTES = 4;
export const HASH_BYTES = 32;
/** Hashes, or entries, in a full C2SP tile. */
export const TILE_WIDTH = 256;

export const entriesPath = (segment: number): string => `${LOG_FOLDER}/${padded(segment)}.entries`;
export const offsetsPath = (segment: number): string => `${LOG_FOLDER}/${padded(segment)}.offsets`;
export const payloadPath = (file: number): string => `${PAYLOAD_FOLDER}/${padded(file)}`;
export const treePath = (level: number): string => `${TREE_FOLDER}/${String(level)}`;

function padded(number: number): string {
  return String(number).padStart(6, '0');
}
