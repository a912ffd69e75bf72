/**
 * The way in: pools what is submitted into envelopes (spec/transaction.md, "Envelope"), has signatures and payloads verified, and orders
 * them. An envelope closes when the pipe is free and never by a timer: alone at once on an idle node, with all that came in meanwhile
 * on a busy one.
 */

import { assert, type CodedError, failure, isCoded, rejection } from '@stele/base';
import { BLOCK_BYTES_MAX, encodeEnvelope, type Suite } from '@stele/protocol';

import type { Ticket, TicketCandidate } from '../commit/ticket.ts';
import type { Verifier } from '../verification/verifier.ts';

/** An envelope of this node's own, opened as it will be when it is delivered. */
export interface OwnEnvelope {
  readonly stampMs: number;
  readonly candidates: readonly TicketCandidate[];
}

export interface IntakeOptions {
  /** This node's name. */
  readonly node: string;
  readonly verifier: Verifier;
  readonly suite: Suite;
  /** The time an envelope is stamped with. */
  stampMs(): number;
  /** Hands an encoded envelope to the engine. */
  order(item: Uint8Array, envelope: OwnEnvelope): Promise<void>;
  /** Told when nothing can be taken in any more. */
  failed(reason: unknown): void;
}

/** Submitted and not yet in an envelope. */
const QUEUE_BYTES_MAX = 16_777_216;
const QUEUE_COUNT_MAX = 65_536;
/**
 * An envelope that has reached this is closed: small enough that one is executed while the next ones are verified, large enough that
 * what a block costs by itself does not show. The engine joins what waits into blocks of up to BLOCK.
 */
const ENVELOPE_BYTES_AIMED = 131_072;
/** Envelopes between being closed and being written. */
const ENVELOPES_AHEAD = 4;
/**
 * The same, for an envelope that is not full: what a block costs by itself is worth gathering for while another is being verified and
 * executed; once that is on its way to the disk, the next one goes.
 */
const PARTIAL_ENVELOPES_AHEAD = 1;
/** What an envelope adds to a transaction and its payloads. */
const FRAMING_BYTES = 64;

assert(ENVELOPES_AHEAD * ENVELOPE_BYTES_AIMED <= BLOCK_BYTES_MAX, 'what is ahead fits one block');

