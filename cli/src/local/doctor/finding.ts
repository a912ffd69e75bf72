/** What a look at an installation finds: how bad it is, a sentence, and what to do next. */

import type { TextKey, TextParameters } from '../../text/text.ts';

export type Level = 'ok' | 'warning' | 'error';

export interface Finding {
  /** What was looked at, for machines. */
  readonly check: string;
  readonly level: Level;
  readonly say: TextKey;
  /** Absent when all is well. */
  readonly next?: TextKey;
  readonly parameters?: TextParameters;
}

export type Check = () => Promise<readonly Finding[]>;
