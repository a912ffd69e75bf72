/**
 * Effects as CloudEvents 1.0 (api.ts, `events`). An effect's number is its event's id and the cursor, so any past page can be asked
 * for again and gives the same.
 */

import { assert, toHex } from '@stele/base';
import type { StoredEffects } from '@stele/kernel';
import {
  type CloudEvent,
  decodeEffect,
  decodeEntry,
  decodeTransaction,
  type Effect,
  type EventPage,
  type EventQuery,
  principalToText,
  transactionId,
} from '@stele/protocol';

import { effectView, timeText } from './json-values.ts';
import type { OpenLedger } from './open-ledger.ts';
import { payerOf } from './transaction-view.ts';

/** Effects looked at for one page, matching or not: a rare filter must not hold the node up. */
const LOOKED_AT_MAX = 10_000;

/** The page after a number, as far as the chain goes now. */
export async function eventPage(ledger: OpenLedger, query: EventQuery): Promise<EventPage> {
  const after = query.after ?? -1;
  const end = Math.min(ledger.tip.effectCount, after + 1 + LOOKED_AT_MAX);
  const items: CloudEvent[] = [];
  if (after + 1 >= end) return { items, next: after };
  for await (const block of ledger.reader.effectBlocks(after + 1)) {
    const owners = new Owners(ledger);
    for (let number = Math.max(after + 1, block.firstEffect); number < endOf(block); number++) {
      if (number >= end || items.length >= query.limit) return { items, next: number - 1 };
      const event = await eventAt(ledger, { block, number, owners }, query);
      if (event !== undefined) items.push(event);
    }
  }
  return { items, next: end - 1 };
}

function endOf({ firstEffect, effects }: StoredEffects): number {
  return firstEffect + effects.length;
}

interface Place {
  readonly block: StoredEffects;
  readonly number: number;
  readonly owners: Owners;
}

async function eventAt(
  ledger: OpenLedger,
  { block, number, owners }: Place,
  { contract, type, account }: EventQuery,
): Promise<CloudEvent | undefined> {
  const bytes = block.effects[number - block.firstEffect];
  assert(bytes !== undefined, 'a number inside a block has its effect');
  const effect = decodeEffect(bytes);
  if (contract !== undefined && contract !== effect.contract) return undefined;
  if (type !== undefined && type !== typeOf(effect)) return undefined;
  const index = block.firstIndex + effect.position;
  const owner = await owners.of(index);
  if (account !== undefined && owner?.principals.has(account) !== true) return undefined;
  return {
    specversion: '1.0',
    id: String(number),
    source: `stele:${toHex(ledger.chain.fingerprint)}`,
    type: typeOf(effect),
    time: timeText(block.timeMs),
    ...(owner === undefined ? {} : { subject: owner.id }),
    datacontenttype: 'application/json',
    data: { ...effectView(effect, number), height: block.height, index },
  };
}

function typeOf({ contract, table, kind }: Effect): string {
  return `stele.${contract}.${table}.${kind}`;
}

/** Whose effects these are. */
interface Owner {
  readonly id: string;
  /** Texts of the principals that act in it or pay for it. */
  readonly principals: ReadonlySet<string>;
}

/** The transactions of one block, each read once. */
class Owners {
  readonly #ledger: OpenLedger;
  readonly #known = new Map<number, Owner | undefined>();

  constructor(ledger: OpenLedger) {
    this.#ledger = ledger;
  }

  /** Undefined for what genesis wrote. */
  async of(index: number): Promise<Owner | undefined> {
    if (!this.#known.has(index)) this.#known.set(index, await this.#read(index));
    return this.#known.get(index);
  }

  async #read(index: number): Promise<Owner | undefined> {
    const { storage, chain } = this.#ledger;
    const entry = decodeEntry(await storage.log.entry(index));
    if (entry.kind !== 'transaction') return undefined;
    const { body, content } = decodeTransaction(entry.content);
    const principals = [...content.calls.flatMap(({ actors }) => actors), payerOf(content)];
    return {
      id: toHex(transactionId(chain.suite, chain.fingerprint, body)),
      principals: new Set(principals.map(principalToText)),
    };
  }
}
