/**
 * Transactions: encoding, identity, and every check that needs nothing but bytes (spec/transaction.md). Time, duplicates, payer
 * and quota need state and belong to the kernel.
 */

import { compare, concat, equal, rejection, utf8 } from '@stele/base';
import { type Call, callFromCbor, callToCbor } from './call.ts';
import { type CborValue, encode } from './cbor.ts';
import { hashInput } from './hash-input.ts';
import { CALLS_MAX, PAYLOADS_MAX, SIGNATURES_MAX, TX_BYTES_MAX } from './limits.ts';
import {
  checkPayloads,
  checkPayloadSizes,
  type Payload,
  type PayloadRoot,
  payloadRootFromCbor,
  payloadRootToCbor,
} from './payload.ts';
import { type Principal, principalFromCbor, principalToCbor } from './principal.ts';
import { Shape } from './shape.ts';
import {
  checkAlgorithm,
  ofKnownAlgorithm,
  type Signature,
  signatureToCbor,
  type Triple,
  tripleFromCbor,
  verifySignature,
} from './signature.ts';
import type { Suite } from './suite/suite.ts';

export interface TransactionContent {
  /** First 8 bytes of the chain's fingerprint. */
  readonly chain: Uint8Array;
  readonly validUntilMs: number;
  readonly salt: Uint8Array;
  /** Null: the first actor of the first call. */
  readonly payer: Principal | null;
  readonly lane: 'normal' | 'control';
  readonly calls: readonly Call[];
  readonly payloads: readonly PayloadRoot[];
  readonly extensions: ReadonlyMap<number, CborValue>;
}

export interface Transaction {
  /** What is hashed and signed. */
  readonly body: Uint8Array;
  readonly content: TransactionContent;
  readonly signatures: readonly Signature[];
}

/** A chain as far as a transaction needs to know it. */
export interface ChainIdentity {
  readonly suite: Suite;
  /** 32 bytes. */
  readonly fingerprint: Uint8Array;
}

const SHAPE = new Shape('TX_MALFORMED');
const VERSION = 1;
export const CHAIN_PREFIX_BYTES = 8;
export const SALT_BYTES = 16;
const ID_DOMAIN = utf8('stele/tx/v1');
const SIGN_DOMAIN = utf8('stele/sign/v1');

export function encodeBody(content: TransactionContent): Uint8Array {
  return encode([
    content.chain,
    content.validUntilMs,
    content.salt,
    content.payer === null ? null : principalToCbor(content.payer),
    content.lane === 'normal' ? 0 : 1,
    content.calls.map((call) => callToCbor(call)),
    content.payloads.map((root) => payloadRootToCbor(root)),
    content.extensions,
  ]);
}

/** Reads a body. Rejects with TX_MALFORMED, PRINCIPAL_MALFORMED, EXTENSION_UNKNOWN. */
export function decodeBody(body: Uint8Array): TransactionContent {
  const [chain, validUntil, salt, payer, lane, calls, payloads, extensions] = SHAPE.tuple(
    SHAPE.decode(body),
    8,
  );
  return {
    chain: SHAPE.bytes(chain, CHAIN_PREFIX_BYTES),
    validUntilMs: SHAPE.uint(validUntil),
    salt: SHAPE.bytes(salt, SALT_BYTES),
    payer: SHAPE.nullable(payer, principalFromCbor),
    lane: SHAPE.uint(lane, { max: 1 }) === 0 ? 'normal' : 'control',
    calls: SHAPE.array(calls, { min: 1, max: CALLS_MAX }).map((call) => callFromCbor(call, SHAPE)),
    payloads: SHAPE.array(payloads, { max: PAYLOADS_MAX }).map((root) =>
      payloadRootFromCbor(root, SHAPE),
    ),
    extensions: SHAPE.extensions(extensions),
  };
}

/** `[1, body, signatures]`; signatures are put into their one order. */
export function encodeTransaction(
  transaction: Pick<Transaction, 'body' | 'signatures'>,
): Uint8Array {
  const signatures = transaction.signatures.toSorted(compareSigners);
  return encode([VERSION, transaction.body, signatures.map((one) => signatureToCbor(one))]);
}

