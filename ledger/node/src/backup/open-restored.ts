/**
 * What makes a restored folder a node's again: everything derived is derived, and when entries may be lost the chain goes on in a new
 * lineage (spec/membership.md, "Origin and key names"): its first entry says what was kept, and new keys sign it, so that nothing this
 * node signed before can be taken for a word on what comes now.
 */

import type { Clock, Log, Random } from '@stele/base';
import { builtinContracts } from '@stele/contracts';
import type { Contract } from '@stele/kernel/contract';
import { originOf } from '@stele/protocol';

import { CheckpointKeeper } from '../commit/checkpoint-keeper.ts';
import { ensureStatement } from '../genesis/statement.ts';
import { LedgerClock } from '../intake/ledger-clock.ts';
import { renewNodeKeys } from '../keys/key-files.ts';
import { openChain, type OpenedChain } from '../open-chain.ts';
import { type Recovered, recover } from '../recovery/recover.ts';
import { openDataFolder } from '../storage/data-folder.ts';
import type { Disk } from '../storage/disk.ts';

export interface RestoredWorld {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly contracts?: readonly Contract[];
}

export interface OpenedRestored {
  readonly origin: string;
  /** Entries in the log, the new lineage's first block included. */
  readonly size: number;
}

/** Names of a chain that is made now, which this is not. */
const NO_NEW_CHAIN = { organisation: '', organisationName: '', nodeName: '', orderingKind: '' };

/**
 * Derives state and tree of a folder that was checked; with a reason, opens the next lineage. Fails with CLOCK_BEHIND when this machine's
 * clock is behind the chain's time, and with the codes of a start.
 */
export async function openRestored(
  dataFolder: string,
  world: RestoredWorld,
  reason: string | undefined,
): Promise<OpenedRestored> {
  const folder = await openDataFolder(dataFolder, world.log);
  try {
    const { disk, state } = folder;
    const contracts = world.contracts ?? builtinContracts;
    const chain = await openChain(folder, { ...world, contracts, ...NO_NEW_CHAIN });
    const recovered = await recover({ disk, state, chain: chain.definition, log: world.log });
    const { storage, kernel } = recovered;
    try {
      if (reason !== undefined) await openLineage({ disk, chain, recovered }, world, reason);
      await storage.syncDerived();
    } finally {
      await storage.close();
    }
    const origin = originOf(chain.identity.fingerprint, kernel.lineage);
    return { origin, size: kernel.tip.logSize };
  } finally {
    await folder.close();
  }
}

interface Begun {
  readonly disk: Disk;
  readonly chain: OpenedChain;
  readonly recovered: Recovered;
}

/** The first block of the next lineage, durable before it is signed; the keys before what they sign. */
async function openLineage(
  { disk, chain, recovered }: Begun,
  { clock, log }: RestoredWorld,
  reason: string,
): Promise<void> {
  const { storage, kernel, signed } = recovered;
  const refusal = new LedgerClock(clock, log).refusal(kernel.tip.timeMs);
  if (refusal !== undefined) throw refusal;
  const nowMs = clock.nowMs();
  const block = kernel.lineageBlock({ reason, timeMs: nowMs });
  await storage.writeTruth([block]);
  kernel.apply(block);
  await storage.writeDerived([block]);
  kernel.persisted(block.height);
  const { identity, node: nodeIdentity } = chain;
  const keys = await renewNodeKeys(disk, chain.keys);
  const statement = await ensureStatement(disk, identity, nodeIdentity, { keys, nowMs });
  const checkpoints = new CheckpointKeeper({
    disk,
    chain: identity,
    lineage: kernel.lineage,
    identity: nodeIdentity,
    keys,
    statement,
    signed,
  });
  await checkpoints.sign(block.size, block.root, nowMs);
  await checkpoints.close();
}
