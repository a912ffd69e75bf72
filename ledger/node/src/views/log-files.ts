/** The files of the log as C2SP clients ask for them (spec/log.md, "What a node serves"). */

import { rejection, utf8 } from '@stele/base';
import {
  cosignerName,
  formatPolicy,
  formatVerifierKey,
  NOTE_TYPE_COSIGNATURE,
  NOTE_TYPE_ED25519,
  parseTilePath,
  statementKey,
  type TileAddress,
} from '@stele/protocol';

import { TILE_WIDTH } from '../storage/layout.ts';
import { hashesAt, packHashes } from '../storage/tree-files.ts';
import type { OpenLedger } from './open-ledger.ts';

/** Rejects with LOG_PATH_UNKNOWN. */
export async function logFile(ledger: OpenLedger, path: string): Promise<Uint8Array> {
  switch (path) {
    case 'checkpoint':
      return utf8(ledger.checkpoints.shown?.text ?? missing(path));
    case 'vkeys':
      return utf8(`${logKey(ledger)}\n`);
    case 'policy':
      return utf8(policy(ledger));
    default:
      return tile(ledger, parseTilePath(path) ?? missing(path));
  }
}

async function tile(ledger: OpenLedger, address: TileAddress): Promise<Uint8Array> {
  const { storage, checkpoints } = ledger;
  const { level, n, width } = address;
  const first = n * TILE_WIDTH;
  const size = checkpoints.shown?.checkpoint.size ?? 0;
  const available = level === 'entries' ? size : hashesAt(level, size);
  if (first + width > available) missing(JSON.stringify(address));
  if (level === 'entries') return storage.log.bundle(first, width);
  return packHashes(await storage.tree.hashes(level, first, width));
}

function logKey({ chain, checkpoints }: OpenLedger): string {
  return formatVerifierKey(chain.suite.crypto, {
    name: checkpoints.origin,
    type: NOTE_TYPE_ED25519,
    key: statementKey(checkpoints.statement.statement, NOTE_TYPE_ED25519),
  });
}

function policy(ledger: OpenLedger): string {
  const { chain, charter, identity, checkpoints } = ledger;
  const { organisation, node } = identity;
  const verifierKey = formatVerifierKey(chain.suite.crypto, {
    name: cosignerName(checkpoints.origin, organisation, node),
    type: NOTE_TYPE_COSIGNATURE,
    key: statementKey(checkpoints.statement.statement, NOTE_TYPE_COSIGNATURE),
  });
  return formatPolicy({
    logs: [logKey(ledger)],
    witnesses: [{ organisation, node, verifierKey }],
    members: charter.members,
    threshold: charter.threshold,
  });
}

function missing(path: string): never {
  throw rejection('LOG_PATH_UNKNOWN', `the log has no file ${path.slice(0, 64)}`);
}
