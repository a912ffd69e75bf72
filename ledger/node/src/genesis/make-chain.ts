/**
 * The first start: makes keys, charter, statement and block 0 (spec/disk.md, spec/block.md). Everything is written below `.making/`
 * first, `FORMAT` last, and then moved into place, `FORMAT` last again. A crash before `.making/FORMAT` leaves what the next start
 * throws away; a crash after it leaves what the next start finishes moving. So there is never half a chain, nor two sets of keys.
 */

import { type Clock, failure, type Log, type Random, utf8 } from '@stele/base';
import { MemoryStore, openKernel } from '@stele/kernel';
import type { Contract } from '@stele/kernel/contract';
import { decodeSetup, fingerprintOf, type Suite } from '@stele/protocol';
import { createBearerKey } from '@stele/server';

import { makeKeys, type NodeKeys } from '../keys/key-files.ts';
import type { Disk } from '../storage/disk.ts';
import { frame } from '../storage/entry-log.ts';
import { FORMAT_LINE } from '../storage/format.ts';
import {
  ADMIN_KEY_PATH,
  CHAIN_FILES,
  CHECKPOINT_PATH,
  entriesPath,
  FORMAT_PATH,
  GENESIS_PATH,
  KEYS_FOLDER,
  LOG_FOLDER,
  PAYLOAD_FOLDER,
  SETUP_PATH,
  STATEMENT_PATH,
} from '../storage/layout.ts';
import { type Genesis, makeGenesis } from './genesis.ts';
import { openOperatorAccount } from './operator-account.ts';
import { makeStatement, type NodeIdentity, writeStatement } from './statement.ts';

export interface ChainMaking extends NodeIdentity {
  readonly organisationName: string;
  readonly suite: Suite;
  readonly contracts: readonly Contract[];
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

const MAKING = '.making';
const MADE = `${MAKING}/${FORMAT_PATH}`;
/** What is moved into place, in this order. `FORMAT` says that all of it is there. */
const PARTS = [KEYS_FOLDER, ...CHAIN_FILES, LOG_FOLDER, FORMAT_PATH] as const;
/** What a chain leaves behind that no unfinished making does. */
const TRUTH = [...PARTS, PAYLOAD_FOLDER, CHECKPOINT_PATH];

/** Makes the chain, or finishes making it, in a folder without FORMAT. Fails with FORMAT_MISSING in one that holds parts of a chain. */
export async function makeChain(disk: Disk, making: ChainMaking): Promise<void> {
  if ((await disk.read(MADE)) === undefined) {
    await refuseRemains(disk);
    await disk.remove(MAKING);
    await writeParts(disk, making);
  }
  await moveIntoPlace(disk);
}

/** After a crash between the last move and the end: nothing is left but an empty folder. */
export async function finishMaking(disk: Disk): Promise<void> {
  const present = await disk.list('');
  if (present.includes(MAKING)) await disk.remove(MAKING);
}

async function refuseRemains(disk: Disk): Promise<void> {
  const present = await disk.list('');
  const remains = TRUTH.filter((name) => present.includes(name));
  if (remains.length === 0) return;
  throw failure(
    'FORMAT_MISSING',
    `the data folder holds ${remains.join(', ')} but no file FORMAT`,
    {
      action:
        'If it is a Stele chain, put the line "stele-data 3" into a file FORMAT; else name another folder. Nothing was changed.',
      data: { remains },
    },
  );
}

async function writeParts(disk: Disk, making: ChainMaking): Promise<void> {
  const { suite, clock, random, organisation, organisationName, log } = making;
  const nowMs = clock.nowMs();
  const keys = await makeKeys(disk, `${MAKING}/`);
  const made = makeGenesis({
    suite,
    organisation,
    organisationName,
    organisationKey: keys.organisation,
    setup: [openOperatorAccount(suite, keys.operator)],
    madeMs: nowMs,
    random,
  });
  await disk.replace(`${MAKING}/${GENESIS_PATH}`, made.genesis);
  await disk.replace(`${MAKING}/${SETUP_PATH}`, made.setup);
  await writeOwnStatement(disk, making, { made, keys, nowMs });
  const adminKey = utf8(`${createBearerKey(random)}\n`);
  await disk.replace(`${MAKING}/${ADMIN_KEY_PATH}`, adminKey, { isSecret: true });
  await disk.makeFolder(`${MAKING}/${LOG_FOLDER}`);
  await disk.replace(`${MAKING}/${entriesPath(0)}`, blockZero(making, made));
  await disk.replace(MADE, FORMAT_LINE);
  log.info('made a chain', { organisation });
}

function writeOwnStatement(
  disk: Disk,
  making: ChainMaking,
  {
    made,
    keys,
    nowMs,
  }: { readonly made: Genesis; readonly keys: NodeKeys; readonly nowMs: number },
): Promise<void> {
  const { suite } = making;
  const chain = { suite, fingerprint: fingerprintOf(made.genesis, suite.crypto) };
  const statement = makeStatement(chain, making, keys, nowMs);
  return writeStatement(disk, `${MAKING}/${STATEMENT_PATH}`, statement);
}

/** The first segment of the log; everything else is derived from it at start. */
function blockZero({ suite, contracts }: ChainMaking, { genesis, setup }: Genesis): Uint8Array {
  const kernel = openKernel({ suite, genesis, store: new MemoryStore(), contracts });
  return frame(kernel.genesisBlock(decodeSetup(setup)).entries, 0).bytes;
}

async function moveIntoPlace(disk: Disk): Promise<void> {
  const waiting = await disk.list(MAKING);
  for (const part of PARTS) {
    if (waiting.includes(part)) await disk.move(`${MAKING}/${part}`, part);
  }
  await disk.remove(MAKING);
}
