/**
 * Rules by number (spec/block.md, "Rules have numbers"): the one place that says in what they differ. Execution is handed those of
 * the block it makes and asks them by name; nothing compares numbers. A number that is in use anywhere stays as it is for ever.
 */

export interface Rules {
  readonly number: number;
  /** An actor who has not signed leaves no entry; else an entry that says so, a charge, and a used id (spec/contracts.md, step 4). */
  readonly missingSignerIsVoid: boolean;
  /** Whoever is to speak for an account acts in the call that says so (spec/contracts.md, `accounts.set-keys`). */
  readonly newAuthorityActs: boolean;
  /** Timers, and the contract `assets`; else a call of it is of no contract (spec/contracts.md, "Timers"). */
  readonly hasAssets: boolean;
}

export type RulesTable = ReadonlyMap<number, Rules>;

function tableOf(...all: readonly Rules[]): RulesTable {
  return new Map(all.map((rules) => [rules.number, rules]));
}

/** All that this program knows, ascending. */
export const RULES: RulesTable = tableOf(
  { number: 1, missingSignerIsVoid: false, newAuthorityActs: false, hasAssets: false },
  { number: 2, missingSignerIsVoid: true, newAuthorityActs: true, hasAssets: false },
  { number: 3, missingSignerIsVoid: true, newAuthorityActs: true, hasAssets: true },
);

/** What a new chain begins with. */
export const RULES_NEWEST: number = Math.max(...RULES.keys());
