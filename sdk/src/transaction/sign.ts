/** Signing: the key never leaves its signer, and what is signed is the id computed here. */

import { assert } from '@stele/base';
import { encodeTransaction, signingInput } from '@stele/protocol';
import type { Signer, Submission } from '@stele/protocol';
import type { Draft } from './draft.ts';

export interface SignedTransaction {
  readonly id: Uint8Array;
  readonly submission: Submission;
}

/** The draft with a signature of each signer. */
export function sign(draft: Draft, signers: readonly Signer[]): SignedTransaction {
  assert(signers.length > 0, 'a transaction has at least one signer');
  const input = signingInput(draft.id);
  const signatures = signers.map((signer) => ({
    algorithm: signer.algorithm,
    key: signer.publicKey,
    signature: signer.sign(input),
  }));
  const tx = encodeTransaction({ body: draft.body, signatures });
  return { id: draft.id, submission: { tx, payloads: draft.payloads } };
}
