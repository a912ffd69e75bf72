/** Steps 8 and 9: an auditor who countersigns has, and a contract that has a say raises no objection. */

import { refuse } from '@stele/kernel/contract';
import { type CborValue, decode } from '@stele/protocol';
import { encodeRow } from '@stele/kernel/contract';
import { acts } from '../acting.ts';
import type { AssetClass } from '../asset-class.ts';
import type { Deed } from '../deed.ts';
import type { Output } from '../schema/output.ts';
import { outputsTable } from '../tables.ts';

/** The classes a deed is about, in the order in which they come. */
export function classesOf({ spent, made }: Deed): readonly AssetClass[] {
  const classes = new Map<string, AssetClass>();
  for (const { of } of [...spent, ...made]) classes.set(of.name, of);
  return [...classes.values()];
}

/** Refuses with COUNTERSIGNER_NOT_ACTING. */
export function checkCountersigners(
  { context }: Deed['desk'],
  classes: readonly AssetClass[],
): void {
  for (const { definition } of classes) {
    const { countersigner } = definition;
    if (countersigner === null || acts(context.actors, countersigner)) continue;
    refuse('COUNTERSIGNER_NOT_ACTING', 'the class has a countersigner, who does not act');
  }
}

/** The method that every hook has. */
const HOOK_METHOD = 'check';

/** Asks the hook of every class, with the rows of that class that go and come. Refuses with whatever a hook refuses with. */
export function askHooks(deed: Deed, classes: readonly AssetClass[]): void {
  for (const of of classes) {
    if (of.definition.hook === '') continue;
    deed.desk.context.ask(of.definition.hook, HOOK_METHOD, [
      of.id,
      deed.method,
      rowsOf(deed.spent, of),
      rowsOf(deed.made, of),
    ]);
  }
}

interface OfClass {
  readonly of: AssetClass;
  readonly output: Output;
}

function rowsOf(all: readonly OfClass[], { name }: AssetClass): readonly CborValue[] {
  return all
    .filter(({ of }) => of.name === name)
    .map(({ output }) => decode(encodeRow(outputsTable, output)));
}
