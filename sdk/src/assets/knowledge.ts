/**
 * What has to be known to understand a body: what its inputs are, and what the classes are called. A node says it; nothing of it is
 * believed as such. The content of an output is compared with the guard that is signed, the attributes of a slot with the slot, and a
 * class comes out of a receipt (proven-class.ts).
 */

import { fromHex, isCoded } from '@stele/base';
import type { ChainIdentity, LedgerApi, TransactionContent } from '@stele/protocol';
import { assetsCallsIn } from './decoded-call.ts';
import { classIdOf } from './class-name.ts';
import type { ClassForm, ClassId } from './forms.ts';
import { outputIn } from './known-output.ts';
import { classesIn, keysIn } from './mentioned.ts';
import { provenClass } from './proven-class.ts';

export interface Knowledge {
  /** Rows of outputs, by key. */
  readonly outputs: ReadonlyMap<string, Uint8Array>;
  /** Rows of slots, by class and slot together. */
  readonly slots: ReadonlyMap<string, Uint8Array>;
  /** Proven definitions. */
  readonly classes: ReadonlyMap<ClassId, ClassForm>;
}

export interface Source {
  readonly chain: ChainIdentity;
  readonly transport: LedgerApi;
}

export const NO_KNOWLEDGE: Knowledge = {
  outputs: new Map(),
  slots: new Map(),
  classes: new Map(),
};

/** Asks for all that a body speaks of. What a node does not have, or cannot prove, is absent; `before` is not asked for again. */
export async function learn(
  source: Source,
  { calls }: TransactionContent,
  before: Knowledge = NO_KNOWLEDGE,
): Promise<Knowledge> {
  const decoded = assetsCallsIn(calls);
  const outputs = await rowsOf(source, 'outputs', keysIn(decoded), before.outputs);
  const held = [...outputs.values()].flatMap((row) => outputIn(row) ?? []);
  const slotKeys = held.map(({ class: of, slot }) => of + slot);
  const slots = await rowsOf(source, 'slots', slotKeys, before.slots);
  const classes = await classesOf(source, classesIn(decoded, held), before.classes);
  return { outputs, slots, classes };
}

async function rowsOf(
  { transport }: Source,
  table: string,
  keys: readonly string[],
  before: ReadonlyMap<string, Uint8Array>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const rows = new Map(before);
  const wanted = new Set(keys.filter((key) => !rows.has(key)));
  const asked = [...wanted].map(async (key) => {
    const row = await transport.row({ contract: 'assets', table, key: fromHex(key) });
    if (row !== null) rows.set(key, row.value);
  });
  await Promise.all(asked);
  return rows;
}

/** The proven ones of these classes. */
export async function classesOf(
  { chain, transport }: Source,
  ids: readonly ClassId[],
  before: ReadonlyMap<ClassId, ClassForm> = new Map(),
): Promise<ReadonlyMap<ClassId, ClassForm>> {
  const classes = new Map(before);
  const wanted = new Set(ids.filter((id) => !classes.has(id)));
  const asked = [...wanted].map(async (id) => {
    const proven = await unlessUnproven(provenClass(chain, transport, id));
    if (proven !== undefined) classes.set(classIdOf(proven), proven);
  });
  await Promise.all(asked);
  return classes;
}

/** Then the class stays unknown: amounts of it are shown in its smallest unit, under its id. */
async function unlessUnproven(
  proven: Promise<ClassForm | undefined>,
): Promise<ClassForm | undefined> {
  try {
    return await proven;
  } catch (error) {
    if (isCoded(error, 'CLASS_UNPROVEN')) return undefined;
    throw error;
  }
}
