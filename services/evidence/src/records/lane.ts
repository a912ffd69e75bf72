/**
 * The way of one customer's records to the ledger. What comes in while earlier records are on their way waits, and goes in one
 * transaction whose items are its payload: the more come at once, the less each costs. A record that comes alone goes alone and at once;
 * there is no timer.
 *
 * Nobody else signs for a hosted account, so the units it has left are known exactly: records beyond them are refused here, without an
 * entry and without a charge, and never drag those that are paid for down with them.
 */

import { assert, type CodedError, failure, isCoded, rejection } from '@stele/base';
import { encodeItem, PAYLOAD_BYTES_MAX, PAYLOAD_ITEMS_MAX, RECORD_ID_BYTES } from '@stele/protocol';
import {
  type Ledger,
  type Owner,
  type Plan,
  recordBatch,
  recordItem,
  type RecordPlan,
  sign,
  VALID_FOR_MS,
} from '@stele/sdk';
import { partsOf } from '../notes/erasable-parts.ts';
import type { NoteStore, PlacedNote } from '../notes/note-store.ts';
import type { Gate } from './gate.ts';
import type { Commitment } from './record-reader.ts';
import { RECORDS_WAITING_MAX, TRANSACTIONS_AHEAD_MAX } from '../limits.ts';

export interface LaneOptions {
  readonly ledger: Ledger;
  readonly owner: Owner;
  readonly notes: NoteStore;
  readonly gate: Gate;
  /** Units left as committed; null: no limit. */
  readonly quotaLeft: () => Promise<number | null>;
}

/** Records that go together or not at all. */
interface Pending {
  readonly plans: readonly RecordPlan[];
  readonly items: readonly Uint8Array[];
  readonly bytes: number;
  /** Of a customer's own batch. */
  readonly batch: Uint8Array | undefined;
  readonly resolve: (first: Commitment) => void;
  readonly reject: (error: unknown) => void;
}

export class Lane {
  readonly #options: LaneOptions;
  #waiting: Pending[] = [];
  #waitingCount = 0;
  #ahead = 0;
  #unitsAhead = 0;
  #isPumping = false;

  constructor(options: LaneOptions) {
    this.#options = options;
  }

  /**
   * Records one plan; resolves when it is committed. Rejects with QUOTA_EXHAUSTED, BUSY, or what the ledger refuses it with.
   */
  record(plan: RecordPlan): Promise<Commitment> {
    return this.#add([plan], undefined);
  }

  /** Records all plans in one transaction under a batch id, or none. Rejects with PAYLOAD_TOO_LARGE besides. */
  recordBatch(batch: Uint8Array, plans: readonly RecordPlan[]): Promise<Commitment> {
    return this.#add(plans, batch);
  }

