/** Executes a decided batch, after the timers that are due: every block of transactions. */

import { encodeSystemAct, type Suite } from '@stele/protocol';
import type { Candidate, Result } from '../execution/candidate.ts';
import { fireDueTimers } from '../execution/due-timers.ts';
import type { Environment } from '../execution/environment.ts';
import { type KeyHashes, signersOf } from '../execution/signers.ts';
import { executeTransaction } from '../execution/transaction.ts';
import { payerOf, voidCode } from '../execution/void.ts';
import { byteString } from '../store/byte-string.ts';
import type { Block, BlockInput } from './block.ts';
import { BlockBuilder, type Chain } from './builder.ts';
import { environmentOf, type Machine } from './machine.ts';

/** The block that `input` makes, or undefined: nothing in it leaves an entry. */
export function transactionBlock(
  chain: Chain,
  machine: Machine,
  input: BlockInput,
): Block | undefined {
  const builder = new BlockBuilder(chain, { ...input, charter: chain.tip.charter });
  const results = addAll(chain, machine, builder, input.candidates);
  return builder.entryCount === 0 ? undefined : builder.finish(results);
}

/** What becomes of the candidates of `input`, whether or not that makes a block. */
export function transactionResults(
  chain: Chain,
  machine: Machine,
  input: BlockInput,
): readonly Result[] {
  const builder = new BlockBuilder(chain, { ...input, charter: chain.tip.charter });
  return addAll(chain, machine, builder, input.candidates);
}

function addAll(
  { suite }: Chain,
  machine: Machine,
  builder: BlockBuilder,
  candidates: readonly Candidate[],
): Result[] {
  const environment = environmentOf(machine, builder);
  const running = { suite, keyHashes: machine.keyHashes, environment };
  fireDueTimers(environment, (timer, execute) => {
    const act = encodeSystemAct({ subject: 'timer', ...timer });
    builder.entry('system', act, () => execute(builder.nextIndex));
  });
  return candidates.map((candidate) => addCandidate(builder, running, candidate));
}

interface Running {
  readonly suite: Suite;
  readonly keyHashes: KeyHashes;
  readonly environment: Environment;
}

function addCandidate(
  builder: BlockBuilder,
  { suite, keyHashes, environment }: Running,
  candidate: Candidate,
): Result {
  const { id, tx, payloads } = candidate;
  const { content, signatures } = candidate.transaction;
  const name = byteString(id);
  const reason = voidCode(suite, environment, candidate, name);
  if (reason !== undefined) return { id, code: reason, index: undefined };
  const signers = signersOf(signatures, environment.accounts, keyHashes);
  const payer = payerOf(environment, content, signers);
  if (typeof payer === 'string') return { id, code: payer, index: undefined };
  const entryIndex = builder.nextIndex;
  const payable = { content, payloads, payer, entryIndex };
  const code = builder.entry('transaction', tx, () => executeTransaction(environment, payable));
  builder.keepPayloads(payloads);
  environment.state.addTransaction(name, { id, index: entryIndex });
  return { id, code, index: entryIndex };
}
