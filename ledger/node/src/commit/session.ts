/**
 * A chain that takes writes, from a recovered folder until it is closed, or until the disk is full or fails: kernel, engine, intake
 * and committer joined. What comes after its end is decided by the node.
 *
 * The life of a transaction: intake (pooled, verified) → engine (ordered) → kernel (executed) → committer (durable, signed) → answer.
 */

import { assert, type CodedError, failure, isCoded } from '@stele/base';
import {
  type Block,
  type BlockInput,
  type Candidate,
  type Kernel,
  openDelivery,
  type OpenedEnvelope,
  packBlock,
  type Result,
} from '@stele/kernel';
import type { Delivery, OrderingDriver } from '@stele/ordering';

import { refuseUnknownActivation } from '../intake/activation-check.ts';
import { Intake, type OwnEnvelope } from '../intake/intake.ts';
import type { LedgerClock } from '../intake/ledger-clock.ts';
import type { LedgerStorage } from '../storage/ledger-storage.ts';
import type { Verifier } from '../verification/verifier.ts';
import type { CheckpointKeeper } from './checkpoint-keeper.ts';
import { Committer, type CommitFailure, type Pending } from './committer.ts';
import type { Answer, Ticket, TicketCandidate, TicketResult } from './ticket.ts';
import { TimerWatch } from './timer-watch.ts';

export interface SessionOptions {
  readonly node: string;
  readonly storage: LedgerStorage;
  readonly kernel: Kernel;
  readonly checkpoints: CheckpointKeeper;
  readonly driver: OrderingDriver;
  readonly verifier: Verifier;
  readonly clock: LedgerClock;
  /** Why no block may be made now though the clock allows it; undefined when one may. */
  refusal(): CodedError | undefined;
  /** Told after each commit group, with its last block. */
  committed(last: Block): void;
  /** Told once, when no writes can be taken any more; storage is as it was left. */
  ended(end: SessionEnd): void;
}

export interface SessionEnd {
  /** `full`: can go on when there is space. `failed`: the node has to stop. */
  readonly kind: 'full' | 'failed';
  readonly error: CodedError;
}

