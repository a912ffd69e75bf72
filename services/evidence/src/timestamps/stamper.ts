/**
 * One time authority, asked in the background: it is offered checkpoints, works on the newest one only, and tries again, ever less often,
 * until it has a token that verifies. Nobody waits for it.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Clock,
  type CodedError,
  failure,
  isCoded,
  type Log,
  type Random,
  rejection,
} from '@stele/base';
import { checkpointImprint, type Crypto, parseCheckpoint } from '@stele/protocol';
import { requestToken, tokenVerifier } from '@stele/timestamp';
import type { ServiceStore } from '../store/service-store.ts';
import type { TimeAuthority } from './authorities.ts';
import { hasToken, keepToken } from './stamped-checkpoints.ts';

export interface StamperWorld {
  readonly store: ServiceStore;
  readonly log: Log;
  readonly clock: Clock;
  readonly random: Random;
  readonly crypto: Crypto;
  readonly retry: RetryTimes;
}

export interface RetryTimes {
  /** After the first failure; doubled after each further one. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** For one exchange with the authority. */
  readonly timeoutMs: number;
}

/** For /metrics and doctor. */
export interface StamperState {
  readonly name: string;
  readonly url: string;
  /** `idle`: nothing to stamp yet; `behind`: a checkpoint waits and nothing has failed. */
  readonly status: 'idle' | 'ok' | 'behind' | 'failing';
  readonly lastSuccess?: StampSuccess;
  readonly lastFailure?: StampFailure;
  /** In a row. */
  readonly failures: number;
  /** Since when the oldest unstamped checkpoint waits; 0 when none does. */
  readonly lagMs: number;
}

export interface StampSuccess {
  readonly atMs: number;
  readonly size: number;
  /** The authority's clock less this machine's. */
  readonly skewMs: number;
}

export interface StampFailure {
  readonly atMs: number;
  readonly code: string;
  readonly detail: string;
}

export class Stamper {
  readonly #authority: TimeAuthority;
  readonly #world: StamperWorld;
  readonly #stop = new AbortController();
  #target: string | undefined;
  #waitingSinceMs: number | undefined;
  #work: Promise<void> | undefined;
  #lastSuccess: StampSuccess | undefined;
  #lastFailure: StampFailure | undefined;
  #failures = 0;
  #stamped = false;

  constructor(authority: TimeAuthority, world: StamperWorld) {
    this.#authority = authority;
    this.#world = world;
  }

  /** Gives it a newer checkpoint to stamp; one that it has stamped already costs a look. */
  offer(checkpoint: string): void {
    if (this.#stop.signal.aborted) return;
    if (hasToken(this.#world.store, checkpoint, this.#authority.name)) {
      this.#stamped = true;
      return;
    }
    this.#target = checkpoint;
    this.#waitingSinceMs ??= this.#world.clock.monotonicMs();
    this.#work ??= this.#run();
  }

  state(): StamperState {
    const { name, url } = this.#authority;
    const waiting = this.#waitingSinceMs;
    return {
      name,
      url,
      status: this.#status(),
      ...(this.#lastSuccess && { lastSuccess: this.#lastSuccess }),
      ...(this.#lastFailure && { lastFailure: this.#lastFailure }),
      failures: this.#failures,
      lagMs: waiting === undefined ? 0 : this.#world.clock.monotonicMs() - waiting,
    };
  }

  #status(): StamperState['status'] {
    if (this.#failures > 0) return 'failing';
    if (this.#target !== undefined) return 'behind';
    return this.#stamped ? 'ok' : 'idle';
  }

  /** Ends what is under way; resolves when nothing is any more. */
  async close(): Promise<void> {
    this.#stop.abort();
    await this.#work;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    while (this.#target !== undefined && !signal.aborted) {
      const checkpoint = this.#target;
      const error = await this.#attempt(checkpoint);
      if (error === undefined) this.#succeeded(checkpoint);
      else if (this.#isOpen()) await this.#failed(error);
    }
    // In the same step as the look at the target, so that no offer falls between the two.
    this.#work = undefined;
  }

  #isOpen(): boolean {
    return !this.#stop.signal.aborted;
  }

  /** What went wrong; undefined when the checkpoint is stamped. */
  async #attempt(checkpoint: string): Promise<CodedError | undefined> {
    try {
      await this.#stamp(checkpoint);
      return undefined;
    } catch (error) {
      return isCoded(error) ? error : failure('TIMESTAMP_FAILED', String(error), { cause: error });
    }
  }

  async #stamp(checkpoint: string): Promise<void> {
    const { store, random, crypto, clock, retry } = this.#world;
    const { name, url, trustedCertificates } = this.#authority;
    const imprint = checkpointImprint(crypto, parseCheckpoint(checkpoint));
    const { timeoutMs } = retry;
    const { signal } = this.#stop;
    const token = await requestToken({ url, imprint, random, timeoutMs, signal });
    const verdict = tokenVerifier({ trustedCertificates })(token, imprint);
    if (verdict.kind === 'invalid') throw rejection(verdict.code, verdict.detail);
    if (verdict.kind === 'untrusted') {
      throw rejection('TIMESTAMP_AUTHORITY_UNKNOWN', `${url} signs with another certificate`, {
        action: `Ask the time authority for its certificate and put it into ${name}.pem.`,
      });
    }
    await keepToken(store, checkpoint, { authority: name, token });
    const { size } = parseCheckpoint(checkpoint).checkpoint;
    const atMs = clock.nowMs();
    this.#lastSuccess = { atMs, size, skewMs: verdict.timeMs - atMs };
  }

  #succeeded(checkpoint: string): void {
    this.#failures = 0;
    this.#stamped = true;
    const newer = this.#target !== checkpoint;
    this.#waitingSinceMs = newer ? this.#world.clock.monotonicMs() : undefined;
    if (!newer) this.#target = undefined;
  }

  /** Tells of it, and waits before the next attempt. */
  async #failed({ code, message: detail }: CodedError): Promise<void> {
    const { log, clock, retry } = this.#world;
    this.#lastFailure = { atMs: clock.nowMs(), code, detail };
    const delayMs = Math.min(retry.lastMs, retry.firstMs * 2 ** Math.min(this.#failures, 30));
    this.#failures++;
    const { name: authority } = this.#authority;
    log.warn('timestamp failed', { authority, code, detail, failures: this.#failures });
    const { signal } = this.#stop;
    await sleep(delayMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
