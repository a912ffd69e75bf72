/**
 * Recording for customers: gives ids, finds what was asked for before under the same key, checks what can be checked without the
 * ledger's refusal, and hands the rest to the customer's lane.
 */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { type CodedError, isCoded, rejection, toHex } from '@stele/base';
import { decodeItem, type EvidenceItem, RECORD_ID_BYTES } from '@stele/protocol';
import { buildItem, type Ledger, type RecordPlan } from '@stele/sdk';
import type { Customer } from '../customers/customer.ts';
import { type ErasableParts, partsOf } from '../notes/erasable-parts.ts';
import type { NoteStore } from '../notes/note-store.ts';
import type { Lane } from './lane.ts';
import { keyedId, keyedItemId, recordIdText } from './record-id.ts';
import type { BatchPlace, Commitment, RecordReader } from './record-reader.ts';
import type { RecordDraft } from './evidence-request.ts';
import { checkSame, keyReused } from './sameness.ts';
import { Turns } from '../turns.ts';

/** A record on its way, or there already. */
export interface Notarised {
  readonly id: Uint8Array;
  /** Was there, or on its way, before this call. */
  readonly replayed: boolean;
  /** What the record is made of; of one that was there already, as the ledger and the notes have it. */
  readonly item: EvidenceItem;
  readonly parts: ErasableParts;
  /** Settles with its place, or with why it is not recorded. */
  readonly committed: Promise<Commitment>;
}

export interface NotarisedBatch {
  readonly batch: Uint8Array;
  readonly replayed: boolean;
  readonly ids: readonly Uint8Array[];
  readonly committed: Promise<Commitment>;
}

export interface NotaryOptions {
  readonly ledger: Ledger;
  readonly reader: RecordReader;
  readonly notes: NoteStore;
  readonly laneOf: (customer: Customer) => Lane;
  readonly recordIdSecret: (account: Uint8Array) => Uint8Array;
}

interface RecordUnderWay {
  readonly plan: RecordPlan;
  readonly committed: Promise<Commitment>;
}

interface BatchIds {
  readonly batch: Uint8Array;
  readonly idOf: (i: number) => Uint8Array;
}

interface BatchUnderWay {
  readonly plans: readonly RecordPlan[];
  readonly committed: Promise<Commitment>;
}

export class Notary {
  readonly #options: NotaryOptions;
  readonly #underWay = new Map<string, RecordUnderWay>();
  readonly #batchesUnderWay = new Map<string, BatchUnderWay>();
  /** Two calls with one key must not both find nothing: the second waits until the first is under way. */
  readonly #turns = new Turns();
  /** Records that one on its way supersedes. */
  readonly #superseding = new Set<string>();

  constructor(options: NotaryOptions) {
    this.#options = options;
  }

  /** A record that was accepted and is not committed yet. */
  underWay(account: Uint8Array, id: Uint8Array): RecordUnderWay | undefined {
    return this.#underWay.get(placeText(account, id));
  }

  /** Whether a batch was accepted and is not committed yet. */
  isBatchUnderWay(account: Uint8Array, batch: Uint8Array): boolean {
    return this.#batchesUnderWay.has(placeText(account, batch));
  }

