/**
 * From what a client hands in to what it is told (api.ts, `submit`): inspects the bytes, waits for the outcome, and puts it into
 * words. One promise and one timer a request, however many transactions are in it.
 */

import { type CodedError, isCoded, rejection, toHex } from '@stele/base';
import type { Candidate } from '@stele/kernel';
import type {
  ChainIdentity,
  Payload,
  Submission,
  SubmitOptions,
  SubmitRejected,
  SubmitResult,
} from '@stele/protocol';

import type { Ticket, TicketResult } from '../commit/ticket.ts';
import { timeText } from '../views/json-values.ts';
import { voidSentence } from '../views/void-sentences.ts';
import { inspect } from './inspection.ts';

export interface SubmissionsOptions {
  readonly chain: ChainIdentity;
  /** Takes a transaction in, or throws why not. */
  take(ticket: Ticket): void;
  /** The outcome of a transaction that is in the log. */
  find(id: Uint8Array): Promise<SubmitResult | undefined>;
}

/** What one transaction's submitter is told: how far it came, or why it was not taken. */
type Told =
  | { readonly kind: 'result'; readonly result: SubmitResult }
  | { readonly kind: 'refused'; readonly id: string | null; readonly error: CodedError };

export class Submissions {
  readonly #options: SubmissionsOptions;
  #time = { ms: 0, text: timeText(0) };

  constructor(options: SubmissionsOptions) {
    this.#options = options;
  }

  async submit(submission: Submission, options: SubmitOptions): Promise<SubmitResult> {
    const [told] = await this.#askFor([submission], options);
    if (told?.kind === 'result') return told.result;
    throw told?.error ?? rejection('TX_MALFORMED', 'nothing was submitted');
  }

  async submitMany(
    submissions: readonly Submission[],
    options: SubmitOptions,
  ): Promise<readonly (SubmitResult | SubmitRejected)[]> {
    const all = await this.#askFor(submissions, options);
    return all.map((told) => (told.kind === 'result' ? told.result : rejected(told)));
  }

  #askFor(
    submissions: readonly Submission[],
    { wait, timeoutMs }: SubmitOptions,
  ): Promise<readonly Told[]> {
    return new Promise((resolve) => {
      const request = new Request(submissions.length, resolve);
      submissions.forEach((submission, i) => {
        const candidate = this.#take(submission, i, request);
        if (candidate !== undefined && wait === 'accepted') request.accepted(i, candidate.id);
      });
      request.giveUpAfter(timeoutMs);
    });
  }

  /** Takes one transaction of a request in; undefined when it was refused at once. */
  #take(submission: Submission, i: number, request: Request): Candidate | undefined {
    let candidate: Candidate | undefined;
    try {
      const bytes = bytesOf(submission);
      const inspected = inspect(this.#options.chain, submission, bytes);
      candidate = inspected.candidate;
      const { id } = candidate;
      request.names(i, id);
      this.#options.take({
        ...inspected,
        bytes,
        settle: (result) => {
          this.#settle(request, i, { id, result });
        },
      });
      return candidate;
    } catch (error) {
      if (!isCoded(error)) throw error;
      request.refused(i, candidate?.id, error);
      return undefined;
    }
  }

  #settle(
    request: Request,
    i: number,
    { id, result }: { readonly id: Uint8Array; readonly result: TicketResult },
  ): void {
    switch (result.kind) {
      case 'committed':
        request.told(i, { kind: 'result', result: this.#committed(id, result) });
        break;
      case 'void':
        if (result.code === 'DUPLICATE') void this.#replay(request, i, id);
        else request.refused(i, id, voidError(result.code, id));
        break;
      case 'failed':
        request.refused(i, id, result.error);
        break;
      case 'unknown':
        request.accepted(i, id);
        break;
    }
  }

  #committed(id: Uint8Array, result: Extract<TicketResult, { kind: 'committed' }>): SubmitResult {
    const { height, index, timeMs, code } = result;
    // Thousands in a block have its time.
    if (timeMs !== this.#time.ms) this.#time = { ms: timeMs, text: timeText(timeMs) };
    const committedAt = this.#time.text;
    return { id: toHex(id), status: 'proven', height, index, committedAt, code };
  }

  /** The id is the idempotency key: what is in the log already is answered with its first outcome. */
  async #replay(request: Request, i: number, id: Uint8Array): Promise<void> {
    try {
      const result = await this.#options.find(id);
      if (result === undefined) request.accepted(i, id);
      else request.told(i, { kind: 'result', result: { ...result, replayed: true } });
    } catch (error) {
      if (isCoded(error)) request.refused(i, id, error);
      else throw error;
    }
  }
}

/** One call of `submit` or `submitMany`. What is told first counts; what comes after its end is for nobody. */
class Request {
  readonly #told: (Told | undefined)[];
  readonly #ids: (Uint8Array | undefined)[];
  readonly #resolve: (told: readonly Told[]) => void;
  #left: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(count: number, resolve: (told: readonly Told[]) => void) {
    this.#told = new Array<Told | undefined>(count).fill(undefined);
    this.#ids = new Array<Uint8Array | undefined>(count).fill(undefined);
    this.#left = count;
    this.#resolve = resolve;
    if (count === 0) resolve([]);
  }

  names(i: number, id: Uint8Array): void {
    this.#ids[i] = id;
  }

  told(i: number, told: Told): void {
    if (this.#told[i] !== undefined) return;
    this.#told[i] = told;
    this.#left--;
    if (this.#left > 0) return;
    clearTimeout(this.#timer);
    this.#resolve(this.#told.flatMap((one) => one ?? []));
  }

  accepted(i: number, id: Uint8Array): void {
    this.told(i, { kind: 'result', result: { id: toHex(id), status: 'accepted' } });
  }

  refused(i: number, id: Uint8Array | undefined, error: CodedError): void {
    this.told(i, { kind: 'refused', id: id === undefined ? null : toHex(id), error });
  }

  /** When the time is over, what is not known yet is told as accepted. */
  giveUpAfter(timeoutMs: number): void {
    if (this.#left === 0) return;
    this.#timer = setTimeout(() => {
      this.#ids.forEach((id, i) => {
        if (id !== undefined) this.accepted(i, id);
      });
    }, timeoutMs);
  }
}

function voidError(code: string, id: Uint8Array): CodedError {
  return rejection(code, `the transaction was not taken: ${voidSentence(code)}`, {
    data: { transaction: toHex(id) },
  });
}

function rejected({ id, error }: Extract<Told, { kind: 'refused' }>): SubmitRejected {
  return { id, status: 'rejected', code: error.code, detail: error.message };
}

/** What an item costs beside its bytes. */
const ITEM_FRAMING_BYTES = 5;

function bytesOf({ tx, payloads }: Submission): number {
  return payloads.reduce((sum, payload) => sum + payloadBytes(payload), tx.length);
}

function payloadBytes(payload: Payload): number {
  if (payload.kind === 'blob') return payload.bytes.length + ITEM_FRAMING_BYTES;
  return payload.items.reduce((sum, item) => sum + item.length + ITEM_FRAMING_BYTES, 0);
}
