/** What a client hands in: a transaction with its payloads; and the envelope in which a node orders them (spec/transaction.md). */

import { type CborValue, encode } from './cbor.ts';
import { PAYLOADS_MAX } from './limits.ts';
import { type Payload, payloadFromCbor, payloadToCbor } from './payload.ts';
import { Shape } from './shape.ts';

export interface Submission {
  readonly tx: Uint8Array;
  readonly payloads: readonly Payload[];
}

export interface Envelope {
  readonly node: string;
  /** Counts the node's envelopes from 1. */
  readonly number: number;
  readonly stampMs: number;
  readonly submissions: readonly Submission[];
  /** By the node's transport key; empty on a solo chain. */
  readonly signature: Uint8Array;
}

const SUBMISSION = new Shape('SUBMISSION_MALFORMED');
const ENVELOPE = new Shape('ENVELOPE_MALFORMED');
const VERSION = 1;

/** `[tx, [* payload]]` */
export function encodeSubmission(submission: Submission): Uint8Array {
  return encode(submissionToCbor(submission));
}

/** Reads a submission. Rejects with SUBMISSION_MALFORMED; the transaction inside is not looked at. */
export function decodeSubmission(bytes: Uint8Array): Submission {
  return submissionFromCbor(SUBMISSION.decode(bytes), SUBMISSION);
}

function submissionToCbor({ tx, payloads }: Submission): CborValue {
  return [tx, payloads.map((payload) => payloadToCbor(payload))];
}

function submissionFromCbor(value: CborValue, shape: Shape): Submission {
  const [tx, payloads] = shape.tuple(value, 2);
  return {
    tx: shape.bytes(tx),
    payloads: shape
      .array(payloads, { max: PAYLOADS_MAX })
      .map((payload) => payloadFromCbor(payload, shape)),
  };
}

export function encodeEnvelope(envelope: Envelope): Uint8Array {
  const { node, number, stampMs, submissions, signature } = envelope;
  return encode([
    VERSION,
    node,
    number,
    stampMs,
    submissions.map((submission) => submissionToCbor(submission)),
    signature,
  ]);
}

/** Reads an envelope. Rejects with ENVELOPE_MALFORMED or VERSION_UNKNOWN. */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  const items = ENVELOPE.versioned(ENVELOPE.decode(bytes), VERSION, 6);
  return {
    node: ENVELOPE.identifier(items[1]),
    number: ENVELOPE.uint(items[2], { min: 1 }),
    stampMs: ENVELOPE.uint(items[3]),
    submissions: ENVELOPE.array(items[4]).map((value) => submissionFromCbor(value, ENVELOPE)),
    signature: ENVELOPE.bytes(items[5]),
  };
}
