/** Collects what `stele status` shows. Public facts need no key, so none is sent. */

import { toHex } from '@stele/base';
import { fingerprintOf } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';
import type { ChainView } from '@stele/protocol';

import { chainAt, checkServed } from '../client/ledger-client.ts';
import { genesisOf } from '../settings/data-folder.ts';
import { type DiskSpace, spaceOf, storageOf, type StorageBytes } from './storage.ts';

export interface Status {
  readonly chain: ChainView;
  readonly address: string;
  /** Null when the data folder is not here: the server runs elsewhere, or for somebody else. */
  readonly folder: string | null;
  readonly storage: StorageBytes | null;
  /** Of the disk that the data folder lies on. */
  readonly space: DiskSpace | null;
}

export interface Asked {
  readonly folder: string;
  readonly address: string;
  /** The person named the address: then it need not be that of the folder's server. */
  readonly isNamed: boolean;
}

/** UNREACHABLE, CHAIN_MISMATCH. */
export async function statusOf({ folder, address, isNamed }: Asked): Promise<Status> {
  const chain = await chainAt(address);
  const genesis = genesisOf(folder);
  const elsewhere = { chain, address, folder: null, storage: null, space: null };
  if (genesis === undefined) return elsewhere;
  const own = toHex(fingerprintOf(genesis, nodeCrypto));
  if (isNamed && own !== chain.id) return elsewhere;
  checkServed(chain, { address, folder }, own);
  const [storage, space] = [await storageOf(folder), await spaceOf(folder)];
  return { chain, address, folder, storage: storage ?? null, space: space ?? null };
}
