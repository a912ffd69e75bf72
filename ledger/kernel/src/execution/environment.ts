/** What execution of one block has at hand. */

import type { Crypto } from '@stele/protocol';
import type { Contract, Rules } from '../contract/index.ts';
import type { BlockState } from '../state/block-state.ts';
import type { Accounts } from './accounts.ts';
import type { Timers } from './timers.ts';

export interface Environment {
  /** In force for the block. */
  readonly rules: Rules;
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly state: BlockState;
  readonly accounts: Accounts;
  readonly timers: Timers;
  readonly crypto: Pick<Crypto, 'hash'>;
  readonly height: number;
  readonly timeMs: number;
  /** Organisations that the charter names. */
  readonly memberCount: number;
  /** Told what every refusal says beside its code, for people who try a transaction; what is recorded is the code alone. */
  readonly onRefusal?: (code: string, sentence: string) => void;
}
