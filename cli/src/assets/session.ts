/** The ledger as commands about accounts, assets and transactions reach it: the data folder's own chain, or one that the reader trusts. */

import { toHex } from '@stele/base';
import { type ChainIdentity, decodeCharter, fingerprintOf, suiteOf } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import { type AssetsClient, assetsClient, connect, type Ledger } from '@stele/sdk';

import { chainAt, connectTo } from '../client/ledger-client.ts';
import { keyIn } from '../client/service.ts';
import type { Invocation } from '../command.ts';
import { serverAddressOf } from '../settings/address.ts';
import { adminKeyOf, adminKeyPath, dataFolderOf, genesisOf } from '../settings/data-folder.ts';
import { readTrustStore, trustStorePath } from '../trust/store.ts';
import { trouble } from '../trouble.ts';

export interface Session {
  readonly ledger: Ledger;
  readonly assets: AssetsClient;
  readonly folder: string;
  readonly address: string;
}

/** CHAIN_MISMATCH, FOLDER_NOT_FOUND, CHAIN_NOT_TRUSTED, UNREACHABLE, and what is wrong with the access key. */
export async function sessionOf(invocation: Invocation): Promise<Session> {
  const { arguments: given, world } = invocation;
  const folder = dataFolderOf(given, world);
  const address = serverAddressOf(given, world, folder);
  const genesis = genesisOf(folder);
  const ledger =
    genesis === undefined
      ? await trustedLedger(invocation, folder, address)
      : await connectTo({ address, folder }, identityOf(genesis), accessKey(invocation, folder));
  return { ledger, assets: assetsClient(ledger), folder, address };
}

function identityOf(genesis: Uint8Array): ChainIdentity {
  const suite = suiteOf(decodeCharter(genesis, nodeCrypto).suite, nodeCrypto);
  return { suite, fingerprint: fingerprintOf(genesis, nodeCrypto) };
}

function accessKey({ arguments: given }: Invocation, folder: string): string {
  const file = given.value('key-file');
  return file === undefined ? adminKeyOf(folder) : keyIn(file);
}

/** Away from the data folder: a chain that was added with `stele trust add`, by a key that somebody was given. */
async function trustedLedger(
  { arguments: given, world }: Invocation,
  folder: string,
  address: string,
): Promise<Ledger> {
  const file = given.value('key-file');
  if (file === undefined) throw trouble('FOLDER_NOT_FOUND', { folder });
  const { id } = await chainAt(address);
  const trusted = readTrustStore(trustStorePath(world));
  if (!trusted.some(({ fingerprint }) => fingerprint === id)) {
    throw trouble('CHAIN_NOT_TRUSTED', { fingerprint: id });
  }
  return await connect({ url: address, key: keyIn(file), fingerprint: id, crypto: nodeCrypto });
}

/** Where the chain's resources are, and the file of the key, for `--curl`. */
export function chainCallPlace({ arguments: given, world }: Invocation): {
  readonly base: string;
  readonly keyPath: string;
} {
  const folder = dataFolderOf(given, world);
  const base = `${serverAddressOf(given, world, folder)}/v1/chains/main`;
  return { base, keyPath: given.value('key-file') ?? adminKeyPath(folder) };
}

export function fingerprintText({ ledger }: Session): string {
  return toHex(ledger.chain.fingerprint);
}