/** Reads a transaction, structure only. Rejects with VERSION_UNKNOWN, ALGORITHM_UNKNOWN and the codes of decodeBody. */
export function decodeTransaction(bytes: Uint8Array): Transaction {
  const items = SHAPE.versioned(SHAPE.decode(bytes), VERSION, 3);
  const body = SHAPE.bytes(items[1]);
  const content = decodeBody(body);
  const triples = SHAPE.array(items[2], { min: 1, max: SIGNATURES_MAX }).map((value) =>
    tripleFromCbor(value, SHAPE),
  );
  triples.forEach((triple, i) => {
    const previous = triples[i - 1];
    if (previous !== undefined && compareSigners(previous, triple) >= 0) {
      throw SHAPE.malformed('signatures are strictly ascending by algorithm and key');
    }
  });
  return { body, content, signatures: triples.map(ofKnownAlgorithm) };
}

function compareSigners(a: Triple, b: Triple): number {
  return a.algorithm - b.algorithm || compare(a.key, b.key);
}

/** H("stele/tx/v1" ‖ fingerprint ‖ body) */
export function transactionId(suite: Suite, fingerprint: Uint8Array, body: Uint8Array): Uint8Array {
  const bytes = hashInput(ID_DOMAIN.length + fingerprint.length + body.length);
  bytes.set(ID_DOMAIN);
  bytes.set(fingerprint, ID_DOMAIN.length);
  bytes.set(body, ID_DOMAIN.length + fingerprint.length);
  return suite.H(bytes);
}

/** What a key signs: "stele/sign/v1" ‖ id */
export function signingInput(id: Uint8Array): Uint8Array {
  return concat(SIGN_DOMAIN, id);
}

export interface InspectedTransaction {
  readonly id: Uint8Array;
  readonly transaction: Transaction;
}

/**
 * Every check of spec/transaction.md that is a function of bytes, except the signatures' equations. `payloads` undefined: they
 * are not at hand, and only their sizes are checked. Rejects with the codes of the table there.
 */
export function inspectTransaction(
  { suite, fingerprint }: ChainIdentity,
  bytes: Uint8Array,
  payloads?: readonly Payload[],
): InspectedTransaction {
  if (bytes.length > TX_BYTES_MAX) throw tooLarge(bytes.length);
  const transaction = decodeTransaction(bytes);
  checkTransaction({ suite, fingerprint }, transaction);
  const { content } = transaction;
  if (payloads === undefined) checkPayloadSizes(content.payloads);
  else checkPayloads(suite, content.payloads, payloads);
  return { id: transactionId(suite, fingerprint, transaction.body), transaction };
}

/** Whether a transaction is for this chain at all. Rejects with WRONG_CHAIN, ALGORITHM_UNKNOWN, LANE_FORBIDDEN. */
export function checkTransaction(
  { suite, fingerprint }: ChainIdentity,
  { content, signatures }: Transaction,
): void {
  checkChain(content.chain, fingerprint);
  for (const { algorithm } of signatures) checkAlgorithm(suite, algorithm);
  checkLane(content);
}

function tooLarge(bytes: number): Error {
  return rejection('TX_TOO_LARGE', `a transaction of ${String(bytes)} bytes`, {
    action: `use fewer calls or move data to a payload: at most ${String(TX_BYTES_MAX)} bytes`,
    data: { limit: 'TX', bytesMax: TX_BYTES_MAX },
  });
}

function checkChain(chain: Uint8Array, fingerprint: Uint8Array): void {
  if (equal(chain, fingerprint.subarray(0, CHAIN_PREFIX_BYTES))) return;
  throw rejection('WRONG_CHAIN', 'the transaction was made for another chain', {
    action: 'build it again with the fingerprint of this chain',
  });
}

function checkLane({ lane }: TransactionContent): void {
  if (lane === 'normal') return;
  throw rejection('LANE_FORBIDDEN', 'the control lane is for governance and engine calls only', {
    action: 'use lane 0',
  });
}

/** Rejects with SIGNATURE_INVALID unless every signature is valid over the id. */
export function verifyTransaction(suite: Suite, id: Uint8Array, transaction: Transaction): void {
  const message = signingInput(id);
  for (const signature of transaction.signatures) {
    if (!verifySignature(suite.crypto, signature, message)) {
      throw rejection('SIGNATURE_INVALID', 'a signature of the transaction is not valid', {
        action: 'sign the signing input of exactly this transaction',
      });
    }
  }
}
