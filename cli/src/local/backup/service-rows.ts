/**
 * The rows of the evidence service in a backup: customers, keys, notes, tokens, which no log could give back. In the backup, and over
 * HTTP, they are a CBOR sequence (RFC 8742) of `[key, value]`; each row is read as it comes, so that neither side holds them all.
 */

import { isCoded } from '@stele/base';
import { type CborValue, decode, encode } from '@stele/protocol';

import { trouble } from '../../trouble.ts';

export type ServiceRow = readonly [key: Uint8Array, value: Uint8Array];

/** Of the service's store in a data folder. */
export const SERVICE_FOLDER = 'evidence';
/** Their name in a backup. */
export const SERVICE_ROWS_FILE = 'evidence.rows';
/** More than any row has: a damaged length must not take the memory. */
const ROW_BYTES_MAX = 16_777_216;

/** Where rows come from; undefined: there is no such service. */
export type ServiceRows = () => Promise<AsyncIterable<ServiceRow> | undefined>;

export interface RowsServer {
  readonly url: string;
  readonly key: string;
}

/** The server's rows. Undefined: it has no such service. Fails with SERVICE_ROWS_UNAVAILABLE. */
export async function rowsOver({
  url,
  key,
}: RowsServer): Promise<AsyncIterable<ServiceRow> | undefined> {
  const headers = { Authorization: `Bearer ${key}` };
  const answer = await fetch(url, { headers }).catch((cause: unknown) => {
    throw unavailable(cause instanceof Error ? cause.message : String(cause), cause);
  });
  if (answer.ok) return rowsIn(bodyOf(answer), url);
  const problem = await answer.text();
  // A server of the ledger alone.
  if (answer.status === 404) return undefined;
  throw unavailable(`${String(answer.status)} ${problem.slice(0, 200)}`);
}

async function* bodyOf({ body }: Response): AsyncGenerator<Uint8Array> {
  if (body === null) return;
  try {
    for await (const piece of body) yield piece;
  } catch (cause) {
    throw unavailable(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** Rows as bytes, one after the other. */
export async function* rowBytes(rows: AsyncIterable<ServiceRow>): AsyncGenerator<Uint8Array> {
  for await (const [key, value] of rows) yield encode([key, value]);
}

/** The rows in pieces of bytes, however they are cut. Rejects with SERVICE_ROWS_MALFORMED, naming `place`. */
export async function* rowsIn(
  pieces: AsyncIterable<Uint8Array>,
  place: string,
): AsyncGenerator<ServiceRow> {
  let rest = Buffer.alloc(0);
  for await (const piece of pieces) {
    rest = rest.length === 0 ? Buffer.from(piece) : Buffer.concat([rest, piece]);
    for (;;) {
      const length = rowLength(rest, place);
      if (length === undefined || length > rest.length) break;
      yield rowFrom(rest.subarray(0, length), place);
      rest = rest.subarray(length);
    }
  }
  if (rest.length > 0) throw malformed(place, 'it ends within a row');
}

const PAIR = 0x82;
const BYTES = 0x40;
const BYTES_LAST = 0x5b;
const LENGTH_IN_HEAD_MAX = 0x17;

/** Bytes of the row that begins here; undefined when too little of it is there to say. */
function rowLength(bytes: Uint8Array, place: string): number | undefined {
  if (bytes.length === 0) return undefined;
  if (bytes[0] !== PAIR) throw malformed(place, 'a row is a pair');
  const value = endOfString(bytes, 1, place);
  return value === undefined ? undefined : endOfString(bytes, value, place);
}

/** Where the byte string that begins at `start` ends. */
function endOfString(bytes: Uint8Array, start: number, place: string): number | undefined {
  const head = bytes[start];
  if (head === undefined) return undefined;
  if (head < BYTES || head > BYTES_LAST) throw malformed(place, 'a row holds byte strings');
  const short = head - BYTES;
  if (short <= LENGTH_IN_HEAD_MAX) return start + 1 + short;
  const digits = 2 ** (short - LENGTH_IN_HEAD_MAX - 1);
  const written = bytes.subarray(start + 1, start + 1 + digits);
  if (written.length < digits) return undefined;
  const length = written.reduce((sum, byte) => sum * 256 + byte, 0);
  if (length > ROW_BYTES_MAX) throw malformed(place, `a row of ${String(length)} bytes`);
  return start + 1 + digits + length;
}

function rowFrom(bytes: Uint8Array, place: string): ServiceRow {
  try {
    const [key, value] = decode(new Uint8Array(bytes)) as readonly CborValue[];
    return [key as Uint8Array, value as Uint8Array];
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    throw malformed(place, cause.message, cause);
  }
}

function unavailable(reason: string, cause?: unknown): Error {
  return trouble('SERVICE_ROWS_UNAVAILABLE', { reason }, cause);
}

function malformed(path: string, reason: string, cause?: unknown): Error {
  return trouble('SERVICE_ROWS_MALFORMED', { path, reason }, cause);
}
