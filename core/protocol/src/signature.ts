/** Signatures as triples, and their one verdict (spec/encoding.md, "Signature rules"). */

import { rejection } from '@stele/base';
import { isKeyAlgorithm, type KeyAlgorithm } from './algorithms.ts';
import { type CborValue, encode } from './cbor.ts';
import type { Crypto } from './crypto.ts';
import { Shape } from './shape.ts';
import { isAdmissible } from './signature-rules.ts';
import type { Suite } from './suite/suite.ts';

export interface Signature {
  readonly algorithm: KeyAlgorithm;
  /** The public key, whole. */
  readonly key: Uint8Array;
  readonly signature: Uint8Array;
}

/** Whether the signature is valid over `message`: a pure function of bytes, the same with every library. */
export function verifySignature(crypto: Crypto, signed: Signature, message: Uint8Array): boolean {
  const { algorithm, key, signature } = signed;
  return (
    isAdmissible(algorithm, key, signature) && crypto.verify(algorithm, key, message, signature)
  );
}

const SHAPE = new Shape('SIGNATURE_MALFORMED');

/** `[algorithm, key, signature]` as canonical CBOR. */
export function encodeSignature(signature: Signature): Uint8Array {
  return encode(signatureToCbor(signature));
}

/**
 * Reads a triple that stands alone. Rejects with SIGNATURE_MALFORMED, for an unknown algorithm too: there is nothing such a
 * triple could be checked against.
 */
export function decodeSignature(bytes: Uint8Array): Signature {
  const value = SHAPE.decode(bytes);
  try {
    return ofKnownAlgorithm(tripleFromCbor(value, SHAPE));
  } catch (cause) {
    throw SHAPE.malformed('not a signature triple', cause);
  }
}

export function signatureToCbor({ algorithm, key, signature }: Signature): CborValue {
  return [algorithm, key, signature];
}

/** A signature of whatever algorithm. */
export type Triple = Omit<Signature, 'algorithm'> & { readonly algorithm: number };

/** Reads a triple inside another structure, which is refused by its own code. Lengths are left to verification. */
export function tripleFromCbor(value: CborValue, shape: Shape): Triple {
  const [algorithm, key, signature] = shape.tuple(value, 3);
  return {
    algorithm: shape.uint(algorithm),
    key: shape.bytes(key),
    signature: shape.bytes(signature),
  };
}

/** Rejects with ALGORITHM_UNKNOWN. */
export function ofKnownAlgorithm({ algorithm, key, signature }: Triple): Signature {
  if (isKeyAlgorithm(algorithm)) return { algorithm, key, signature };
  throw rejection('ALGORITHM_UNKNOWN', `key algorithm ${String(algorithm)} is not known`);
}

/** Rejects with ALGORITHM_UNKNOWN when the suite does not admit the key's algorithm. */
export function checkAlgorithm(suite: Suite, algorithm: KeyAlgorithm): void {
  if (suite.keyAlgorithms.includes(algorithm)) return;
  throw rejection(
    'ALGORITHM_UNKNOWN',
    `key algorithm ${String(algorithm)} does not belong to suite ${suite.id}`,
  );
}