export class Intake {
  readonly #options: IntakeOptions;
  #queue: Ticket[] = [];
  #queueBytes = 0;
  /** Envelopes closed and not yet on their way to the disk. */
  #ahead = 0;
  #number = 0;
  /** Orders envelopes one after the other, whichever is verified first. */
  #ordering: Promise<void> = Promise.resolve();
  #isScheduled = false;
  readonly #waitingForIdle: (() => void)[] = [];
  #refusal: CodedError | undefined;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Takes a transaction in. Throws BUSY when too much is waiting, or what `close` was given. */
  add(ticket: Ticket): void {
    if (this.#refusal !== undefined) throw this.#refusal;
    if (this.#queueBytes >= QUEUE_BYTES_MAX || this.#queue.length >= QUEUE_COUNT_MAX) throw busy();
    this.#queue.push(ticket);
    this.#queueBytes += ticket.bytes;
    this.#schedule();
  }

  /**
   * Orders an envelope of nothing: timers are due, and a block is wanted for them. Does nothing while there are envelopes on their
   * way, whose blocks will do.
   */
  tick(): void {
    if (this.#refusal !== undefined || this.#ahead > 0) return;
    this.#ahead++;
    this.#ordering = this.#ordering.then(() => this.#orderTick());
  }

  /** So many envelopes have left the pipe: there is room for the next. */
  released(count: number): void {
    this.#ahead -= count;
    this.#pump();
    if (this.#ahead === 0) for (const resolve of this.#waitingForIdle.splice(0)) resolve();
  }

  /** Takes nothing in any more; resolves when all that was taken in has left the pipe. */
  async drain(refusal: CodedError): Promise<void> {
    this.#refusal = refusal;
    if (this.#queue.length === 0 && this.#ahead === 0) return;
    await new Promise<void>((resolve) => this.#waitingForIdle.push(resolve));
  }

  /** Takes nothing in any more, and refuses what is in no envelope yet. */
  abort(refusal: CodedError): void {
    this.#refusal = refusal;
    for (const ticket of this.#queue.splice(0)) ticket.settle({ kind: 'failed', error: refusal });
    this.#queueBytes = 0;
    for (const resolve of this.#waitingForIdle.splice(0)) resolve();
  }

  /** What arrives in one turn of the event loop shares an envelope. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#pump();
    });
  }

  get #hasRoom(): boolean {
    const isFull = this.#queueBytes >= ENVELOPE_BYTES_AIMED;
    return this.#ahead < (isFull ? ENVELOPES_AHEAD : PARTIAL_ENVELOPES_AHEAD);
  }

  #pump(): void {
    while (this.#queue.length > 0 && this.#hasRoom) {
      this.#ahead++;
      const tickets = this.#take();
      const verdicts = this.#verify(tickets);
      this.#ordering = this.#ordering.then(() => this.#orderVerified(tickets, verdicts));
    }
  }

  /** Begins at once, and is waited for when it is this envelope's turn. */
  async #verify(tickets: readonly Ticket[]): Promise<readonly Verdict[]> {
    const signatures = this.#options.verifier.verify(
      tickets.map(({ candidate }) => ({
        id: candidate.id,
        signatures: candidate.transaction.signatures,
      })),
    );
    const payloads = tickets.some(({ hasUncheckedPayloads }) => hasUncheckedPayloads)
      ? Promise.all(tickets.map((ticket) => this.#matchPayloads(ticket)))
      : undefined;
    const [areSigned, areMatching] = await Promise.all([signatures, payloads]);
    return areSigned.map((isSigned, i) => verdictOf(isSigned, areMatching?.[i] ?? true));
  }

  async #matchPayloads({ candidate, hasUncheckedPayloads }: Ticket): Promise<boolean> {
    if (!hasUncheckedPayloads) return true;
    const { verifier, suite } = this.#options;
    const { transaction, payloads } = candidate;
    return await verifier.matchPayloads({ suite, roots: transaction.content.payloads, payloads });
  }

  /** The oldest tickets, as many as an envelope is to hold, or one that is larger. */
  #take(): readonly Ticket[] {
    let bytes = 0;
    let count = 0;
    for (const ticket of this.#queue) {
      bytes += ticket.bytes + FRAMING_BYTES;
      if (count > 0 && bytes > ENVELOPE_BYTES_AIMED) break;
      this.#queueBytes -= ticket.bytes;
      count++;
    }
    return this.#queue.splice(0, count);
  }

  async #orderVerified(
    tickets: readonly Ticket[],
    verdicts: Promise<readonly Verdict[]>,
  ): Promise<void> {
    try {
      const valid = dropInvalid(tickets, await verdicts);
      if (valid.length === 0) {
        this.released(1);
        return;
      }
      await this.#order(valid);
    } catch (reason) {
      this.#fail(tickets, reason);
    }
  }

  async #orderTick(): Promise<void> {
    try {
      await this.#order([]);
    } catch (reason) {
      this.#fail([], reason);
    }
  }

  async #order(tickets: readonly Ticket[]): Promise<void> {
    const envelope = this.#envelopeOf(tickets);
    await this.#options.order(this.#encode(envelope), envelope);
  }

  /** Without verifier or engine nothing goes on. */
  #fail(tickets: readonly Ticket[], reason: unknown): void {
    const error = isCoded(reason) ? reason : stopped(reason);
    for (const ticket of tickets) ticket.settle({ kind: 'failed', error });
    this.#options.failed(reason);
  }

  #envelopeOf(tickets: readonly Ticket[]): OwnEnvelope {
    const candidates = tickets.map((ticket) => ({ ...ticket.candidate, verified: true, ticket }));
    return { stampMs: this.#options.stampMs(), candidates };
  }

  #encode({ stampMs, candidates }: OwnEnvelope): Uint8Array {
    const { node } = this.#options;
    const submissions = candidates.map(({ tx, payloads }) => ({ tx, payloads }));
    const number = ++this.#number;
    return encodeEnvelope({ node, number, stampMs, submissions, signature: new Uint8Array(0) });
  }
}

/** What is found of a transaction: a pure function of its bytes. */
type Verdict = 'valid' | 'SIGNATURE_INVALID' | 'PAYLOAD_MISMATCH';

/** A payload's root is looked at first, as where it is looked at at once. */
function verdictOf(isSigned: boolean, isMatching: boolean): Verdict {
  if (!isMatching) return 'PAYLOAD_MISMATCH';
  return isSigned ? 'valid' : 'SIGNATURE_INVALID';
}

/** Those that are valid; the others are told at once, since nothing of them will ever be ordered. */
function dropInvalid(tickets: readonly Ticket[], verdicts: readonly Verdict[]): readonly Ticket[] {
  return tickets.filter((ticket, i) => {
    const verdict = verdicts[i];
    assert(verdict !== undefined, 'each transaction has a verdict');
    if (verdict === 'SIGNATURE_INVALID') ticket.settle({ kind: 'void', code: verdict });
    if (verdict === 'PAYLOAD_MISMATCH') ticket.settle({ kind: 'failed', error: mismatch() });
    return verdict === 'valid';
  });
}

function mismatch(): CodedError {
  return rejection('PAYLOAD_MISMATCH', 'the payloads are not those that the transaction names', {
    action: 'Send them as they were when the transaction was signed.',
  });
}

function busy(): CodedError {
  return failure('BUSY', 'more transactions are waiting than this node takes', {
    action: 'Send it again after a moment.',
    retryable: true,
  });
}

function stopped(cause: unknown): CodedError {
  return failure('NODE_STOPPED', 'the node has stopped', {
    action: 'Start it again, and send the transaction again.',
    retryable: true,
    cause,
  });
}
