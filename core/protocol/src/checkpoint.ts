/** Checkpoints and cosignatures (C2SP tlog-checkpoint, tlog-cosignature; spec/log.md, "Checkpoint"). */

import { concat, toBase64, utf8 } from '@stele/base';
import type { Crypto, Signer } from './crypto.ts';
import {
  formatNote,
  malformed,
  type Note,
  NOTE_TYPE_COSIGNATURE,
  NOTE_TYPE_ED25519,
  noteKeyId,
  parseNote,
  readBase64,
  type SignatureLine,
} from './note.ts';

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint;
  readonly note: Note;
}

const ROOT_BYTES = 32;
const DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/;
const SECONDS_BYTES = 8;

/** The three lines of a checkpoint, each with its newline. */
export function checkpointText({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${String(size)}\n${toBase64(root)}\n`;
}

/** Reads a signed checkpoint without extension lines. Rejects with PROOF_MALFORMED. */
export function parseCheckpoint(text: string): SignedCheckpoint {
  const note = parseNote(text);
  const lines = note.text.split('\n');
  const [origin, size, root] = lines;
  if (lines.length !== 4 || origin === undefined || root === undefined || origin === '') {
    throw malformed('a checkpoint has three lines');
  }
  const checkpoint = { origin, size: readDecimal(size), root: readBase64(root) };
  if (checkpoint.root.length !== ROOT_BYTES) throw malformed('a root has 32 bytes');
  return { checkpoint, note };
}

/** A decimal without leading zeroes, below 2^53. Rejects with PROOF_MALFORMED. */
export function readDecimal(text: string | undefined): number {
  if (text === undefined || !DECIMAL.test(text)) throw malformed('a number');
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw malformed('a number of 2^53 or more');
  return value;
}

/** `cosignature/v1`, the time, the three lines. */
export function cosignatureInput(seconds: number, text: string): Uint8Array {
  return utf8(`cosignature/v1\ntime ${String(seconds)}\n${text}`);
}

export interface Cosignature {
  readonly seconds: number;
  readonly signature: Uint8Array;
}

/** 8 bytes big-endian seconds ‖ signature */
export function encodeCosignature({ seconds, signature }: Cosignature): Uint8Array {
  const time = new DataView(new ArrayBuffer(SECONDS_BYTES));
  time.setBigUint64(0, BigInt(seconds));
  return concat(new Uint8Array(time.buffer), signature);
}

/** Undefined when it cannot be one, or its time is 2^53 s or more. */
export function decodeCosignature(bytes: Uint8Array): Cosignature | undefined {
  if (bytes.length <= SECONDS_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, SECONDS_BYTES);
  const seconds = Number(view.getBigUint64(0));
  return Number.isSafeInteger(seconds)
    ? { seconds, signature: bytes.subarray(SECONDS_BYTES) }
    : undefined;
}

/** A node's two keys for one origin. */
export interface CheckpointSigners {
  readonly crypto: Crypto;
  readonly log: Signer;
  readonly cosigner: Signer;
  /** C2SP name of the cosigner key. */
  readonly cosignerName: string;
}

/** The signed checkpoint of a node: its log line first, then its cosignature of `seconds`. */
export function signCheckpoint(
  signers: CheckpointSigners,
  checkpoint: Checkpoint,
  seconds: number,
): string {
  const text = checkpointText(checkpoint);
  const { crypto, log, cosigner, cosignerName } = signers;
  const cosignature = cosigner.sign(cosignatureInput(seconds, text));
  const lines: SignatureLine[] = [
    {
      name: checkpoint.origin,
      keyId: noteKeyId(crypto, {
        name: checkpoint.origin,
        type: NOTE_TYPE_ED25519,
        key: log.publicKey,
      }),
      signature: log.sign(utf8(text)),
    },
    {
      name: cosignerName,
      keyId: noteKeyId(crypto, {
        name: cosignerName,
        type: NOTE_TYPE_COSIGNATURE,
        key: cosigner.publicKey,
      }),
      signature: encodeCosignature({ seconds, signature: cosignature }),
    },
  ];
  return formatNote({ text, lines });
}
