/** What a deed that nobody has refused writes, in the order that spec/assets.md gives. */

import type { Deed } from '../deed.ts';
import { type Changes, putBalances } from './balances.ts';
import { deleteSpent, putMade } from './outputs.ts';

export function commit({ desk, spent, made }: Deed, changes: Changes): void {
  deleteSpent(desk, spent);
  putMade(desk, made);
  putBalances(desk, changes);
}
