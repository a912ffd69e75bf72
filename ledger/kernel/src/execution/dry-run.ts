/**
 * What a transaction would do if it were executed now and everybody signed who can: for people who are about to sign. Nothing it does
 * stays.
 */

import { isCoded } from '@stele/base';
import { type Effect, type Payload, type TransactionContent } from '@stele/protocol';
import { PAYLOAD_NOT_GIVEN } from './contract-context.ts';
import { fireDueTimers } from './due-timers.ts';
import type { Environment } from './environment.ts';
import { willingSigners } from './signers.ts';
import { executeTransaction, type Payable } from './transaction.ts';
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
  /** What the contract says beside the code. */
  readonly sentence?: string | undefined;
  readonly effects: readonly Effect[];
}

export function dryRun(environment: Environment, input: DryRunInput, entryIndex: number): DryRun {
  const { content, payloads } = input;
  const untimely = untimelyCode(content, environment.timeMs);
  if (untimely !== undefined) return { verdict: 'void', code: untimely, effects: [] };
  const timers = fireTimers(environment, entryIndex);
  const signers = willingSigners(environment.accounts);
  const payer = payerOf(environment, content, signers);
  if (typeof payer === 'string') return { verdict: 'void', code: payer, effects: [] };
  return execute(environment, { content, payloads, payer, entryIndex: entryIndex + timers });
}

/** Timers that are due fire before any transaction. Answers how many. */
function fireTimers(environment: Environment, firstIndex: number): number {
  let fired = 0;
  fireDueTimers(environment, (_timer, fire) => {
    fire(firstIndex + fired++);
  });
  return fired;
}

function execute(environment: Environment, payable: Payable): DryRun {
  const { state } = environment;
  const before = state.effects.length;
  const sentences = new Map<string, string>();
  const onRefusal = (code: string, sentence: string): void => {
    sentences.set(code, sentence);
  };
  try {
    const code = executeTransaction({ ...environment, onRefusal }, payable);
    const verdict = code === '' ? 'executed' : 'refused';
    const effects = state.effects.slice(before);
    return { verdict, code, sentence: sentences.get(code), effects };
  } catch (error) {
    if (!isCoded(error, PAYLOAD_NOT_GIVEN)) throw error;
    return { verdict: 'unknown', code: error.code, effects: state.effects.slice(before) };
  }
}