  /** Rejects with IDEMPOTENCY_KEY_REUSED, RECORD_UNKNOWN, RECORD_SUPERSEDED, NOTE_TOO_LARGE, CUSTODY_OWN, and those of Lane. */
  async notarise(customer: Customer, request: RecordDraft, key?: string): Promise<Notarised> {
    checkCustody(customer);
    const { account } = customer;
    if (key === undefined) return this.#begin(customer, this.#newId(), request);
    const id = keyedId(this.#options.recordIdSecret(account), key);
    return this.#turns.take(placeText(account, id), async () => {
      const earlier = await this.#earlier(account, id, request);
      return earlier ?? this.#begin(customer, id, request);
    });
  }

  /** The same for many that go together or not at all; data: {pointer} names the item of a fault. */
  async notariseBatch(
    customer: Customer,
    requests: readonly RecordDraft[],
    key?: string,
  ): Promise<NotarisedBatch> {
    checkCustody(customer);
    const { account } = customer;
    if (key === undefined) {
      return this.#beginBatch(customer, requests, {
        batch: this.#newId(),
        idOf: () => this.#newId(),
      });
    }
    const secret = this.#options.recordIdSecret(account);
    const batch = keyedId(secret, key);
    const idOf = (i: number): Uint8Array => keyedItemId(secret, key, i);
    return this.#turns.take(placeText(account, batch), async () => {
      const earlier = await this.#earlierBatch(account, batch, requests);
      return earlier ?? this.#beginBatch(customer, requests, { batch, idOf });
    });
  }

  async #begin(customer: Customer, id: Uint8Array, request: RecordDraft): Promise<Notarised> {
    const { account } = customer;
    if (request.supersedes !== undefined) await this.#checkSuperseded(account, request.supersedes);
    const plan = this.#planOf(id, request);
    this.#checkUnclaimed(account, [plan]);
    const committed = this.#options.laneOf(customer).record(plan);
    this.#claim(account, [plan]);
    const text = placeText(account, id);
    this.#underWay.set(text, { plan, committed });
    this.#whenSettled(committed, () => {
      this.#underWay.delete(text);
      this.#disclaim(account, [plan]);
    });
    return { id, replayed: false, item: plan.item, parts: partsOf(plan), committed };
  }

  async #beginBatch(
    customer: Customer,
    requests: readonly RecordDraft[],
    { batch, idOf }: BatchIds,
  ): Promise<NotarisedBatch> {
    const { account } = customer;
    const plans: RecordPlan[] = [];
    for (const [i, request] of requests.entries()) {
      const { supersedes } = request;
      if (supersedes !== undefined) await at(i, () => this.#checkSuperseded(account, supersedes));
      plans.push(at(i, () => this.#planOf(idOf(i), request)));
      // Others are served between the pieces of a large batch.
      if (i % PIECE_ITEMS === PIECE_ITEMS - 1) await nextTurn();
    }
    this.#checkUnclaimed(account, plans);
    const committed = this.#options.laneOf(customer).recordBatch(batch, plans);
    this.#claim(account, plans);
    const text = placeText(account, batch);
    this.#batchesUnderWay.set(text, { plans, committed });
    this.#whenSettled(committed, () => {
      this.#batchesUnderWay.delete(text);
      this.#disclaim(account, plans);
    });
    return { batch, replayed: false, ids: plans.map(({ item }) => item.id), committed };
  }

  #whenSettled(committed: Promise<unknown>, act: () => void): void {
    committed.then(act, act);
  }

  #newId(): Uint8Array {
    return this.#options.ledger.world.random.bytes(RECORD_ID_BYTES);
  }

  async #earlier(
    account: Uint8Array,
    id: Uint8Array,
    request: RecordDraft,
  ): Promise<Notarised | undefined> {
    const underWay = this.underWay(account, id);
    if (underWay !== undefined) return replay(id, request, underWay);
    const record = await this.#options.reader.find(account, id);
    if (record === undefined) return undefined;
    const parts = this.#options.notes.get({ account, id }) ?? {};
    checkSame(request, record.item, parts);
    const committed = Promise.resolve(record.commitment);
    return { id, replayed: true, item: record.item, parts, committed };
  }

  async #earlierBatch(
    account: Uint8Array,
    batch: Uint8Array,
    requests: readonly RecordDraft[],
  ): Promise<NotarisedBatch | undefined> {
    const text = placeText(account, batch);
    const underWay = this.#batchesUnderWay.get(text);
    if (underWay === undefined) {
      const place = await this.#options.reader.batchPlaceOf(account, batch);
      return place && this.#recordedBatch(account, { batch, place, requests });
    }
    const { plans, committed } = underWay;
    if (plans.length !== requests.length) throw keyReused();
    const ids = plans.map((plan, i) => {
      checkSame(requests[i], plan.item, partsOf(plan));
      return plan.item.id;
    });
    return { batch, replayed: true, ids, committed };
  }

  async #recordedBatch(
    account: Uint8Array,
    {
      batch,
      place,
      requests,
    }: {
      readonly batch: Uint8Array;
      readonly place: BatchPlace;
      readonly requests: readonly RecordDraft[];
    },
  ): Promise<NotarisedBatch> {
    if (place.count !== requests.length) throw keyReused();
    const { reader, notes } = this.#options;
    const entry = await reader.entry(place.index);
    const encoded = await reader.encodedItems(entry, place.call, { first: 0, count: place.count });
    const ids = encoded.map((bytes, i) => {
      const item = decodeItem(bytes);
      const parts =
        item.noteHash === null && !item.salted ? {} : notes.get({ account, id: item.id });
      checkSame(requests[i], item, parts ?? {});
      return item.id;
    });
    const { transaction, height, committedAtMs } = entry;
    const commitment = {
      transaction,
      height,
      committedAtMs,
      index: place.index,
      call: place.call,
      item: 0,
    };
    return { batch, replayed: true, ids, committed: Promise.resolve(commitment) };
  }

  /** As the contract would, but without an entry and a charge for finding out. */
  async #checkSuperseded(account: Uint8Array, old: Uint8Array): Promise<void> {
    const { reader } = this.#options;
    const text = recordIdText(old);
    if ((await reader.placeOf(account, old)) === undefined) {
      throw rejection('RECORD_UNKNOWN', `there is no record ${text} to supersede`, SUPERSEDES);
    }
    if ((await reader.supersededBy(account, old)) !== undefined) throw superseded(old);
  }

  /** Two on their way must not supersede one: the ledger would refuse all that goes with the second. */
  #checkUnclaimed(account: Uint8Array, plans: readonly RecordPlan[]): void {
    const taken = supersededBy(plans).find((old) => this.#superseding.has(placeText(account, old)));
    if (taken !== undefined) throw superseded(taken);
  }

  #claim(account: Uint8Array, plans: readonly RecordPlan[]): void {
    for (const old of supersededBy(plans)) this.#superseding.add(placeText(account, old));
  }

  #disclaim(account: Uint8Array, plans: readonly RecordPlan[]): void {
    for (const old of supersededBy(plans)) this.#superseding.delete(placeText(account, old));
  }

  #planOf(id: Uint8Array, request: RecordDraft): RecordPlan {
    const { ledger } = this.#options;
    return buildItem(ledger.chain.suite, { ...request, id }, ledger.world.random);
  }
}

