/**
 * Checks a data folder from the ground up (`stele ledger check`): derives everything again from log and payloads, and compares. Reads
 * only: it may be run on a copy, on a medium that cannot be written, and on a folder that is kept as evidence.
 */

import { failure, isCoded, toHex } from '@stele/base';
import { builtinContracts } from '@stele/contracts';
import type { Contract } from '@stele/kernel/contract';

import type { ReadableDisk } from '../storage/disk.ts';
import { STATE_FOLDER } from '../storage/layout.ts';
import { readDurable, readPlace } from '../storage/marks.ts';
import { openNodeDisk } from '../storage/node-disk.ts';
import { openVerifier, type Verifier } from '../verification/verifier.ts';
import { checkChain } from './check-chain.ts';
import { checkFiles } from './check-files.ts';
import { type LockedState, lockState } from './locked-state.ts';
import { type CheckProgress, type CheckReport, type Damage, DamageFound } from './report.ts';

export interface CheckOptions {
  readonly onProgress?: (progress: CheckProgress) => void;
  readonly contracts?: readonly Contract[];
  readonly verifierThreads?: number;
}

/**
 * Fails with DATA_FOLDER_BUSY while a node uses the folder, FORMAT_NEWER, RULES_UNKNOWN when it comes to blocks under rules that this
 * program does not know, and with DATA_FOLDER_EMPTY when there is none.
 */
export async function checkFolder(
  dataFolder: string,
  options: CheckOptions = {},
): Promise<CheckReport> {
  const disk = openNodeDisk(dataFolder);
  if ((await disk.list('')).length === 0) throw empty(dataFolder);
  const locked = await lockState(dataFolder);
  if (locked === undefined) throw busy(dataFolder);
  const verifier = openVerifier(options.verifierThreads);
  try {
    return await checkLocked(disk, { ...options, ...locked, verifier });
  } finally {
    await verifier.close();
    await locked.close();
  }
}

type LockedCheck = CheckOptions &
  Pick<LockedState, 'state' | 'fault' | 'scratch'> & { readonly verifier: Verifier };

async function checkLocked(disk: ReadableDisk, check: LockedCheck): Promise<CheckReport> {
  const { scratch, verifier, contracts = builtinContracts } = check;
  const state = isReadable(check.state) ? check.state : undefined;
  let chain: string | undefined;
  let entries = 0;
  const onProgress = (progress: CheckProgress): void => {
    entries = progress.entries;
    check.onProgress?.(progress);
  };
  try {
    const files = await checkFiles(disk);
    chain = toHex(files.chain.fingerprint);
    const checked = await checkChain({
      disk,
      files,
      contracts,
      state,
      scratch,
      verifier,
      onProgress,
    });
    const damage = state === undefined ? unreadableState(check.fault) : undefined;
    return { damage, chain, ...checked };
  } catch (error) {
    if (!(error instanceof DamageFound)) throw error;
    return { damage: error.damage, chain, entries, unknownRules: null, notes: [] };
  }
}

/** What opens may lack the very rows that say how far it goes. */
function isReadable(state: LockedState['state']): boolean {
  try {
    if (state !== undefined) for (const read of [readPlace, readDurable]) read(state);
    return true;
  } catch (error) {
    if (isCoded(error)) return false;
    throw error;
  }
}

function unreadableState(fault: LockedState['fault']): Damage {
  if (fault === undefined) return { file: STATE_FOLDER, what: 'its files cannot be read' };
  return { ...fault, file: `${STATE_FOLDER}/${fault.file}`, what: 'it is not as it was written' };
}

function empty(dataFolder: string): Error {
  return failure('DATA_FOLDER_EMPTY', `there is no chain in ${dataFolder}`, {
    action: 'Name the data folder of a node with --data.',
    data: { folder: dataFolder },
  });
}

function busy(dataFolder: string): Error {
  return failure('DATA_FOLDER_BUSY', `a node is running in ${dataFolder}`, {
    action: 'Stop it first; a chain that grows cannot be compared with itself.',
  });
}
