/** What a chain is, apart from what happened on it: all that is needed to derive it from its log. */

import type { Contract } from '@stele/kernel/contract';
import type { Suite } from '@stele/protocol';

export interface ChainDefinition {
  readonly suite: Suite;
  /** Charter 0, as encoded. */
  readonly genesis: Uint8Array;
  readonly contracts: readonly Contract[];
}
