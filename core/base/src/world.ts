/** What deterministic code may not reach for by itself: it is handed in, so that tests can hand in something else. */

export interface Clock {
  /** Wall time: milliseconds since 1970-01-01 UTC. */
  nowMs(): number;
  /** Never goes back; its zero means nothing. */
  monotonicMs(): number;
}

export interface Random {
  /** `count` bytes nobody can predict. */
  bytes(count: number): Uint8Array;
}

export type LogFields = Readonly<Record<string, unknown>>;

/** One line per event; `event` is a constant phrase, what varies goes into `fields`. Secrets never do. */
export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}
