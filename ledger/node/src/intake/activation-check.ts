/**
 * A guard before ordering: this node takes no activation of rules that it does not know itself, so that no slip of a finger ends a
 * chain. It is not the ledger's rule: once ordered, by whatever node, an activation means the same everywhere (spec/contracts.md, "chain").
 */

import { rejection } from '@stele/base';
import { activatedRules, type Kernel } from '@stele/kernel';
import type { TransactionContent } from '@stele/protocol';

/** Rejects with ACTIVATION_REFUSED. */
export function refuseUnknownActivation(
  { calls }: Pick<TransactionContent, 'calls'>,
  { rules: known }: Pick<Kernel, 'rules'>,
): void {
  for (const call of calls) {
    const rules = activatedRules(call);
    if (rules === undefined || known.has(rules)) continue;
    throw rejection(
      'ACTIVATION_REFUSED',
      `rules ${String(rules)} are not known to this version: the chain would stop here`,
      { action: 'Name rules that the node knows, or bring every node to a newer version first.' },
    );
  }
}
