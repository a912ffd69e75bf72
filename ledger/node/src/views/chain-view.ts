/** What this chain is, and how far it has come. */

import { toHex } from '@stele/base';

import type { ChainView } from '@stele/protocol';
import { timeText } from './json-values.ts';
import type { OpenLedger } from './open-ledger.ts';

/** The name under which a node serves its one chain. */
const CHAIN_NAME = 'main';

export function chainView(ledger: OpenLedger): ChainView {
  const { chain, charter, identity, orderingKind, checkpoints, kernel, tip } = ledger;
  const { organisation, node } = identity;
  return {
    id: toHex(chain.fingerprint),
    name: CHAIN_NAME,
    origin: checkpoints.origin,
    suite: chain.suite.id,
    entries: charter.policy.entries,
    ordering: { kind: orderingKind, epoch: tip.epoch },
    rules: tip.rules,
    pendingRules: tip.pendingRules ?? null,
    knownRules: [...kernel.rules.keys()],
    height: tip.height,
    logSize: tip.size,
    root: toHex(tip.root),
    time: timeText(tip.timeMs),
    members: charter.members.map(({ organisation, name, weight }) => ({
      organisation,
      name,
      weight,
    })),
    threshold: charter.threshold,
    nodes: [{ organisation, node }],
    validators: [],
  };
}