  #add(plans: readonly RecordPlan[], batch: Uint8Array | undefined): Promise<Commitment> {
    const items = plans.map(({ item }) => encodeItem(item));
    const bytes = items.reduce((sum, { length }) => sum + length, 0);
    if (bytes > PAYLOAD_BYTES_MAX) throw payloadTooLarge(bytes);
    if (this.#waitingCount > 0 && this.#waitingCount + plans.length > RECORDS_WAITING_MAX) {
      throw busy();
    }
    const { promise, resolve, reject } = Promise.withResolvers<Commitment>();
    this.#waiting.push({ plans, items, bytes, batch, resolve, reject });
    this.#waitingCount += plans.length;
    this.#pumpSoon();
    return promise;
  }

  /** After what arrives in the same turn of the event loop has been taken in. */
  #pumpSoon(): void {
    if (this.#isPumping || this.#ahead >= TRANSACTIONS_AHEAD_MAX) return;
    this.#isPumping = true;
    setImmediate(() => void this.#pump());
  }

  async #pump(): Promise<void> {
    try {
      while (this.#waiting.length > 0 && this.#ahead < TRANSACTIONS_AHEAD_MAX) {
        const left = await this.#unitsLeft();
        const group = this.#take(left);
        if (group.length === 0) break;
        void this.#send(group);
      }
    } catch (error) {
      // The ledger cannot say what is left: it is stopping, or has failed.
      this.#refuseAll(error);
    } finally {
      this.#isPumping = false;
    }
  }

  /** What is committed and what is on its way, seen at one moment: a commit in between would be counted twice, or not at all. */
  async #unitsLeft(): Promise<number> {
    for (;;) {
      const ahead = this.#unitsAhead;
      const left = await this.#options.quotaLeft();
      if (left === null) return Infinity;
      if (ahead === this.#unitsAhead) return left - ahead;
    }
  }

  /** What goes next, in order, as much as fits a payload and is paid for. A customer's batch goes by itself. */
  #take(unitsLeft: number): readonly Pending[] {
    const group: Pending[] = [];
    let [units, bytes] = [0, 0];
    while (group.length < PAYLOAD_ITEMS_MAX) {
      const [next] = this.#waiting;
      if (next === undefined) break;
      const fits =
        bytes + next.bytes <= PAYLOAD_BYTES_MAX && (next.batch === undefined || group.length === 0);
      if (!fits) break;
      if (units + next.plans.length > unitsLeft) {
        // What is on its way may be refused and give its units back.
        if (this.#unitsAhead > 0 || group.length > 0) break;
        this.#shift();
        next.reject(quotaExhausted(next.plans.length, unitsLeft));
        continue;
      }
      this.#shift();
      group.push(next);
      units += next.plans.length;
      bytes += next.bytes;
      if (next.batch !== undefined) break;
    }
    return group;
  }

  #shift(): void {
    const next = this.#waiting.shift();
    this.#waitingCount -= next?.plans.length ?? 0;
  }

  async #send(group: readonly Pending[]): Promise<void> {
    const units = group.reduce((sum, { plans }) => sum + plans.length, 0);
    this.#ahead++;
    this.#unitsAhead += units;
    try {
      const { refusal } = this.#options.gate;
      if (refusal !== undefined) throw refusal;
      await this.#options.notes.put(this.#notesOf(group));
      await this.#commit(group);
    } catch (error) {
      if (error !== this.#options.gate.refusal) {
        this.#options.gate.failed(error);
        await this.#forgetNotes(group, error);
      }
      for (const { reject } of group) reject(error);
    } finally {
      this.#ahead--;
      this.#unitsAhead -= units;
      this.#pumpSoon();
    }
  }

  /** To be kept before the record is submitted (notes/note-store.ts says why). */
  #notesOf(group: readonly Pending[]): readonly PlacedNote[] {
    const { account } = this.#options.owner;
    const notes: PlacedNote[] = [];
    for (const { plans } of group) {
      for (const plan of plans) {
        const parts = partsOf(plan);
        if (Object.keys(parts).length > 0) notes.push({ account, id: plan.item.id, parts });
      }
    }
    return notes;
  }

  /** Notes of records that will never be. */
  async #forgetNotes(group: readonly Pending[], error: unknown): Promise<void> {
    if (!leftNothing(error)) return;
    try {
      await this.#options.notes.forget(this.#notesOf(group));
    } catch {
      // The disk that refused the record may refuse this too; the projection drops notes without records after a day.
    }
  }

  async #commit(group: readonly Pending[]): Promise<void> {
    try {
      const commitment = await this.#submit(group);
      let item = 0;
      for (const { resolve, plans } of group) {
        resolve({ ...commitment, item });
        item += plans.length;
      }
    } catch (error) {
      if (group.length === 1 || !isRefusal(error)) throw error;
      // One of them cannot be recorded; which one, each finds out by itself.
      for (const one of group) await this.#commitAlone(one);
    }
  }

  async #commitAlone(one: Pending): Promise<void> {
    try {
      await this.#commit([one]);
    } catch (error) {
      await this.#forgetNotes([one], error);
      one.reject(error);
    }
  }

  async #submit(group: readonly Pending[]): Promise<Commitment> {
    const { ledger, owner } = this.#options;
    const signed = sign(ledger.draft(this.#planOf(group)), owner.signers);
    const { id, height, index, committedAt } = await ledger.submit(signed, {
      wait: 'committed',
      timeoutMs: VALID_FOR_MS,
    });
    assert(height !== undefined && index !== undefined, 'what is committed has a place');
    return {
      transaction: id,
      height,
      index,
      call: 0,
      item: 0,
      committedAtMs: Date.parse(committedAt ?? ''),
    };
  }

  #planOf(group: readonly Pending[]): Plan {
    const { ledger, owner } = this.#options;
    const [first] = group;
    assert(first !== undefined, 'a group has members');
    const [only, ...more] = first.plans;
    if (
      group.length === 1 &&
      first.batch === undefined &&
      only !== undefined &&
      more.length === 0
    ) {
      return { calls: [recordItem(owner.account, only.item)] };
    }
    const batch = first.batch ?? ledger.world.random.bytes(RECORD_ID_BYTES);
    const items = group.flatMap(({ items: own }) => own);
    return {
      calls: [recordBatch(owner.account, batch, 0)],
      payloads: [{ kind: 'items', items }],
    };
  }

  #refuseAll(error: unknown): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingCount = 0;
    for (const { reject } of waiting) reject(error);
  }
}

/** Whether the ledger executed and refused it, or would not take it for what it says; not a matter of the moment. */
function isRefusal(error: unknown): boolean {
  return isCoded(error) && !error.retryable && error.kind === 'rejection';
}

/** Said before anything is ordered. */
const TAKES_NOTHING = new Set(['BUSY', 'STORAGE_LOW']);
/** The record is there already: of an attempt whose outcome nobody knew then. */
const THERE_ALREADY = new Set(['RECORD_EXISTS', 'BATCH_EXISTS']);

/**
 * Whether there is certainly no record after this error. A ledger that failed over it (its disk was full, it stopped) or did not answer in
 * time may have it in its log all the same, and whoever asks again is shown it with its note.
 */
function leftNothing(error: unknown): boolean {
  if (!isCoded(error)) return false;
  if (TAKES_NOTHING.has(error.code)) return true;
  return error.kind === 'rejection' && !THERE_ALREADY.has(error.code);
}

function quotaExhausted(wanted: number, left: number): CodedError {
  const code = left <= 0 ? 'QUOTA_EXHAUSTED' : 'QUOTA_EXCEEDED';
  return rejection(
    code,
    `${String(wanted)} records need as many units; ${String(Math.max(0, left))} are left`,
    {
      action:
        'Ask the operator of the service for a larger quota; nothing was recorded or charged.',
    },
  );
}

function busy(): CodedError {
  return failure(
    'BUSY',
    `${String(RECORDS_WAITING_MAX)} records of this customer are waiting already`,
    {
      action: 'Send it again after the time in Retry-After; many at once go faster as a batch.',
      retryable: true,
    },
  );
}

function payloadTooLarge(bytes: number): CodedError {
  return rejection(
    'PAYLOAD_TOO_LARGE',
    `the items are ${String(bytes)} bytes as the ledger writes them`,
    {
      action: 'Split the batch.',
      data: { limit: 'PAYLOAD', bytesMax: PAYLOAD_BYTES_MAX },
    },
  );
}
