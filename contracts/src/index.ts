/** The built-in contracts, a folder each. */

import type { Contract } from '@stele/kernel/contract';
import { accounts } from './accounts/accounts.ts';
import { evidence } from './evidence/evidence.ts';

export { accounts } from './accounts/accounts.ts';
export { evidence } from './evidence/evidence.ts';

/** What every chain runs, whatever its rules. */
export const builtinContracts: readonly Contract[] = [accounts, evidence];
