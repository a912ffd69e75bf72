/** The rules of a chain for people, one fact a line; all of them are public. */

import { chainAt } from '../client/ledger-client.ts';
import { type Invocation, printJson, printLine } from '../command.ts';
import { countText } from '../terminal/quantities.ts';
import { padTo, widthOf } from '../terminal/width.ts';
import type { TextKey } from '../text/text.ts';

export async function showRules(
  { arguments: given, world, text, style }: Invocation,
  address: string,
): Promise<void> {
  const { rules, pendingRules, knownRules, height } = await chainAt(address);
  if (given.flag('json')) {
    printJson(world, { rules, pendingRules, knownRules, height });
    return;
  }
  const pending = pendingRules && {
    rules: String(pendingRules.rules),
    height: countText(pendingRules.height),
  };
  const facts: readonly (readonly [TextKey, string])[] = [
    ['ledgerRules.inForce', String(rules)],
    ['ledgerRules.pending', pending ? text('ledgerRules.from', pending) : text('ledgerRules.none')],
    ['ledgerRules.known', knownRules.join(', ')],
    ['ledgerRules.height', countText(height)],
  ];
  const columns = Math.max(...facts.map(([key]) => widthOf(text(key))));
  for (const [key, value] of facts) {
    printLine(world, `${style.quiet(padTo(text(key), columns))}  ${value}`);
  }
}
