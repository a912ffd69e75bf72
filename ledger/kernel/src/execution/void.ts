/**
 * What may keep a transaction from even being refused: it leaves no entry, and nobody is charged (spec/transaction.md). The checks of
 * bytes alone were made by inspectTransaction, except the signatures; the others need time and state. The order is that of the page.
 */

import { assert, isCoded } from '@stele/base';
import {
  PAYLOAD_BYTES_PER_UNIT,
  type Principal,
  type Suite,
  type TransactionContent,
  VALIDITY_MS_MAX,
  verifyTransaction,
} from '@stele/protocol';
import type { Candidate } from './candidate.ts';
import type { Environment } from './environment.ts';
import { haveActorsSigned, type Signers } from './signers.ts';

/** Why there will be no entry; undefined when there is no reason yet. The payer is looked at by payerOf. */
export function voidCode(
  suite: Suite,
  { state, timeMs }: Environment,
  candidate: Candidate,
  name: string,
): string | undefined {
  if (!isVerified(suite, candidate)) return 'SIGNATURE_INVALID';
  const untimely = untimelyCode(candidate.transaction.content, timeMs);
  if (untimely !== undefined) return untimely;
  return state.isKnown(name, candidate.id) ? 'DUPLICATE' : undefined;
}

/** Whether the time of a block is not in the transaction's time. */
export function untimelyCode(
  { validUntilMs }: TransactionContent,
  timeMs: number,
): string | undefined {
  if (validUntilMs <= timeMs) return 'EXPIRED';
  return validUntilMs > timeMs + VALIDITY_MS_MAX ? 'VALID_UNTIL_TOO_FAR' : undefined;
}

function isVerified(suite: Suite, { verified, id, transaction }: Candidate): boolean {
  if (verified !== undefined) return verified;
  try {
    verifyTransaction(suite, id, transaction);
    return true;
  } catch (error) {
    if (!isCoded(error, 'SIGNATURE_INVALID')) throw error;
    return false;
  }
}

/** Who is charged: an open account that has signed and can pay the least that the transaction costs. */
export interface Payer {
  readonly account: Uint8Array;
  /** Units charged whatever comes of it. */
  readonly leastUnits: number;
  /** Undefined: no limit. */
  readonly unitsLeft: number | undefined;
  /** Whether every actor of every call has signed. */
  readonly isWhollySigned: boolean;
}

/** Who is charged, or the code that says why nobody is. */
export function payerOf(
  { accounts, rules }: Environment,
  content: TransactionContent,
  signers: Signers,
): Payer | string {
  const payer = content.payer ?? firstActor(content);
  if (payer.kind !== 'account') return 'PAYER_UNKNOWN';
  if (!signers.satisfy(payer)) {
    return accounts.authorityOf(payer.account) === undefined ? 'PAYER_UNKNOWN' : 'PAYER_NOT_SIGNED';
  }
  const { account } = payer;
  const unitsLeft = accounts.unitsLeft(account);
  const leastUnits = leastUnitsOf(content);
  if (unitsLeft !== undefined && unitsLeft < leastUnits) return 'QUOTA_EXHAUSTED';
  const isWhollySigned = haveActorsSigned(content, signers);
  if (rules.missingSignerIsVoid && !isWhollySigned) return 'SIGNER_MISSING';
  return { account, leastUnits, unitsLeft, isWhollySigned };
}

/** A refused transaction's payloads stay in the ledger too, so their size is paid for in any case. */
function leastUnitsOf({ payloads }: TransactionContent): number {
  const bytes = payloads.reduce((sum, payload) => sum + payload.bytes, 0);
  return Math.max(1, Math.ceil(bytes / PAYLOAD_BYTES_PER_UNIT));
}

function firstActor({ calls }: TransactionContent): Principal {
  const actor = calls[0]?.actors[0];
  assert(actor !== undefined, 'a transaction has a call, and a call an actor');
  return actor;
}
