/** Signing: the key never leaves its signer, and what is signed is the id computed here. */

import { assert } from '@stele/base';
import { encodeTransaction, signingInput } from '@stele/protocol';
import type { Signature, Signer, Submission } from '@stele/protocol';
import type { Draft } from './draft.ts';

export interface SignedTransaction {
  readonly id: Uint8Array;
  readonly submission: Submission;
}

/** The draft with a signature of each signer. */
export function sign(draft: Draft, signers: readonly Signer[]): SignedTransaction {
  const signatures = signaturesOf(draft, signers);
  const tx = encodeTransaction({ body: draft.body, signatures });
  return { id: draft.id, submission: { tx, payloads: draft.payloads } };
}

/** The signatures alone, for a transaction that others have signed already. */
export function signaturesOf({ id }: Pick<Draft, 'id'>, signers: readonly Signer[]): Signature[] {
  assert(signers.length > 0, 'a transaction has at least one signer');
  const input = signingInput(id);
  return signers.map((signer) => ({
    algorithm: signer.algorithm,
    key: signer.publicKey,
    signature: signer.sign(input),
  }));
}
