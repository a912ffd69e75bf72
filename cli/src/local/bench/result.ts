/** What a benchmark found: figures with units, and the conditions without which they mean nothing. */

import type { TextKey, TextParameters } from '../../text/text.ts';

type Suffix<Key, Prefix extends string> = Key extends `${Prefix}${infer Rest}` ? Rest : never;

export type FigureName = Suffix<TextKey, 'figure.'>;
/** `benchStep.<step>` in the catalogues. */
export type Step = Suffix<TextKey, 'benchStep.'>;

export interface BenchResult {
  readonly name: string;
  /** Machine and load, in words or numbers. */
  readonly conditions: Readonly<Record<string, string | number>>;
  readonly figures: readonly Figure[];
}

export interface Figure {
  /** `figure.<name>` in the catalogues says it in words. */
  readonly name: FigureName;
  readonly value: number;
  readonly unit: '/s' | 'ms' | 'µs' | 'ratio' | 'MB' | 'B' | '';
}

/** What every benchmark needs: where it may write, and whom to tell how far it is. */
export interface Bench {
  /** Empty, and removed afterwards. */
  readonly folder: string;
  readonly transactions: number;
  readonly records: number;
  /** How many the assets benchmark issues in all. */
  readonly outputs: number;
  /** How long each library verifies signatures for the ceiling. */
  readonly seconds: number;
  /** Of the load over HTTP. */
  readonly connections: number;
  readonly note: (step: Step, parameters?: TextParameters) => void;
}

/** The value below which `fraction` of the samples lie (nearest rank). */
export function percentile(samples: readonly number[], fraction: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil(fraction * sorted.length)));
  return sorted[rank - 1] ?? Number.NaN;
}
