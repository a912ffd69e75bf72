/**
 * Receipts and their two encodings (spec/receipt.md). Both are read into one value, so that nothing downstream knows which it
 * was. Reading checks form only; verify-receipt.ts checks what it proves.
 */

import { fromBase64url, isCoded, rejection, toBase64url } from '@stele/base';
import { type CborValue, decode, encode } from './cbor.ts';
import { RECEIPT_BYTES_MAX, RECEIPT_TIMESTAMPS_MAX, TIMESTAMP_TOKEN_BYTES_MAX } from './limits.ts';
import { type Json, JsonSyntaxError, parseStrictJson } from './strict-json.ts';

export interface Receipt {
  readonly item?: ReceiptItem;
  readonly note?: ReceiptNote;
  readonly digestSalt?: Uint8Array;
  readonly entry: Uint8Array;
  /** A `.tlog-proof` text without an extra line. */
  readonly proof: string;
  /** Charter 0, as encoded. */
  readonly genesis: Uint8Array;
  readonly charters: readonly ReceiptCharter[];
  readonly statements: readonly ReceiptStatement[];
  /** RFC 3161 tokens (DER) over the checkpoint; absent when there are none. */
  readonly timestamps?: readonly Uint8Array[];
}

export interface ReceiptItem {
  /** Number of the call in the transaction. */
  readonly call: number;
  /** Number of the item in the call. */
  readonly index: number;
  readonly bytes: Uint8Array;
  /** Inclusion path under the payload's root, joined; empty when inline. */
  readonly path: Uint8Array;
}
export interface ReceiptNote {
  readonly salt: Uint8Array;
  readonly bytes: Uint8Array;
}
export interface ReceiptCharter {
  readonly bytes: Uint8Array;
  /** Signature triples. */
  readonly signatures: readonly Uint8Array[];
}
export interface ReceiptStatement {
  readonly bytes: Uint8Array;
  /** A signature triple. */
  readonly signature: Uint8Array;
}

const RECEIPT_TYPE = 'stele-receipt/v1';

/** Every way a receipt can be built of plain values, with bytes written as B. */
type Plain<B> = string | number | B | readonly Plain<B>[] | { readonly [name: string]: Plain<B> };

function toPlain<B>(receipt: Receipt, bytes: (value: Uint8Array) => B): Plain<B> {
  const { item, note, digestSalt } = receipt;
  return {
    type: RECEIPT_TYPE,
    ...(item && { item: { ...item, bytes: bytes(item.bytes), path: bytes(item.path) } }),
    ...(note && { note: { salt: bytes(note.salt), bytes: bytes(note.bytes) } }),
    ...(digestSalt && { digestSalt: bytes(digestSalt) }),
    entry: bytes(receipt.entry),
    proof: receipt.proof,
    genesis: bytes(receipt.genesis),
    charters: receipt.charters.map((charter) => ({
      bytes: bytes(charter.bytes),
      signatures: charter.signatures.map(bytes),
    })),
    statements: receipt.statements.map((statement) => ({
      bytes: bytes(statement.bytes),
      signature: bytes(statement.signature),
    })),
    timestamps: (receipt.timestamps ?? []).map(bytes),
    anchors: [],
  };
}

/** The JSON form, indented, with a final newline. */
export function receiptToJson(receipt: Receipt): string {
  return `${JSON.stringify(toPlain(receipt, toBase64url), null, 2)}\n`;
}

/** The CBOR form. */
export function receiptToCbor(receipt: Receipt): Uint8Array {
  return encode(plainToCbor(toPlain(receipt, (bytes) => bytes)));
}

function plainToCbor(value: Plain<Uint8Array>): CborValue {
  if (typeof value !== 'object' || value instanceof Uint8Array) return value;
  if (Array.isArray(value)) return (value as readonly Plain<Uint8Array>[]).map(plainToCbor);
  return new Map(Object.entries(value).map(([name, field]) => [name, plainToCbor(field)]));
}

/** Reads a receipt in either form. Rejects with RECEIPT_MALFORMED, or VERSION_UNKNOWN for another `type`. */
export function parseReceipt(bytes: Uint8Array): Receipt {
  if (bytes.length > RECEIPT_BYTES_MAX) throw malformed('larger than any receipt');
  const json = [0x7b, 0x20, 0x09, 0x0a, 0x0d].includes(bytes[0] ?? 0);
  return json ? readReceipt(parseJson(bytes), JSON_FORM) : readReceipt(parseCbor(bytes), CBOR_FORM);
}

function parseJson(bytes: Uint8Array): Json {
  try {
    return parseStrictJson(bytes);
  } catch (cause) {
    if (!(cause instanceof JsonSyntaxError)) throw cause;
    throw malformed(cause.message, cause);
  }
}

function parseCbor(bytes: Uint8Array): CborValue {
  try {
    return decode(bytes);
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    throw malformed(cause.message, cause);
  }
}

/** How one form writes bytes; all else is the same in both. */
interface Form {
  readonly readBytes: (value: unknown) => Uint8Array;
}

