/** One dropped file on its way: hashed, recorded, its receipt fetched and verified, all by this page. */

import type { Problem } from '../../../api/api-error.ts';
import type { Digests, Progress } from '../../../proof/hash/digest-blob.ts';
import type { PageVerdict } from '../../../proof/judge.ts';
import type { EvidenceRecord } from '../../records/record.ts';

export type Stage = 'waiting' | 'hashing' | 'hashed' | 'recording' | 'proving' | 'verified';

/** What stopped it; nothing of what was done before is lost. */
export interface Trouble {
  readonly at: 'reading' | 'recording' | 'receipt';
  readonly problem: Problem;
}

export interface FileRun {
  readonly id: string;
  readonly name: string;
  readonly file: File;
  /** Sent however often it is tried, so that it is recorded once. */
  readonly key: string;
  readonly stage: Stage;
  readonly progress?: Progress | undefined;
  readonly digests?: Digests | undefined;
  readonly record?: EvidenceRecord | undefined;
  readonly receipt?: Uint8Array | undefined;
  readonly verdict?: PageVerdict | undefined;
  readonly trouble?: Trouble | undefined;
}

/** Recorded one after the other here; more go as a batch. */
export const RUNS_MAX = 20;

/** Whether there is anything to be done for it without the reader. */
export function isOpen({ stage, trouble }: FileRun): boolean {
  return stage !== 'verified' && trouble === undefined;
}
