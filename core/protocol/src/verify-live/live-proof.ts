/**
 * Live proofs (spec/live-proof.md): that one effect was live, or not, after the block of a height. JSON only; bytes are base64url and
 * a path its hashes joined. Reading checks form; verify-live.ts checks what it proves.
 */

import { fromBase64url, isCoded, rejection } from '@stele/base';
import { RECEIPT_BYTES_MAX } from '../limits.ts';
import type { ReceiptCharter, ReceiptStatement } from '../receipt.ts';
import { type Json, type JsonObject, JsonSyntaxError, parseStrictJson } from '../strict-json.ts';

/** As it is written. */
export interface LiveProof {
  readonly type: 'stele-live-proof/v1';
  /** The put, as encoded. */
  readonly effect: string;
  /** Its number in the chain, which is also the number of its live bit. */
  readonly number: number;
  /** From the effect to the effects root of its block. */
  readonly effectPath: string;
  /** Entry of the header of the effect's block, and its place in the log. */
  readonly header: string;
  readonly headerIndex: number;
  readonly headerPath: string;
  /** 256 bytes of live bits, that of the effect among them, after the block of the height. */
  readonly liveChunk: string;
  readonly livePath: string;
  /** Entry of the header of the height. */
  readonly atHeader: string;
  readonly atHeaderIndex: number;
  readonly atHeaderPath: string;
  /** A signed checkpoint, verbatim; both headers are in its log. */
  readonly checkpoint: string;
  /** As in a receipt. */
  readonly genesis: string;
  readonly charters: readonly {
    readonly bytes: string;
    readonly signatures: readonly string[];
  }[];
  readonly statements: readonly { readonly bytes: string; readonly signature: string }[];
}

/** A header's entry in the log. */
export interface PlacedHeader {
  readonly entry: Uint8Array;
  readonly index: number;
  readonly path: readonly Uint8Array[];
}

/** As it is checked. */
export interface ReadLiveProof {
  readonly effect: Uint8Array;
  readonly number: number;
  readonly effectPath: readonly Uint8Array[];
  readonly header: PlacedHeader;
  readonly liveChunk: Uint8Array;
  readonly livePath: readonly Uint8Array[];
  readonly atHeader: PlacedHeader;
  readonly checkpoint: string;
  readonly genesis: Uint8Array;
  readonly charters: readonly ReceiptCharter[];
  readonly statements: readonly ReceiptStatement[];
}

const TYPE = 'stele-live-proof/v1';
const HASH_BYTES = 32;
const FIELDS = [
  ...['type', 'effect', 'number', 'effectPath', 'header', 'headerIndex', 'headerPath'],
  ...['liveChunk', 'livePath', 'atHeader', 'atHeaderIndex', 'atHeaderPath', 'checkpoint'],
  ...['genesis', 'charters', 'statements'],
];

/** Reads a proof. Rejects with LIVE_PROOF_MALFORMED, or VERSION_UNKNOWN for another `type`. */
export function parseLiveProof(bytes: Uint8Array): ReadLiveProof {
  if (bytes.length > RECEIPT_BYTES_MAX) throw malformed('larger than any proof');
  const json = parseJson(bytes);
  requireKnownType(json);
  const fields = readFields(json, FIELDS);
  return {
    effect: readBytes(fields.get('effect')),
    number: readNumber(fields.get('number')),
    effectPath: readPath(fields.get('effectPath')),
    header: readPlaced(fields, 'header'),
    liveChunk: readBytes(fields.get('liveChunk')),
    livePath: readPath(fields.get('livePath')),
    atHeader: readPlaced(fields, 'atHeader'),
    checkpoint: readText(fields.get('checkpoint')),
    genesis: readBytes(fields.get('genesis')),
    charters: readArray(fields.get('charters'), 0).map(readCharter),
    statements: readArray(fields.get('statements'), 1).map(readStatement),
  };
}

/** Before the fields are looked at: a later version may have others. */
function requireKnownType(json: Json): void {
  const type = json instanceof Map ? (json as JsonObject).get('type') : undefined;
  if (type === TYPE) return;
  if (typeof type === 'string') throw rejection('VERSION_UNKNOWN', 'not a known kind of proof');
  throw malformed('no type');
}

function parseJson(bytes: Uint8Array): Json {
  try {
    return parseStrictJson(bytes);
  } catch (cause) {
    if (!(cause instanceof JsonSyntaxError)) throw cause;
    throw malformed(cause.message, cause);
  }
}

function readPlaced(fields: JsonObject, name: string): PlacedHeader {
  return {
    entry: readBytes(fields.get(name)),
    index: readNumber(fields.get(`${name}Index`)),
    path: readPath(fields.get(`${name}Path`)),
  };
}

function readCharter(value: Json): ReceiptCharter {
  const fields = readFields(value, ['bytes', 'signatures']);
  return {
    bytes: readBytes(fields.get('bytes')),
    signatures: readArray(fields.get('signatures'), 1).map(readBytes),
  };
}

function readStatement(value: Json): ReceiptStatement {
  const fields = readFields(value, ['bytes', 'signature']);
  return { bytes: readBytes(fields.get('bytes')), signature: readBytes(fields.get('signature')) };
}

/** An object with these fields and no others. */
function readFields(value: Json, names: readonly string[]): JsonObject {
  if (!(value instanceof Map)) throw malformed('not an object');
  const fields = value as JsonObject;
  const missing = names.find((name) => !fields.has(name));
  if (missing !== undefined) throw malformed(`no ${missing}`);
  if (fields.size !== names.length) throw malformed('an unknown field');
  return fields;
}

function readPath(value: Json | undefined): readonly Uint8Array[] {
  const bytes = readBytes(value);
  if (bytes.length % HASH_BYTES !== 0) throw malformed('a path is hashes of 32 bytes, joined');
  const count = bytes.length / HASH_BYTES;
  return Array.from({ length: count }, (_, i) =>
    bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES),
  );
}

function readBytes(value: Json | undefined): Uint8Array {
  try {
    return fromBase64url(readText(value));
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    throw malformed(cause.message, cause);
  }
}

function readNumber(value: Json | undefined): number {
  if (typeof value !== 'number') throw malformed('not a number');
  return value;
}

function readText(value: Json | undefined): string {
  if (typeof value !== 'string') throw malformed('not text');
  return value;
}

function readArray(value: Json | undefined, lengthMin: number): readonly Json[] {
  if (!Array.isArray(value) || value.length < lengthMin) {
    throw malformed('a list is missing or empty');
  }
  return value as readonly Json[];
}

function malformed(what: string, cause?: unknown): Error {
  return rejection('LIVE_PROOF_MALFORMED', `not a well-formed live proof: ${what}`, { cause });
}
