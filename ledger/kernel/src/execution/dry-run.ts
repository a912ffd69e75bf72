/**
 * What a transaction would do if it were executed now and everybody signed who can: for people who are about to sign. Nothing it does
 * stays.
 */

import { isCoded } from '@stele/base';
import { type Effect, type Payload, type TransactionContent } from '@stele/protocol';
import { PAYLOAD_NOT_GIVEN } from './contract-context.ts';
import type { Environment } from './environment.ts';
import { willingSigners } from './signers.ts';
import { executeTransaction } from './transaction.ts';
import { payerOf, untimelyCode } from './void.ts';

export interface DryRunInput {
  readonly content: TransactionContent;
  /** Undefined: not at hand. A call that needs them makes the answer `unknown`. */
  readonly payloads?: readonly Payload[] | undefined;
  /** The time to try it at; that of the next block at least. */
  readonly timeMs: number;
}

/**
 * `executed`: it would succeed. `refused`: it would leave an entry with `code`. `void`: it would leave none. `unknown`: that depends
 * on payloads that were not given, and `effects` are those up to there.
 */
export interface DryRun {
  readonly verdict: 'executed' | 'refused' | 'void' | 'unknown';
  readonly code: string;
  readonly effects: readonly Effect[];
}

export function dryRun(environment: Environment, input: DryRunInput, entryIndex: number): DryRun {
  const { content, payloads } = input;
  const untimely = untimelyCode(content, environment.timeMs);
  if (untimely !== undefined) return { verdict: 'void', code: untimely, effects: [] };
  const signers = willingSigners(environment.accounts);
  const payer = payerOf(environment, content, signers);
  if (typeof payer === 'string') return { verdict: 'void', code: payer, effects: [] };
  const payable = { content, payloads, payer, entryIndex };
  try {
    const code = executeTransaction(environment, payable);
    return {
      verdict: code === '' ? 'executed' : 'refused',
      code,
      effects: environment.state.effects,
    };
  } catch (error) {
    if (!isCoded(error, PAYLOAD_NOT_GIVEN)) throw error;
    return { verdict: 'unknown', code: error.code, effects: environment.state.effects };
  }
}
