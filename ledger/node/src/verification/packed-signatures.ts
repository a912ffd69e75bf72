/**
 * Signatures as they travel to a verifier thread: one buffer, a record of fixed size a signature, so that nothing is cloned field by
 * field, and one byte back for each.
 *
 *   algorithm: 1 ‖ length of the key: 1 ‖ key: 65, filled up ‖ signature: 64 ‖ transaction id: 32
 */

import { assert } from '@stele/base';
import {
  type Crypto,
  type KeyAlgorithm,
  type Signature,
  signingInput,
  verifySignature,
} from '@stele/protocol';

/** What a signature has to be checked against. */
export interface SignedId {
  readonly id: Uint8Array;
  readonly signatures: readonly Signature[];
}

const KEY_AT = 2;
const KEY_BYTES = 65;
const SIGNATURE_AT = KEY_AT + KEY_BYTES;
const SIGNATURE_BYTES = 64;
const ID_AT = SIGNATURE_AT + SIGNATURE_BYTES;
const ID_BYTES = 32;
const RECORD_BYTES = ID_AT + ID_BYTES;

/** All signatures, one after the other. Of those whose lengths cannot be right nothing is packed but a zero: they are not valid. */
export function packSignatures(signed: readonly SignedId[]): Uint8Array<ArrayBuffer> {
  const count = signed.reduce((sum, { signatures }) => sum + signatures.length, 0);
  const packed = new Uint8Array(count * RECORD_BYTES);
  let at = 0;
  for (const { id, signatures } of signed) {
    assert(id.length === ID_BYTES, 'an id is a hash');
    for (const signature of signatures) {
      packOne(packed, at, signature);
      packed.set(id, at + ID_AT);
      at += RECORD_BYTES;
    }
  }
  return packed;
}

function packOne(packed: Uint8Array, at: number, { algorithm, key, signature }: Signature): void {
  if (key.length > KEY_BYTES || signature.length !== SIGNATURE_BYTES) return;
  packed[at] = algorithm;
  packed[at + 1] = key.length;
  packed.set(key, at + KEY_AT);
  packed.set(signature, at + SIGNATURE_AT);
}

/** One byte a record: 1 when the signature is valid. */
export function verifyPacked(crypto: Crypto, packed: Uint8Array): Uint8Array<ArrayBuffer> {
  const count = packed.length / RECORD_BYTES;
  const verdicts = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    verdicts[i] = verifyOne(crypto, packed.subarray(i * RECORD_BYTES, (i + 1) * RECORD_BYTES))
      ? 1
      : 0;
  }
  return verdicts;
}

function verifyOne(crypto: Crypto, record: Uint8Array): boolean {
  const algorithm = record[0] ?? 0;
  if (algorithm === 0) return false;
  const keyEnd = KEY_AT + (record[1] ?? 0);
  const signature = {
    algorithm: algorithm as KeyAlgorithm,
    key: record.subarray(KEY_AT, keyEnd),
    signature: record.subarray(SIGNATURE_AT, ID_AT),
  };
  return verifySignature(crypto, signature, signingInput(record.subarray(ID_AT)));
}

/** Verdicts a signature as verdicts a transaction: all of its signatures must be valid. */
export function verdictsOf(signed: readonly SignedId[], packed: Uint8Array): readonly boolean[] {
  let at = 0;
  return signed.map(({ signatures }) => {
    let isValid = true;
    for (const end = at + signatures.length; at < end; at++) isValid &&= packed[at] === 1;
    return isValid;
  });
}
