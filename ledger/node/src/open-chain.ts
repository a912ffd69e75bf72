/** Opens the chain of a data folder: makes it on the first start, else checks the keys against it and recovers it. */

import { type Clock, type CodedError, equal, failure, type Log, type Random } from '@stele/base';
import { StateReader } from '@stele/kernel';
import type { Contract } from '@stele/kernel/contract';
import {
  type ChainIdentity,
  type Charter,
  decodeCharter,
  fingerprintOf,
  memberOfKey,
  NOTE_TYPE_COSIGNATURE,
  NOTE_TYPE_ED25519,
  statementKey,
  suiteOf,
} from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import { CheckpointKeeper } from './commit/checkpoint-keeper.ts';
import { finishMaking, makeChain } from './genesis/make-chain.ts';
import {
  ensureStatement,
  type NodeIdentity,
  readOwnStatement,
  type SignedStatement,
} from './genesis/statement.ts';
import { LedgerClock } from './intake/ledger-clock.ts';
import { type KeyName, keyPath, type NodeKeys, readKeys } from './keys/key-files.ts';
import type { ChainDefinition } from './recovery/chain-definition.ts';
import { recover } from './recovery/recover.ts';
import type { DataFolder } from './storage/data-folder.ts';
import { GENESIS_PATH } from './storage/layout.ts';
import { type OpenLedger, tipOf } from './views/open-ledger.ts';

export interface ChainOptions {
  /** Identifier and name of the one member of a chain that is made now. */
  readonly organisation: string;
  readonly organisationName: string;
  /** Name of this node, when it has none yet. */
  readonly nodeName: string;
  readonly contracts: readonly Contract[];
  readonly orderingKind: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** What is fixed while the node runs. */
export interface OpenedChain {
  readonly definition: ChainDefinition;
  readonly identity: ChainIdentity;
  readonly charter: Charter;
  readonly keys: NodeKeys;
  readonly node: NodeIdentity;
}

const MADE_WITH_SUITE = 'intl';

/** Fails with the codes of key files and charters, KEY_MISMATCH, GENESIS_MISSING. */
export async function openChain(folder: DataFolder, options: ChainOptions): Promise<OpenedChain> {
  const { disk, isNew } = folder;
  const { organisation, organisationName, nodeName, contracts, clock, random, log } = options;
  const suite = suiteOf(MADE_WITH_SUITE, nodeCrypto);
  const making = {
    organisation,
    organisationName,
    node: nodeName,
    suite,
    contracts,
    clock,
    random,
    log,
  };
  if (isNew) await makeChain(disk, making);
  else await finishMaking(disk);
  const genesis = await disk.read(GENESIS_PATH);
  if (genesis === undefined) throw genesisMissing();
  const charter = decodeCharter(genesis, nodeCrypto);
  const definition = { suite: suiteOf(charter.suite, nodeCrypto), genesis, contracts };
  const identity = { suite: definition.suite, fingerprint: fingerprintOf(genesis, nodeCrypto) };
  const keys = await readKeys(disk);
  const member = organisationOf(charter, keys);
  const stored = await readOwnStatement(disk, identity);
  if (stored !== undefined) checkStated(stored, keys);
  const node = { organisation: member, node: stored?.statement.node ?? nodeName };
  return { definition, identity, charter, keys, node };
}

/** Recovers the chain and signs it as it stands, unless the clock forbids that. */
export async function openLedger(
  folder: Pick<DataFolder, 'disk' | 'state'>,
  chain: OpenedChain,
  { clock, log, orderingKind }: ChainOptions,
): Promise<OpenLedger> {
  const { disk, state } = folder;
  const { definition, identity, charter, keys, node } = chain;
  const recovered = await recover({ disk, state, chain: definition, log });
  const { storage, kernel, signed } = recovered;
  const nowMs = clock.nowMs();
  const statement = await ensureStatement(disk, identity, node, { keys, nowMs });
  const checkpoints = new CheckpointKeeper({
    disk,
    chain: identity,
    lineage: kernel.lineage,
    identity: node,
    keys,
    statement,
    signed,
  });
  const tip = tipOf(kernel);
  const refusal = new LedgerClock(clock, log).refusal(tip.timeMs);
  // Signed anew at each start, because keys or statement may be others than those of the last checkpoint.
  if (refusal === undefined) await checkpoints.sign(tip.size, tip.root, nowMs);
  else log.warn(refusal.message);
  checkpoints.show();
  return {
    chain: identity,
    charter,
    genesis: definition.genesis,
    identity: node,
    orderingKind,
    storage,
    reader: new StateReader(state),
    kernel,
    checkpoints,
    tip,
  };
}

function organisationOf(charter: Charter, { organisation }: NodeKeys): string {
  const { algorithm, publicKey: key } = organisation;
  const member = memberOfKey(charter, { algorithm, key });
  if (member !== undefined) return member.organisation;
  throw keyMismatch('organisation', 'belongs to no member of this chain', {
    action:
      'Put back the key that this chain was made with, or the genesis that belongs to this key.',
  });
}

/** A key file that was damaged is a key file still, of another key. Who means to sign with a new one says so. */
function checkStated({ statement }: SignedStatement, { log, cosigner }: NodeKeys): void {
  const action =
    'Put the key back from a backup; to sign with a new one from now on, remove the file `statement` from the data folder.';
  if (!equal(statementKey(statement, NOTE_TYPE_ED25519), log.publicKey)) {
    throw keyMismatch('log', 'is not the one that this node’s statement names', { action });
  }
  if (!equal(statementKey(statement, NOTE_TYPE_COSIGNATURE), cosigner.publicKey)) {
    throw keyMismatch('cosigner', 'is not the one that this node’s statement names', { action });
  }
}

function keyMismatch(
  name: KeyName,
  why: string,
  { action }: { readonly action: string },
): CodedError {
  const path = keyPath(name);
  return failure('KEY_MISMATCH', `the key file ${path} ${why}`, { action, data: { path } });
}

function genesisMissing(): Error {
  return failure('GENESIS_MISSING', 'the file `genesis` is missing in the data folder', {
    action: 'Put it back from a backup, from any receipt of this chain, or from another node.',
  });
}