const JSON_FORM: Form = {
  readBytes: (value) => {
    if (typeof value !== 'string') throw malformed('bytes are written as base64url text');
    try {
      return fromBase64url(value);
    } catch (cause) {
      if (!isCoded(cause)) throw cause;
      throw malformed(cause.message, cause);
    }
  },
};

const CBOR_FORM: Form = {
  readBytes: (value) => {
    if (!(value instanceof Uint8Array)) throw malformed('not a byte string');
    return value;
  },
};

const REQUIRED = [
  'type',
  'entry',
  'proof',
  'genesis',
  'charters',
  'statements',
  'timestamps',
  'anchors',
];
const OPTIONAL = ['item', 'note', 'digestSalt'];

function readReceipt(value: unknown, form: Form): Receipt {
  const type = value instanceof Map ? (value.get('type') as unknown) : undefined;
  if (typeof type === 'string' && type !== RECEIPT_TYPE) {
    throw rejection('VERSION_UNKNOWN', 'a receipt of a type this version does not know', {
      action: 'use a newer version of Stele',
    });
  }
  const fields = readFields(value, REQUIRED, OPTIONAL);
  if (type !== RECEIPT_TYPE) throw malformed('no type');
  readNoAnchors(fields.get('anchors'));
  if (fields.has('digestSalt') && !fields.has('item')) throw malformed('digestSalt without item');
  const bytes = (name: string): Uint8Array => form.readBytes(fields.get(name));
  return {
    ...(fields.has('item') && { item: readItem(fields.get('item'), form) }),
    ...(fields.has('note') && { note: readNote(fields.get('note'), form) }),
    ...(fields.has('digestSalt') && { digestSalt: bytes('digestSalt') }),
    entry: bytes('entry'),
    proof: readText(fields.get('proof')),
    genesis: bytes('genesis'),
    charters: readArray(fields.get('charters'), 0).map((charter) => readCharter(charter, form)),
    statements: readArray(fields.get('statements'), 1).map((one) => readStatement(one, form)),
    ...readTimestamps(fields.get('timestamps'), form),
  };
}

function readItem(value: unknown, form: Form): ReceiptItem {
  const fields = readFields(value, ['call', 'index', 'bytes', 'path']);
  return {
    call: readNumber(fields.get('call')),
    index: readNumber(fields.get('index')),
    bytes: form.readBytes(fields.get('bytes')),
    path: form.readBytes(fields.get('path')),
  };
}

function readNote(value: unknown, form: Form): ReceiptNote {
  const fields = readFields(value, ['salt', 'bytes']);
  return { salt: form.readBytes(fields.get('salt')), bytes: form.readBytes(fields.get('bytes')) };
}

function readCharter(value: unknown, form: Form): ReceiptCharter {
  const fields = readFields(value, ['bytes', 'signatures']);
  return {
    bytes: form.readBytes(fields.get('bytes')),
    signatures: readArray(fields.get('signatures'), 1).map((one) => form.readBytes(one)),
  };
}

function readStatement(value: unknown, form: Form): ReceiptStatement {
  const fields = readFields(value, ['bytes', 'signature']);
  return {
    bytes: form.readBytes(fields.get('bytes')),
    signature: form.readBytes(fields.get('signature')),
  };
}

function readFields(
  value: unknown,
  required: readonly string[],
  optional: readonly string[] = [],
): ReadonlyMap<unknown, unknown> {
  if (!(value instanceof Map)) throw malformed('not an object');
  const missing = required.find((name) => !value.has(name));
  if (missing !== undefined) throw malformed(`no ${missing}`);
  for (const name of value.keys() as Iterable<unknown>) {
    const known = typeof name === 'string' && (required.includes(name) || optional.includes(name));
    if (!known) throw malformed('an unknown field');
  }
  return value as ReadonlyMap<unknown, unknown>;
}

function readArray(value: unknown, lengthMin: number): readonly unknown[] {
  if (!Array.isArray(value) || value.length < lengthMin) {
    throw malformed('a list is missing or empty');
  }
  return value as readonly unknown[];
}

/** Without the field when there are none, so that a receipt has one value whether it was read or built. */
function readTimestamps(value: unknown, form: Form): Pick<Receipt, 'timestamps'> {
  const list = readArray(value, 0);
  if (list.length > RECEIPT_TIMESTAMPS_MAX) throw malformed('more than 8 timestamps');
  const timestamps = list.map((one) => form.readBytes(one));
  const sized = timestamps.every(({ length }) => length > 0 && length <= TIMESTAMP_TOKEN_BYTES_MAX);
  if (!sized) throw malformed('a timestamp is empty or larger than 16 KiB');
  return timestamps.length > 0 ? { timestamps } : {};
}

function readNoAnchors(value: unknown): void {
  if (readArray(value, 0).length > 0) throw malformed('anchors are empty in this version');
}

function readNumber(value: unknown): number {
  if (typeof value !== 'number' || value < 0) throw malformed('not a number');
  return value;
}

function readText(value: unknown): string {
  if (typeof value !== 'string') throw malformed('not text');
  return value;
}

function malformed(what: string, cause?: unknown): Error {
  return rejection('RECEIPT_MALFORMED', `not a well-formed receipt: ${what}`, { cause });
}
