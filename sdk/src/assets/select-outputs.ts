/** Which outputs to spend for an amount, where a transaction is built here. Never across slots: they would not merge. */

import type { OutputView } from '@stele/protocol';

/**
 * The fewest outputs of one slot that reach `wanted`, largest first; undefined when no slot reaches it. What is in a hold or marked cannot
 * be spent. Of several slots that reach, the one that takes the fewest.
 */
export function selectOutputs(
  outputs: readonly OutputView[],
  wanted: bigint,
  slot?: string,
): readonly OutputView[] | undefined {
  const bySlot = new Map<string, OutputView[]>();
  for (const output of outputs.filter(isFree)) {
    if (slot !== undefined && output.slot !== slot) continue;
    bySlot.set(output.slot, [...(bySlot.get(output.slot) ?? []), output]);
  }
  return [...bySlot.values()]
    .map((of) => reaching(of, wanted))
    .filter((chosen) => chosen !== undefined)
    .sort((a, b) => a.length - b.length)[0];
}

function isFree({ owner, marks, live }: OutputView): boolean {
  const isParty = typeof owner === 'object' && owner !== null && 'party' in owner;
  return live && isParty && marks.length === 0;
}

function reaching(
  outputs: readonly OutputView[],
  wanted: bigint,
): readonly OutputView[] | undefined {
  const chosen: OutputView[] = [];
  let sum = 0n;
  const largestFirst = outputs.toSorted((a, b) => (BigInt(a.amount) < BigInt(b.amount) ? 1 : -1));
  for (const output of largestFirst) {
    if (sum >= wanted) break;
    chosen.push(output);
    sum += BigInt(output.amount);
  }
  return sum >= wanted ? chosen : undefined;
}
