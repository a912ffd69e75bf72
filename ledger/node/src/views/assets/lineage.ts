/**
 * From which outputs an output was made (spec/assets.md, "What follows from the log"). What leaves a hold by an exit, and what takes a step, comes of that one
 * output; what a call lists comes of all that its holder spent of the same class and slot, because amounts of a slot mix.
 */

import { equal } from '@stele/base';
import { outputPlaceOf } from '@stele/contracts';
import { toHex } from '@stele/base';

import type { OpenLedger } from '../open-ledger.ts';
import { type AssetAct, entryActs, type EntryActs } from './entry-acts.ts';
import { type OutputRecord, type Puts, readOutput, readPuts } from './outputs.ts';

/** An output with what it was made of. */
export interface Descent {
  readonly record: OutputRecord;
  readonly from: readonly Uint8Array[];
  readonly by: EntryActs;
  readonly act: AssetAct | undefined;
}

/** The outputs of one trace, each read once, as of one moment. */
export class Lineage {
  readonly #ledger: OpenLedger;
  readonly #effectCount: number;
  readonly #records = new Map<string, OutputRecord | undefined>();
  readonly #entries = new Map<number, EntryActs>();
  readonly #puts = new Map<number, Puts>();

  constructor(ledger: OpenLedger, effectCount: number) {
    this.#ledger = ledger;
    this.#effectCount = effectCount;
  }

  /** Undefined when there is no such output. */
  async record(key: Uint8Array): Promise<OutputRecord | undefined> {
    const name = toHex(key);
    if (!this.#records.has(name)) {
      this.#records.set(name, await this.#read(key));
    }
    return this.#records.get(name);
  }

  async descentOf(record: OutputRecord): Promise<Descent> {
    const { index, call } = outputPlaceOf(record.key);
    const by = await this.#entry(index);
    const act = by.acts.find((one) => one.call === call);
    const from = act === undefined ? [] : await this.#parentsOf(record, act);
    return { record, from, by, act };
  }

  /** The outputs that were made of this one, by place; none while it is live, or when it was burnt. */
  async childrenOf(record: OutputRecord, endIndex: number): Promise<readonly Uint8Array[]> {
    const children: Uint8Array[] = [];
    for (const { key } of (await this.#putsAt(endIndex)).values()) {
      const made = await this.record(key);
      if (made === undefined) continue;
      const { from } = await this.descentOf(made);
      if (from.some((parent) => equal(parent, record.key))) children.push(key);
    }
    return children;
  }

  async #parentsOf(record: OutputRecord, act: AssetAct): Promise<readonly Uint8Array[]> {
    const { place } = outputPlaceOf(record.key);
    const exit = act.exits[place];
    if (exit !== undefined) return [exit];
    if (act.isStep) return act.spent.slice(place, place + 1);
    if (place < act.issued) return [];
    const alike: Uint8Array[] = [];
    for (const key of act.spent) {
      const spent = await this.record(key);
      if (spent !== undefined && isOfOneSlot(spent, record)) alike.push(key);
    }
    return alike;
  }

  #read(key: Uint8Array): Promise<OutputRecord | undefined> {
    return readOutput(this.#ledger, key, this.#effectCount, (index) => this.#putsAt(index));
  }

  async #putsAt(index: number): Promise<Puts> {
    let puts = this.#puts.get(index);
    if (puts === undefined) {
      puts = await readPuts(this.#ledger, index);
      this.#puts.set(index, puts);
    }
    return puts;
  }

  async #entry(index: number): Promise<EntryActs> {
    let acts = this.#entries.get(index);
    if (acts === undefined) {
      acts = await entryActs(this.#ledger, index);
      this.#entries.set(index, acts);
    }
    return acts;
  }
}

function isOfOneSlot({ output: a }: OutputRecord, { output: b }: OutputRecord): boolean {
  return equal(a.class, b.class) && equal(a.slot, b.slot);
}
