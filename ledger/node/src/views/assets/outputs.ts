/** Outputs by their keys, live and spent: what was put, when, and how it ended. */

import { assert, isCoded, rejection, toHex } from '@stele/base';
import { type Output, outputFromText, outputPlaceOf, outputsTable } from '@stele/contracts';
import { decodeRow } from '@stele/kernel/contract';
import { decodeEffect, decodeEntry, type Outcome } from '@stele/protocol';

import type { OpenLedger } from '../open-ledger.ts';
import { ASSETS } from './asset-reader.ts';

export interface OutputRecord {
  readonly key: Uint8Array;
  /** Number of the effect that put it. */
  readonly effect: number;
  /** Encoded, as its guard is made of. */
  readonly bytes: Uint8Array;
  readonly output: Output;
  /** Number of the effect that spent it; undefined while it is live. */
  readonly end: number | undefined;
}

/** An output as of a moment, by what callers call it. Rejects with OUTPUT_ABSENT. */
export async function namedOutput(
  ledger: OpenLedger,
  text: string,
  effectCount = ledger.tip.effectCount,
): Promise<OutputRecord> {
  const record = await readOutput(ledger, outputKeyOf(text), effectCount);
  if (record === undefined) throw outputUnknown(text);
  return record;
}

function outputKeyOf(text: string): Uint8Array {
  try {
    return outputFromText(text);
  } catch (error) {
    if (!isCoded(error)) throw error;
    throw outputUnknown(text);
  }
}

/** The outputs that a committed entry made, by the hexadecimal of their keys. */
export type PutsAt = (index: number) => Promise<Puts>;

/** Undefined when no committed entry has made it. `putsAt`: where entries that were read before are remembered. */
export async function readOutput(
  ledger: OpenLedger,
  key: Uint8Array,
  effectCount: number,
  putsAt: PutsAt = (index) => readPuts(ledger, index),
): Promise<OutputRecord | undefined> {
  const { reader } = ledger;
  const live = reader.row(ASSETS, outputsTable.name, key);
  if (live !== undefined) {
    return live.effect < effectCount
      ? recordOf(key, live.effect, live.value, undefined)
      : undefined;
  }
  const ended = reader.endOf(ASSETS, outputsTable.name, key);
  if (ended === undefined) return undefined;
  const made = (await putsAt(outputPlaceOf(key).index)).get(toHex(key));
  if (made === undefined || made.effect >= effectCount) return undefined;
  return recordOf(key, made.effect, made.value, ended < effectCount ? ended : undefined);
}

function recordOf(
  key: Uint8Array,
  effect: number,
  bytes: Uint8Array,
  end: number | undefined,
): OutputRecord {
  return { key, effect, bytes, output: decodeRow(outputsTable, bytes), end };
}

/** In the order in which they were made; none for a header, and where there is no committed entry. */
export async function readPuts(ledger: OpenLedger, index: number): Promise<Puts> {
  if (index >= ledger.tip.size) return new Map();
  const entry = decodeEntry(await ledger.storage.log.entry(index));
  return entry.kind === 'header' ? new Map() : putsOf(ledger, entry.outcome);
}

export type Puts = ReadonlyMap<string, Put>;

interface Put {
  readonly effect: number;
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

async function putsOf(
  { reader }: OpenLedger,
  { firstEffect, effectCount }: Outcome,
): Promise<Puts> {
  const puts = new Map<string, Put>();
  if (effectCount === 0) return puts;
  for await (const block of reader.effectBlocks(firstEffect)) {
    const start = firstEffect - block.firstEffect;
    block.effects.slice(start, start + effectCount).forEach((bytes, i) => {
      const { kind, contract, table, key, value } = decodeEffect(bytes);
      if (kind !== 'put' || contract !== ASSETS || table !== outputsTable.name) return;
      assert(value !== null, 'a put has a value');
      puts.set(toHex(key), { effect: firstEffect + i, key, value });
    });
    break;
  }
  return puts;
}

function outputUnknown(text: string): Error {
  return rejection('OUTPUT_ABSENT', `the chain has made no output ${text.slice(0, 24)}`);
}
