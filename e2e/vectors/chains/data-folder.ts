/** A golden chain as the data folder of a node: its files, and the keys that the golden chains leave out, which follow from their seeds. */

import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { toBase64, utf8 } from '@stele/base';
import { systemRandom } from '@stele/node';
import { createBearerKey } from '@stele/server';
import { seeded } from '../world.ts';
import { chainFiles, writeFiles } from './chain-files.ts';
import type { GoldenChain } from './golden-chain.ts';

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

const SEED_LABELS = {
  organisation: 'museum/key',
  log: 'museum/log',
  cosigner: 'museum/cosigner',
  operator: 'chains/operator',
} as const;

function pemOf(label: string): Uint8Array {
  const der = Buffer.concat([PKCS8_ED25519, seeded(`ed25519/${label}`)]);
  return utf8(`-----BEGIN PRIVATE KEY-----\n${toBase64(der)}\n-----END PRIVATE KEY-----\n`);
}

/** Writes the first `count` blocks of a chain, all by default, as a folder that a node starts in. */
export function writeDataFolder(folder: string, chain: GoldenChain, count?: number): void {
  const secrets = new Map([['admin.key', utf8(`${createBearerKey(systemRandom)}\n`)]]);
  for (const [name, label] of Object.entries(SEED_LABELS)) {
    secrets.set(`keys/${name}.key`, pemOf(label));
  }
  writeFiles(folder, chainFiles(chain, count));
  writeFiles(folder, secrets);
  chmodSync(join(folder, 'keys'), 0o700);
  for (const path of secrets.keys()) chmodSync(join(folder, path), 0o600);
}
