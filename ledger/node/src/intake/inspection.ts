/**
 * What is looked at before a transaction is taken in. Hashing large payloads takes as long as everything else together, so that is left
 * to the verifier's threads; nothing is ordered before they have answered.
 */

import { type Candidate, inspectSubmission } from '@stele/kernel';
import { type ChainIdentity, inspectTransaction, type Submission } from '@stele/protocol';

export interface Inspected {
  readonly candidate: Candidate;
  readonly hasUncheckedPayloads: boolean;
}

/** Fewer bytes are hashed before a thread would have been woken. */
const UNCHECKED_BYTES_MIN = 32_768;

/** `bytes`: of transaction and payloads. Rejects with the codes of inspectTransaction; PAYLOAD_MISMATCH of large payloads comes later. */
export function inspect(chain: ChainIdentity, submission: Submission, bytes: number): Inspected {
  const { tx, payloads } = submission;
  if (bytes - tx.length < UNCHECKED_BYTES_MIN) {
    return { candidate: inspectSubmission(chain, submission), hasUncheckedPayloads: false };
  }
  const { id, transaction } = inspectTransaction(chain, tx);
  const candidate = { id, tx, transaction, payloads, verified: undefined };
  return { candidate, hasUncheckedPayloads: true };
}
