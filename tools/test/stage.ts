// What one stage of the suite leaves for the report.

export interface Stage {
  readonly name: string;
  readonly durationMs: number;
  readonly passed: number;
  readonly failures: readonly Failure[];
  readonly skips: readonly Skip[];
  /** The files that took longest, longest first. */
  readonly slowest: readonly TimedFile[];
  /** How often each property was tried, by label, as the tests themselves counted. */
  readonly cases: ReadonlyMap<string, number>;
}

export interface TimedFile {
  readonly path: string;
  readonly durationMs: number;
}

export interface Failure {
  readonly name: string;
  readonly detail: string;
}

export interface Skip {
  readonly name: string;
  readonly reason: string;
}

export function announce(line: string): void {
  process.stdout.write(`${line}\n`);
}
