/** C2SP signed notes: text with signature lines, key ids and verifier keys (C2SP signed-note), strictly read (spec/log.md). */

import { concat, fromBase64, isCoded, rejection, toBase64, toHex, utf8 } from '@stele/base';
import type { Crypto } from './crypto.ts';
import { SIGNATURE_LINES_MAX } from './limits.ts';

/** Ed25519 over the note's text: log keys. */
export const NOTE_TYPE_ED25519 = 1;
/** C2SP tlog-cosignature v1: Ed25519 with a time. */
export const NOTE_TYPE_COSIGNATURE = 4;

export interface SignatureLine {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Note {
  /** With its final newline, without the empty line. */
  readonly text: string;
  readonly lines: readonly SignatureLine[];
}

const KEY_ID_BYTES = 4;
const NEWLINE_BYTE = Uint8Array.of(10);
/** Printable ASCII, newlines, em dashes: signed-note forbids control characters, and names of ours need no more. */
const TEXT = /^[\n -~\u2014]*$/;
const LINE = /^\u2014 ([^ +]+) ([A-Za-z0-9+/]+={0,2})$/;

export interface NoteKey {
  readonly name: string;
  readonly type: number;
  readonly key: Uint8Array;
}

/** SHA-256(name ‖ 0x0A ‖ type ‖ key), first 4 bytes. */
export function noteKeyId(crypto: Crypto, { name, type, key }: NoteKey): Uint8Array {
  const input = concat(utf8(name), NEWLINE_BYTE, Uint8Array.of(type), key);
  return crypto.hash(1, input).subarray(0, KEY_ID_BYTES);
}

/** C2SP verifier key: name+hex(id)+base64(type ‖ key) */
export function formatVerifierKey(crypto: Crypto, key: NoteKey): string {
  const material = toBase64(concat(Uint8Array.of(key.type), key.key));
  return `${key.name}+${toHex(noteKeyId(crypto, key))}+${material}`;
}

export function formatNote({ text, lines }: Note): string {
  const signatures = lines.map(
    ({ name, keyId, signature }) => `\u2014 ${name} ${toBase64(concat(keyId, signature))}\n`,
  );
  return `${text}\n${signatures.join('')}`;
}

/** Reads a note. Rejects with PROOF_MALFORMED. */
export function parseNote(note: string): Note {
  if (!TEXT.test(note)) throw malformed('a character that is not allowed');
  const split = note.lastIndexOf('\n\n');
  if (split < 0 || !note.endsWith('\n')) {
    throw malformed('a note is text, an empty line, signatures');
  }
  const rows = note.slice(split + 2, -1).split('\n');
  if (rows.length > SIGNATURE_LINES_MAX) throw malformed('more than 256 signature lines');
  return { text: note.slice(0, split + 1), lines: rows.map(parseLine) };
}

function parseLine(row: string): SignatureLine {
  const [, name, material] = LINE.exec(row) ?? [];
  if (name === undefined || material === undefined) throw malformed('a signature line');
  const bytes = readBase64(material);
  if (bytes.length <= KEY_ID_BYTES) throw malformed('a signature line without a signature');
  return {
    name,
    keyId: bytes.subarray(0, KEY_ID_BYTES),
    signature: bytes.subarray(KEY_ID_BYTES),
  };
}

/** Strict base64. Rejects with PROOF_MALFORMED. */
export function readBase64(text: string): Uint8Array {
  try {
    return fromBase64(text);
  } catch (cause) {
    if (!isCoded(cause)) throw cause;
    throw malformed(cause.message, cause);
  }
}

/** The rejection of notes, checkpoints and proofs. */
export function malformed(what: string, cause?: unknown): Error {
  return rejection('PROOF_MALFORMED', `not a well-formed proof: ${what}`, { cause });
}