export class Session {
  readonly #options: SessionOptions;
  readonly #intake: Intake;
  readonly #committer: Committer;
  readonly #timers: TimerWatch;
  /** What is known of the envelopes this node has ordered and not seen delivered. */
  readonly #own = new Map<Uint8Array, OwnEnvelope>();
  #end: SessionEnd | undefined;
  /** Nothing is executed any more. */
  #isBroken = false;
  #stopping: Promise<void> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
    const { storage, clock, verifier, node } = options;
    this.#committer = new Committer({
      storage,
      signCheckpoint: ({ size, root }) => options.checkpoints.sign(size, root, clock.nowMs()),
      taken: (group) => {
        this.#intake.released(group.reduce((sum, { ownEnvelopes }) => sum + ownEnvelopes, 0));
      },
      committed: (last) => {
        options.kernel.persisted(last.height);
        options.checkpoints.show();
        options.committed(last);
        this.#timers.look();
      },
      monotonicMs: () => clock.monotonicMs(),
      failed: (commitFailure) => void this.#commitFailed(commitFailure),
    });
    this.#intake = new Intake({
      node,
      verifier,
      suite: options.kernel.identity.suite,
      stampMs: () => clock.nowMs(),
      order: (item, envelope) => {
        this.#own.set(item, envelope);
        return options.driver.order(item);
      },
      failed: (reason) => {
        this.#fail(reason);
      },
    });
    this.#timers = new TimerWatch({
      // A block is never made before the one before it, whatever the clock says.
      nowMs: () => Math.max(clock.nowMs(), options.kernel.tip.timeMs + 1),
      nextMs: () => options.kernel.nextTimerAtMs,
      due: () => {
        if (this.#refusal() === undefined) this.#intake.tick();
      },
    });
  }

  async start(): Promise<void> {
    const { driver, kernel } = this.#options;
    const { epoch, engineHeight } = kernel.tip;
    await driver.start(
      { epoch, engineHeight },
      {
        delivered: (delivery) => this.#delivered(delivery),
        failed: (reason) => {
          this.#fail(reason);
        },
      },
    );
    this.#timers.look();
  }

  /** Why no block is to be made for a timer. */
  #refusal(): CodedError | undefined {
    const { kernel, clock } = this.#options;
    return kernel.ending ?? clock.refusal(kernel.tip.timeMs) ?? this.#options.refusal();
  }

  /** Takes a transaction in. Throws BUSY, CLOCK_BEHIND, RULES_UNKNOWN, ACTIVATION_REFUSED, or why the session has ended. */
  submit(ticket: Ticket): void {
    const { kernel, clock } = this.#options;
    const refusal = kernel.ending ?? clock.refusal(kernel.tip.timeMs);
    if (refusal !== undefined) throw refusal;
    refuseUnknownActivation(ticket.candidate.transaction.content, kernel);
    this.#intake.add(ticket);
  }

  /** Takes nothing in any more, and resolves when all that was taken in is answered and durable. */
  async close(refusal: CodedError): Promise<void> {
    this.#timers.stop();
    await this.#intake.drain(refusal);
    await this.#options.driver.stop();
    await this.#committer.drained();
  }

  /** Resolves when an ended session touches nothing any more. */
  async settled(): Promise<void> {
    await this.#stopping;
    await this.#committer.drained();
  }

  #delivered(delivery: Delivery): void | Promise<void> {
    if (this.#isBroken) return;
    const { kernel } = this.#options;
    const envelopes = delivery.items.flatMap((item) => this.#opened(delivery, item));
    const input = packBlock(kernel.tip.timeMs, { ...delivery, envelopes });
    const { block, answers } = this.#executed(input);
    const ownEnvelopes = delivery.items.filter((item) => this.#own.delete(item)).length;
    return this.#committer.add({ block, answers, ownEnvelopes });
  }

  /** Nothing is executed any more when the next block would be under rules that this program does not know; what waits is told so. */
  #executed(input: BlockInput): Pick<Pending, 'block' | 'answers'> {
    const { kernel } = this.#options;
    const { candidates } = input;
    const error = kernel.ending;
    if (error !== undefined) {
      return {
        block: undefined,
        answers: answersOf(candidates, () => ({ kind: 'failed', error })),
      };
    }
    const block = kernel.executeBlock(input);
    const results = block?.results ?? kernel.judge(input);
    const answers = answersOf(candidates, (i) => ticketResult(results[i], block));
    if (block !== undefined) kernel.apply(block);
    return { block, answers };
  }

  /** This node's own envelopes as they were opened when they were made; others from their bytes. */
  #opened(delivery: Delivery, item: Uint8Array): readonly OpenedEnvelope[] {
    const own = this.#own.get(item);
    if (own !== undefined) return [own];
    const { identity } = this.#options.kernel;
    return openDelivery(identity, { ...delivery, items: [item] }).envelopes;
  }

  async #commitFailed({ reason, phase, group, rest }: CommitFailure): Promise<void> {
    // From now on, not only from the end on: the engine goes on delivering while the disk is being mended.
    this.#isBroken = true;
    const isFull = isCoded(reason, 'STORAGE_FULL');
    const error = codedError(reason);
    const isUndone = isFull && phase === 'truth' && (await this.#cutBack());
    settleAll(group, isUndone ? { kind: 'failed', error } : { kind: 'unknown' });
    settleAll(rest, { kind: 'failed', error });
    if (isFull && (isUndone || phase === 'derived')) this.#finish({ kind: 'full', error });
    else this.#finish({ kind: 'failed', error });
  }

  /** Whether what was written in part is taken back. */
  async #cutBack(): Promise<boolean> {
    try {
      await this.#options.storage.cutBack();
      return true;
    } catch {
      return false;
    }
  }

  #fail(reason: unknown): void {
    this.#finish({ kind: 'failed', error: codedError(reason) });
  }

  /** What was ordered and will not be executed. */
  #refuseOrdered(error: CodedError): void {
    for (const { candidates } of this.#own.values()) {
      for (const { ticket } of candidates) ticket.settle({ kind: 'failed', error });
    }
    this.#own.clear();
  }

  #finish(end: SessionEnd): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#isBroken = true;
    this.#timers.stop();
    this.#intake.abort(end.error);
    this.#refuseOrdered(end.error);
    // Not waited for here: a delivery that is being taken may be what has ended the session.
    this.#stopping = this.#options.driver.stop();
    this.#options.ended(end);
  }
}

function answersOf(
  candidates: readonly Candidate[],
  resultAt: (i: number) => TicketResult,
): readonly Answer[] {
  const answers: Answer[] = [];
  candidates.forEach((candidate, i) => {
    if (isTicketed(candidate)) {
      answers.push({ ticket: candidate.ticket, result: resultAt(i) });
    }
  });
  return answers;
}

function isTicketed(candidate: Candidate): candidate is TicketCandidate {
  return 'ticket' in candidate;
}

function ticketResult(result: Result | undefined, block: Block | undefined): TicketResult {
  assert(result !== undefined, 'execution says what became of each candidate');
  const { code, index } = result;
  if (block === undefined || index === undefined) return { kind: 'void', code };
  return { kind: 'committed', height: block.height, index, timeMs: block.header.timeMs, code };
}

function settleAll(pendings: readonly Pending[], result: TicketResult): void {
  for (const { answers } of pendings) for (const { ticket } of answers) ticket.settle(result);
}

function codedError(reason: unknown): CodedError {
  if (isCoded(reason)) return reason;
  return failure('NODE_FAILED', 'the node met a fault of its own and has stopped', {
    action:
      'Start it again; nothing that was acknowledged is lost. Please report what the log says.',
    cause: reason,
  });
}
