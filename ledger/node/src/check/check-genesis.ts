/**
 * The genesis file, against the charter in the log's first entry and that entry's leaf hash. Checked before everything else, because
 * whatever carries a signature is checked with the fingerprint that follows from it.
 */

import { equal, isCoded } from '@stele/base';
import { decodeEntry, decodeSystemAct, leafHash, suiteOf } from '@stele/protocol';
import { nodeCrypto } from '@stele/protocol/node';

import type { ReadableDisk } from '../storage/disk.ts';
import { entriesPath, GENESIS_PATH, HASH_BYTES, treePath } from '../storage/layout.ts';
import { EMPTY_PLACE } from '../storage/marks.ts';
import { StoredEntries } from '../storage/stored-entries.ts';
import { FileStream } from './file-stream.ts';
import { DamageFound } from './report.ts';

/** Charter 0 as encoded. Throws DamageFound: of two that differ, the one that the tree contradicts. */
export async function checkGenesis(disk: ReadableDisk): Promise<Uint8Array> {
  const genesis = await disk.read(GENESIS_PATH);
  if (genesis === undefined) {
    throw new DamageFound({ file: GENESIS_PATH, what: 'the file is missing' });
  }
  const entry = await firstEntry(disk);
  const charter = entry === undefined ? undefined : charterIn(entry);
  // What is wrong with an entry that holds no charter is found when the log is read.
  if (entry === undefined || charter === undefined || equal(charter, genesis)) return genesis;
  const [file, height] = [entriesPath(0), 0];
  if (!(await isFirstLeaf(disk, entry))) {
    throw new DamageFound({
      file,
      offset: 0,
      height,
      index: 0,
      what: 'another charter than genesis',
    });
  }
  throw new DamageFound({ file: GENESIS_PATH, what: 'another charter than the one in the log' });
}

async function firstEntry(disk: ReadableDisk): Promise<Uint8Array | undefined> {
  const entries = new StoredEntries(disk, EMPTY_PLACE.log);
  const first = await entries.next();
  await entries.close();
  return first?.bytes;
}

function charterIn(bytes: Uint8Array): Uint8Array | undefined {
  try {
    const act = decodeSystemAct(decodeEntry(bytes).content);
    return act.subject === 'charter' ? act.charter : undefined;
  } catch (error) {
    if (isCoded(error)) return undefined;
    throw error;
  }
}

async function isFirstLeaf(disk: ReadableDisk, entry: Uint8Array): Promise<boolean> {
  const tree = new FileStream(disk, treePath(0));
  const leaf = await tree.next(HASH_BYTES);
  await tree.close();
  // The log's hash is the same in every suite.
  return equal(leaf, leafHash(suiteOf('intl', nodeCrypto).logHash, entry));
}
