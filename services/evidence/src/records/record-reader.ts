/**
 * Records as the ledger has them: found by id, digest, transaction or place, from its indexes and its log, so that everybody reads what
 * he has written, whatever becomes of the projection.
 */

import { assert, concat, equal, isCoded, toHex } from '@stele/base';
import {
  type Call,
  decode,
  decodeEntry,
  decodeItem,
  decodeTransaction,
  type DigestAlgorithm,
  type EvidenceItem,
  itemFromCbor,
  type LedgerApi,
  type Principal,
  transactionId,
} from '@stele/protocol';
import type { Ledger } from '@stele/sdk';

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

export interface DigestQuery {
  readonly algorithm: DigestAlgorithm;
  readonly digest: Uint8Array;
  /** Of this owner only. */
  readonly owner?: Uint8Array | undefined;
  /** `effect` of the last one already seen. */
  readonly after?: number | undefined;
}

export interface FoundRecord {
  readonly record: LedgerRecord;
  readonly effect: number;
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

/** Terms hold the first bytes of a digest only (spec/contracts.md, "Terms"). */
const TERM_DIGEST_BYTES = 16;
const EVIDENCE = 'evidence';

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
    const [index, call, item] = decode(row) as [number, number, number];
    return { index, call, item };
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
    return this.recordIn(await this.entry(place.index), place);
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

  async recordIn(entry: EvidenceEntry, { call: number, item }: RecordPlace): Promise<LedgerRecord> {
    const call = entry.calls[number];
    assert(call?.contract === EVIDENCE, 'an index names evidence calls only');
    return {
      owner: ownerOf(call),
      item: await this.#item(entry.index, call, item),
      commitment: commitmentOf(entry, { index: entry.index, call: number, item }),
    };
  }

  /** Items `first` to `first + count` of a batch call, as encoded. */
  async encodedItems(
    { index, calls }: EvidenceEntry,
    call: number,
    range: { readonly first: number; readonly count: number },
  ): Promise<readonly Uint8Array[]> {
    const payload = calls[call]?.args[1];
    assert(typeof payload === 'number', 'a batch names its payload');
    return this.#api.payloadItems({ index, payload, ...range });
  }

  /** Records with this digest, newest first. Terms hold half of a digest, so the whole is compared here. */
  async *byDigest({ algorithm, digest, owner, after }: DigestQuery): AsyncGenerator<FoundRecord> {
    const term = concat(Uint8Array.of(algorithm), digest.subarray(0, TERM_DIGEST_BYTES));
    const query = { contract: EVIDENCE, table: 'records', term, reverse: true, limit: PAGE };
    for (let last = after; ;) {
      const found = await this.#api.find({ ...query, ...(last !== undefined && { after: last }) });
      for (const { key, value, effect } of found) {
        last = effect;
        if (owner !== undefined && !startsWith(key, owner)) continue;
        const [index, call, item] = decode(value) as [number, number, number];
        const record = await this.at({ index, call, item });
        const own = record.item.digests.get(algorithm);
        if (own !== undefined && equal(own, digest)) yield { record, effect };
      }
      if (found.length < PAGE) return;
    }
  }

  /** Records of a transaction in order, those after `seen`; of one owner when given. None when there is no such transaction. */
  async *inTransaction(
    id: string,
    owner?: Uint8Array,
    seen?: RecordPlace,
  ): AsyncGenerator<LedgerRecord> {
    const index = await this.#indexOf(id);
    if (index === undefined) return;
    const entry = await this.entry(index);
    for (const number of evidenceCalls(entry, owner)) {
      if (number < (seen?.call ?? 0)) continue;
      const first = seen?.call === number ? seen.item + 1 : 0;
      yield* this.#recordsOf(entry, number, first);
    }
  }

  async *#recordsOf(
    entry: EvidenceEntry,
    call: number,
    first: number,
  ): AsyncGenerator<LedgerRecord> {
    const count = countOf(entry, call);
    for (let item = first; item < count; item++) {
      yield await this.recordIn(entry, { index: entry.index, call, item });
    }
  }

  async #indexOf(id: string): Promise<number | undefined> {
    try {
      return (await this.#api.transaction(id)).index;
    } catch (error) {
      if (isCoded(error, 'TRANSACTION_UNKNOWN')) return undefined;
      throw error;
    }
  }

  async #item(index: number, { method, args }: Call, item: number): Promise<EvidenceItem> {
    if (method === 'record') return itemFromCbor(args[0] ?? null);
    const payload = args[1] as number;
    const [bytes] = await this.#api.payloadItems({ index, payload, first: item, count: 1 });
    assert(bytes !== undefined, 'a record stands where its index says');
    return decodeItem(bytes);
  }

  async #row(table: string, key: Uint8Array): Promise<Uint8Array | undefined> {
    const row = await this.#api.row({ contract: EVIDENCE, table, key });
    return row?.value;
  }
}

const PAGE = 100;

function startsWith(key: Uint8Array, owner: Uint8Array): boolean {
  return owner.every((byte, i) => key[i] === byte);
}

/** Numbers of the calls that recorded something for this owner, or for anybody. */
function evidenceCalls({ calls }: EvidenceEntry, owner?: Uint8Array): readonly number[] {
  return calls.flatMap((call, number) => {
    const isMeant =
      call.contract === EVIDENCE && (owner === undefined || equal(ownerOf(call), owner));
    return isMeant ? [number] : [];
  });
}

/** How many records a call of this contract made. */
function countOf({ calls, payloadCounts }: EvidenceEntry, number: number): number {
  const call = calls[number];
  if (call?.method === 'record') return 1;
  const payload = call?.args[1];
  return typeof payload === 'number' ? (payloadCounts[payload] ?? 0) : 0;
}

/** The first actor owns the records (spec/contracts.md, "evidence"). */
export function ownerOf({ actors }: Call): Uint8Array {
  const [first] = actors as readonly (Principal | undefined)[];
  assert(first?.kind === 'account', 'records are owned by accounts');
  return first.account;
}

export function commitmentOf(
  { transaction, height, committedAtMs }: EvidenceEntry,
  place: RecordPlace,
): Commitment {
  return { ...place, transaction, height, committedAtMs };
}
