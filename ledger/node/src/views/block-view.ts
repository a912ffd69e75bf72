/** A block: its header, and the ids of its transactions. */

import { rejection, toHex } from '@stele/base';
import {
  type BlockView,
  decodeEntry,
  decodeTransaction,
  leafHash,
  transactionId,
} from '@stele/protocol';

import { SEGMENT_ENTRIES } from '../storage/layout.ts';
import { heightOfHash } from '../storage/marks.ts';
import { hashFromText, timeText } from './json-values.ts';
import { type OpenLedger, readHeader } from './open-ledger.ts';

const HEIGHT = /^(?:0|[1-9][0-9]{0,15})$/;

/** A block by height, by hash, or `latest`. Rejects with BLOCK_UNKNOWN. */
export async function blockView(
  ledger: OpenLedger,
  reference: number | string,
): Promise<BlockView> {
  const height = heightOf(ledger, reference);
  if (height === undefined) {
    throw rejection('BLOCK_UNKNOWN', `there is no block ${String(reference).slice(0, 64)}`);
  }
  const { index, header, entry } = await readHeader(ledger, height);
  return {
    height,
    hash: toHex(leafHash(ledger.chain.suite.logHash, entry)),
    time: timeText(header.timeMs),
    firstIndex: header.firstIndex,
    entryCount: index + 1 - header.firstIndex,
    transactions: await transactionsIn(ledger, header.firstIndex, index),
    previousRoot: toHex(header.previousRoot),
    firstEffect: header.firstEffect,
    effectCount: header.effectCount,
    effectsRoot: toHex(header.effectsRoot),
    liveRoot: toHex(header.liveRoot),
    rules: header.rules,
    epoch: header.epoch,
    engineHeight: header.engineHeight,
    charter: toHex(header.charter),
  };
}

function heightOf({ storage, tip }: OpenLedger, reference: number | string): number | undefined {
  if (typeof reference === 'number') {
    return Number.isSafeInteger(reference) && reference >= 0 ? reference : undefined;
  }
  if (reference === 'latest') return tip.height;
  if (HEIGHT.test(reference)) return Number(reference);
  const hash = hashFromText(reference);
  return hash === undefined ? undefined : heightOfHash(storage.state, hash);
}

async function transactionsIn(
  { storage, chain }: OpenLedger,
  first: number,
  end: number,
): Promise<BlockView['transactions']> {
  const transactions: BlockView['transactions'][number][] = [];
  for (let index = first; index < end;) {
    const segmentEnd = Math.ceil((index + 1) / SEGMENT_ENTRIES) * SEGMENT_ENTRIES;
    const count = Math.min(end, segmentEnd) - index;
    for (const bytes of await storage.log.entries(index, count)) {
      const entry = decodeEntry(bytes);
      if (entry.kind !== 'transaction') continue;
      const { body } = decodeTransaction(entry.content);
      const id = toHex(transactionId(chain.suite, chain.fingerprint, body));
      transactions.push({ id, index: entry.outcome.index, code: entry.outcome.code });
    }
    index += count;
  }
  return transactions;
}