function supersededBy(plans: readonly RecordPlan[]): readonly Uint8Array[] {
  return plans.flatMap(({ item: { supersedes } }) => (supersedes === null ? [] : [supersedes]));
}

function superseded(old: Uint8Array): Error {
  return rejection('RECORD_SUPERSEDED', `${recordIdText(old)} is superseded already`, SUPERSEDES);
}

const PIECE_ITEMS = 1_000;

const SUPERSEDES = { data: { pointer: '#/supersedes' } };

function placeText(account: Uint8Array, id: Uint8Array): string {
  return toHex(account) + toHex(id);
}

function replay(
  id: Uint8Array,
  request: RecordDraft,
  { plan, committed }: RecordUnderWay,
): Notarised {
  const parts = partsOf(plan);
  checkSame(request, plan.item, parts);
  return { id, replayed: true, item: plan.item, parts, committed };
}

function checkCustody({ custody, account }: Customer): void {
  if (custody === 'hosted') return;
  throw rejection('CUSTODY_OWN', 'this customer signs its records itself', {
    action: 'Record with the SDK and your own key; the service has none to sign with.',
    data: { account: toHex(account) },
  });
}

/** Says which item of a batch a rejection is about. */
function at<T>(i: number, act: () => T): T {
  const named = (error: unknown): unknown => (isCoded(error) ? itemError(i, error) : error);
  try {
    const result = act();
    if (!(result instanceof Promise)) return result;
    return result.catch((error: unknown) => {
      throw named(error);
    }) as T;
  } catch (error) {
    throw named(error);
  }
}

function itemError(i: number, { code, message, action, data }: CodedError): CodedError {
  const field = typeof data?.['pointer'] === 'string' ? data['pointer'].slice(1) : '';
  const pointer = `#/items/${String(i)}${field}`;
  return rejection(code, message, { action, data: { ...data, pointer } });
}
