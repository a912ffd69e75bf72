/**
 * Which record is damaged, when a block is not what its chain gives: of two that do not fit, the one that a third contradicts. The
 * tree speaks for entries, a transaction for its payloads.
 */

import { assert, isCoded, toHex } from '@stele/base';
import {
  type ChainIdentity,
  checkPayloads,
  decodeEntry,
  decodeTransaction,
  type PayloadRoot,
  transactionId,
} from '@stele/protocol';

import type { Ending, ReadBlock } from '../recovery/stored-blocks.ts';
import { GENESIS_PATH, payloadPath } from '../storage/layout.ts';
import type { SignedId } from '../verification/packed-signatures.ts';
import { type Damage, DamageFound } from './report.ts';

export interface Suspects {
  readonly chain: ChainIdentity;
  readonly height: number;
  readonly read: ReadBlock;
  /** Where deriving the block again went wrong. */
  readonly ending: Ending;
  /** The first entry that the tree contradicts. */
  readonly leafIndex: number | undefined;
}

export function blame(suspects: Suspects): DamageFound {
  const { height, ending, leafIndex } = suspects;
  if (leafIndex !== undefined) return entryDamage(suspects, leafIndex, ending.why);
  const payload = payloadDamage(suspects);
  if (payload !== undefined) return new DamageFound({ height, ...payload });
  // The tree confirms block 0, so it is the file beside it that is another.
  if (height === 0) return new DamageFound({ file: GENESIS_PATH, height, what: ending.why });
  return entryDamage(suspects, ending.index, ending.why);
}

/** An entry of the block that is not what it should be. */
export function entryDamage(
  { chain, height, read }: Pick<Suspects, 'chain' | 'height' | 'read'>,
  index: number,
  what: string,
): DamageFound {
  const entry = read.entries.find((candidate) => candidate.index === index);
  assert(entry !== undefined, 'the damage lies inside the block');
  const { file, offset, bytes } = entry;
  const found = transactionIn(chain, bytes);
  const transaction = found === undefined ? {} : { transaction: toHex(found.id) };
  return new DamageFound({ file, offset, height, index, ...transaction, what });
}

/** The first payload in the block that is missing, or not the one its transaction commits to. */
function payloadDamage({ chain, read }: Suspects): Damage | undefined {
  for (const { index, bytes } of read.entries) {
    const found = transactionIn(chain, bytes);
    if (found === undefined) continue;
    const what = payloadFault(chain, found, read, index);
    if (what === undefined) continue;
    // Without a record it is the next one that cannot be read, or is another's.
    const { file, offset } = read.records.find((record) => record.index === index)?.place ?? {
      file: read.payloadEnd.file,
      offset: read.payloadEnd.length,
    };
    return { file: payloadPath(file), offset, index, transaction: toHex(found.id), what };
  }
  return undefined;
}

function payloadFault(
  { suite }: ChainIdentity,
  { payloads }: FoundTransaction,
  read: ReadBlock,
  index: number,
): string | undefined {
  try {
    checkPayloads(suite, payloads, read.payloads.get(index) ?? []);
    return undefined;
  } catch (error) {
    if (isCoded(error)) return error.message;
    throw error;
  }
}

export interface FoundTransaction extends SignedId {
  readonly payloads: readonly PayloadRoot[];
}

/** The transaction in an entry; undefined when there is none that can be read. */
export function transactionIn(
  { suite, fingerprint }: ChainIdentity,
  bytes: Uint8Array,
): FoundTransaction | undefined {
  try {
    const entry = decodeEntry(bytes);
    if (entry.kind !== 'transaction') return undefined;
    const { body, content, signatures } = decodeTransaction(entry.content);
    return { id: transactionId(suite, fingerprint, body), signatures, payloads: content.payloads };
  } catch (error) {
    if (isCoded(error)) return undefined;
    throw error;
  }
}
