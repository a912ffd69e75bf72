/** What execution of one block has at hand. */

import type { Contract } from '../contract/index.ts';
import type { BlockState } from '../state/block-state.ts';
import type { Accounts } from './accounts.ts';

export interface Environment {
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly state: BlockState;
  readonly accounts: Accounts;
  readonly height: number;
  readonly timeMs: number;
}
