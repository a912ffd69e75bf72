/**
 * Records as the ledger has them: found by id or place, from its indexes and its log, so that everybody reads what he has written,
 * whatever becomes of the projection. Records of a digest or a transaction are found in record-pages.ts.
 */

import { assert, concat, toHex } from '@stele/base';
import {
  type Call,
  decode,
  decodeEntry,
  decodeItem,
  decodeTransaction,
  encode,
  type EvidenceItem,
  type LedgerApi,
  type Principal,
  transactionId,
} from '@stele/protocol';
import type { Ledger } from '@stele/sdk';
import { runsOf } from './place-runs.ts';

/** Where a record stands in the log. */
export interface RecordPlace {
  /** Of the entry. */
  readonly index: number;
  /** Number of the call in its transaction. */
  readonly call: number;
  /** Number of the item in the call’s payload; 0 when it stands in the call. */
  readonly item: number;
}

/** When and where a record came to be. */
export interface Commitment extends RecordPlace {
  /** Transaction id, 64 hexadecimal digits. */
  readonly transaction: string;
  readonly height: number;
  /** Block time. */
  readonly committedAtMs: number;
}

export interface LedgerRecord {
  /** Whose it is: the account, 16 bytes. */
  readonly owner: Uint8Array;
  readonly item: EvidenceItem;
  readonly commitment: Commitment;
}

export interface BatchPlace {
  readonly index: number;
  readonly call: number;
  readonly count: number;
}

/** The evidence calls of one entry, decoded once for however many of their records are asked for. */
export interface EvidenceEntry {
  readonly index: number;
  readonly transaction: string;
  readonly height: number;
  readonly committedAtMs: number;
  readonly calls: readonly Call[];
  readonly payloadCounts: readonly number[];
  readonly payloadRoots: readonly Uint8Array[];
}

export const EVIDENCE = 'evidence';

export class RecordReader {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  get #api(): LedgerApi {
    return this.#ledger.transport;
  }

  /** Where the customer's record with this id stands; undefined when there is none. */
  async placeOf(owner: Uint8Array, id: Uint8Array): Promise<RecordPlace | undefined> {
    const row = await this.#row('records', concat(owner, id));
    if (row === undefined) return undefined;
    return placeOfRow(row);
  }

  async batchPlaceOf(owner: Uint8Array, batch: Uint8Array): Promise<BatchPlace | undefined> {
    const row = await this.#row('batches', concat(owner, batch));
    if (row === undefined) return undefined;
    const [index, call, count] = decode(row) as [number, number, number];
    return { index, call, count };
  }

  /** The id of the record that superseded this one. */
  async supersededBy(owner: Uint8Array, id: Uint8Array): Promise<Uint8Array | undefined> {
    const row = await this.#row('superseded', concat(owner, id));
    return row === undefined ? undefined : (decode(row) as Uint8Array);
  }

  async find(owner: Uint8Array, id: Uint8Array): Promise<LedgerRecord | undefined> {
    const place = await this.placeOf(owner, id);
    return place === undefined ? undefined : this.at(place);
  }

  /** The record at a place that an index named. */
  async at(place: RecordPlace): Promise<LedgerRecord> {
    const [record] = await this.atAll([place]);
    assert(record !== undefined, 'each place has its record');
    return record;
  }

  /** The records at many places, in their order: an entry is read once, and neighbours of a batch together. */
  async atAll(places: readonly RecordPlace[]): Promise<readonly LedgerRecord[]> {
    const records: LedgerRecord[] = [];
    let entry: EvidenceEntry | undefined;
    // One after the other: each may have a payload of a megabyte behind it.
    for (const { index, call, first, count, members } of runsOf(places)) {
      if (entry?.index !== index) entry = await this.entry(index);
      const encoded = await this.encodedItems(entry, call, { first, count });
      for (const { item, position } of members) {
        records[position] = recordOf(entry, { index, call, item }, encoded[item - first]);
      }
    }
    return records;
  }

  /** Records `first` to `first + count` of a call; fewer where the call has no more. */
  async inCall(
    entry: EvidenceEntry,
    call: number,
    range: { readonly first: number; readonly count: number },
  ): Promise<readonly LedgerRecord[]> {
    const { index } = entry;
    const encoded = await this.encodedItems(entry, call, range);
    return encoded.map((bytes, i) =>
      recordOf(entry, { index, call, item: range.first + i }, bytes),
    );
  }

  async entry(index: number): Promise<EvidenceEntry> {
    const entry = decodeEntry(await this.#api.entry(index));
    assert(entry.kind === 'transaction', 'records stand in transactions');
    const { body, content } = decodeTransaction(entry.content);
    const { suite, fingerprint } = this.#ledger.chain;
    return {
      index,
      transaction: toHex(transactionId(suite, fingerprint, body)),
      height: entry.outcome.height,
      committedAtMs: entry.outcome.timeMs,
      calls: entry.outcome.code === '' ? content.calls : [],
      payloadCounts: content.payloads.map(({ count }) => count),
      payloadRoots: content.payloads.map(({ root }) => root),
    };
  }

  /** Items `first` to `first + count` of a call, as encoded; one that stands in the call itself is its item 0. */
  async encodedItems(
    { index, calls }: EvidenceEntry,
    number: number,
    range: { readonly first: number; readonly count: number },
  ): Promise<readonly Uint8Array[]> {
    const call = calls[number];
    assert(call?.contract === EVIDENCE, 'an index names evidence calls only');
    const { method, args } = call;
    if (method === 'record') return range.first === 0 ? [encode(args[0] ?? null)] : [];
    const [, payload] = args;
    assert(typeof payload === 'number', 'a batch names its payload');
    return this.#api.payloadItems({ index, payload, ...range });
  }

  async #row(table: string, key: Uint8Array): Promise<Uint8Array | undefined> {
    const row = await this.#api.row({ contract: EVIDENCE, table, key });
    return row?.value;
  }
}

/** The place that a row of `records` names (spec/contracts.md, "evidence"). */
export function placeOfRow(value: Uint8Array): RecordPlace {
  const [index, call, item] = decode(value) as [number, number, number];
  return { index, call, item };
}

function recordOf(
  entry: EvidenceEntry,
  place: RecordPlace,
  encoded: Uint8Array | undefined,
): LedgerRecord {
  const call = entry.calls[place.call];
  assert(call !== undefined && encoded !== undefined, 'a record stands where its index says');
  const item = decodeItem(encoded);
  return { owner: ownerOf(call), item, commitment: commitmentOf(entry, place) };
}

/** The first actor owns the records (spec/contracts.md, "evidence"). */
export function ownerOf({ actors }: Call): Uint8Array {
  const [first] = actors as readonly (Principal | undefined)[];
  assert(first?.kind === 'account', 'records are owned by accounts');
  return first.account;
}

function commitmentOf(
  { transaction, height, committedAtMs }: EvidenceEntry,
  place: RecordPlace,
): Commitment {
  return { ...place, transaction, height, committedAtMs };
}
