/** The evidence service in this process: over the node's ledger, with the operator's key, and the database it derives search into. */

import { join } from 'node:path';
import type { Clock, Log } from '@stele/base';
import { type Database, openDatabase } from '@stele/database';
import {
  type EvidenceService,
  masterSecretFromFile,
  masterSecretFromText,
  openEvidence,
  readAuthorities,
} from '@stele/evidence';
import type { LedgerNode } from '@stele/node';

import { operatorOf } from '../../notarize/operator.ts';
import type { Settings } from './settings.ts';

/** The chain's name in paths: one process serves one chain. */
export const CHAIN_NAME = 'main';

export interface RunningEvidence {
  readonly service: EvidenceService;
  readonly database: Database | undefined;
  /** Ends the service and what it derives into. The ledger stays open. */
  close(): Promise<void>;
}

export interface EvidenceWorld {
  readonly log: Log;
  readonly clock: Clock;
}

/** Fails as openEvidence does, and with TIMESTAMP_AUTHORITIES_INVALID, DATABASE_URL_MALFORMED, MASTER_KEY_…. */
export async function startEvidence(
  node: LedgerNode,
  settings: Settings,
  { log, clock }: EvidenceWorld,
): Promise<RunningEvidence> {
  const { dataFolder, evidence, organisationName: name, publicUrl } = settings;
  const { account, signer } = operatorOf(dataFolder);
  const authorities = readAuthorities(
    evidence.timestampAuthorities,
    join(dataFolder, 'timestamp-authorities'),
  );
  const folder = join(dataFolder, 'evidence');
  const master = await (evidence.masterKey === undefined
    ? masterSecretFromFile({ path: join(dataFolder, 'keys', 'master.secret'), store: folder })
    : masterSecretFromText(evidence.masterKey));
  const database = databaseOf(settings, { log, clock });
  const service = await openEvidence({
    api: node.api,
    chainName: CHAIN_NAME,
    folder,
    master,
    operator: { account, signers: [signer], name },
    database,
    authorities,
    publicUrl,
    log,
    clock,
  });
  // Both at once: a database that does not answer would hold what the service waits for until its connection is cut.
  const close = async (): Promise<void> => {
    await Promise.all([service.close(), database?.close()]);
  };
  return { service, database, close };
}

function databaseOf(
  { dataFolder, evidence }: Settings,
  { log, clock }: EvidenceWorld,
): Database | undefined {
  const { hasProjection, databaseUrl: url } = evidence;
  if (!hasProjection) return undefined;
  if (url !== undefined) return openDatabase({ kind: 'url', url, log });
  return openDatabase({ kind: 'embedded', folder: join(dataFolder, 'postgres'), log, clock });
}
