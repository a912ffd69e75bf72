/**
 * What a solo node's clock may do to its chain. Block time never goes back, so a clock that runs far behind the last
 * block would stamp records with times that are not its own: such a node takes no writes.
 */

import { type Clock, type CodedError, failure, type Log } from '@stele/base';

/** More than a lying stamp may lead. */
const BEHIND_MS_MAX = 15_000;
/** Wall time against monotonic time. */
const STEP_MS_MAX = 5_000;

export class LedgerClock {
  readonly #clock: Clock;
  readonly #log: Log;
  /** Wall time minus monotonic time, when it was last looked at. */
  #offsetMs: number;

  constructor(clock: Clock, log: Log) {
    this.#clock = clock;
    this.#log = log;
    this.#offsetMs = clock.nowMs() - clock.monotonicMs();
  }

  /** Wall time. A step of the clock is reported once. */
  nowMs(): number {
    const nowMs = this.#clock.nowMs();
    const offsetMs = nowMs - this.#clock.monotonicMs();
    if (Math.abs(offsetMs - this.#offsetMs) > STEP_MS_MAX) {
      this.#log.warn('the clock was set', { stepMs: Math.round(offsetMs - this.#offsetMs) });
    }
    this.#offsetMs = offsetMs;
    return nowMs;
  }

  monotonicMs(): number {
    return this.#clock.monotonicMs();
  }

  /** Why no write may be taken now; undefined when the clock is good enough. */
  refusal(blockTimeMs: number): CodedError | undefined {
    const nowMs = this.#clock.nowMs();
    if (nowMs + BEHIND_MS_MAX >= blockTimeMs) return undefined;
    const [now, block] = [nowMs, blockTimeMs].map((timeMs) => new Date(timeMs).toISOString());
    return failure(
      'CLOCK_BEHIND',
      `this node's clock says ${String(now)}, but the last block was made at ${String(block)}`,
      {
        action: 'Set the clock of the machine right. Reads go on meanwhile.',
        retryable: true,
        data: { now, block },
      },
    );
  }
}
