/** The chains a reader trusts, and why: named on the command line, kept by `stele trust`, or the chain of the data folder in use. */

import { fromHex, isCoded, toHex } from '@stele/base';
import { fingerprintOf } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import type { Arguments } from '../arguments.ts';
import { dataFolderOf, genesisOf } from '../settings/data-folder.ts';
import {
  isFingerprint,
  readTrustStore,
  type TrustedChain,
  trustStorePath,
} from '../trust/store.ts';
import { explain, trouble } from '../trouble.ts';
import { gapAfter } from '../text/punctuation.ts';
import type { Text } from '../text/text.ts';
import type { World } from '../world.ts';

export type TrustSource = 'option' | 'any' | 'store' | 'folder';

export interface Trusted {
  /** By fingerprint; the first reason found. */
  readonly chains: ReadonlyMap<string, TrustSource>;
  /** `--trust any`: whatever chain the receipt is of. */
  readonly any: boolean;
}

/** FINGERPRINT_MALFORMED. */
export function trustedChains(given: Arguments, world: World, text: Text): Trusted {
  const named = given.values('trust');
  const chains = new Map<string, TrustSource>();
  const add = (fingerprint: string, source: TrustSource): void => {
    if (!chains.has(fingerprint)) chains.set(fingerprint, source);
  };
  for (const value of named.filter((one) => one !== 'any')) {
    if (!isFingerprint(value)) throw trouble('FINGERPRINT_MALFORMED', { value });
    add(value, 'option');
  }
  for (const { fingerprint } of storedChains(world, text)) add(fingerprint, 'store');
  const own = fingerprintOfFolder(dataFolderOf(given, world));
  if (own !== undefined) add(own, 'folder');
  return { chains, any: named.includes('any') };
}

/** A list that cannot be read trusts nothing, and the reader is told: a chain may be trusted for another reason. */
function storedChains(world: World, text: Text): readonly TrustedChain[] {
  try {
    return readTrustStore(trustStorePath(world));
  } catch (error) {
    if (!isCoded(error)) throw error;
    const { code, sentence, action } = explain(error, text);
    world.err.write(`stele: ${sentence}${gapAfter(sentence)}[${code}]\n`);
    world.err.write(`${text('verify.withoutList')}\n`);
    if (action !== undefined) world.err.write(`${action}\n`);
    return [];
  }
}

/** A folder that cannot be read, or holds no chain, trusts nothing; verification needs no data folder at all. */
function fingerprintOfFolder(folder: string): string | undefined {
  try {
    const genesis = genesisOf(folder);
    return genesis === undefined ? undefined : toHex(fingerprintOf(genesis, nodeCrypto));
  } catch (error) {
    if (isCoded(error)) return undefined;
    throw error;
  }
}

export function fingerprintsOf({ chains }: Trusted): readonly Uint8Array[] {
  return [...chains.keys()].map((fingerprint) => fromHex(fingerprint));
}
