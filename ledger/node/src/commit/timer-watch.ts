/**
 * Sees to it that timers fire on a chain on which nothing else happens (spec/contracts.md, "Timers"). On a busy one they fire in the
 * blocks that are made anyway. Which timers fire is the kernel's to say; that there is a block to fire in is this file's.
 */

export interface TimerWatchOptions {
  /** When the first timer is due; undefined: there is none. */
  nextMs(): number | undefined;
  nowMs(): number;
  /** Asks for a block, unless there is a reason not to: then it is asked again later. */
  due(): void;
}

/** The clock may be set, and what kept a block from being made may pass: so often it is looked again. */
const LOOK_MS = 1_000;

export class TimerWatch {
  readonly #options: TimerWatchOptions;
  #timeout: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(options: TimerWatchOptions) {
    this.#options = options;
  }

  /** To be called whenever the first timer may be another one. */
  look(): void {
    clearTimeout(this.#timeout);
    if (this.#isStopped) return;
    const options = this.#options;
    const nextMs = options.nextMs();
    if (nextMs === undefined) return;
    const leftMs = nextMs - options.nowMs();
    if (leftMs <= 0) options.due();
    const waitMs = leftMs <= 0 ? LOOK_MS : Math.min(leftMs, LOOK_MS);
    this.#timeout = setTimeout(() => {
      this.look();
    }, waitMs).unref();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timeout);
  }
}
