/**
 * What has to be known to understand a body: what its inputs are, and what the classes are called. A node says it; nothing of it is
 * believed as such. The content of an output is compared with the guard that is signed, the attributes of a slot with the slot, and a
 * class comes out of a receipt (proven-class.ts).
 */

import { assert, fromHex, isCoded } from '@stele/base';
import { outputToText } from '@stele/contracts';
import { principalFromText } from '@stele/protocol';
import type { ChainIdentity, LedgerApi, TransactionContent } from '@stele/protocol';
import { assetsCallsIn } from './decoded-call.ts';
import { classIdOf } from './class-name.ts';
import type { ClassForm, ClassId } from './forms.ts';
import { outputIn, rowOfView } from './known-output.ts';
import { classesIn, keysIn, receivingAccounts } from './mentioned.ts';
import { provenClass } from './proven-class.ts';

export interface Knowledge {
  /** Rows of outputs, by key. */
  readonly outputs: ReadonlyMap<string, Uint8Array>;
  /** Rows of slots, by class and slot together. */
  readonly slots: ReadonlyMap<string, Uint8Array>;
  /** Proven definitions. */
  readonly classes: ReadonlyMap<ClassId, ClassForm>;
  /** Accounts that come to have something and that are not open, as the node says: a warning, nothing more. */
  readonly unopened: ReadonlySet<string>;
}

export interface Source {
  readonly chain: ChainIdentity;
  readonly transport: LedgerApi;
}

export const NO_KNOWLEDGE: Knowledge = {
  outputs: new Map(),
  slots: new Map(),
  classes: new Map(),
  unopened: new Set(),
};

/** Asks for all that a body speaks of. What a node does not have, or cannot prove, is absent; `before` is not asked for again. */
export async function learn(
  source: Source,
  { calls }: TransactionContent,
  before: Knowledge = NO_KNOWLEDGE,
): Promise<Knowledge> {
  const decoded = assetsCallsIn(calls);
  const outputs = await outputRowsOf(source, keysIn(decoded), before.outputs);
  const held = [...outputs.values()].flatMap((row) => outputIn(row) ?? []);
  const slotKeys = held.map(({ class: of, slot }) => of + slot);
  const slots = await rowsOf(slotKeys, before.slots, (key) => storedRow(source, 'slots', key));
  const classes = await classesOf(source, classesIn(decoded, held), before.classes);
  const unopened = await unopenedOf(source, receivingAccounts(decoded));
  return { outputs, slots, classes, unopened };
}

/** Of those that were spent meanwhile too: what somebody asks to have signed, or what was recorded, can be read all the same. */
async function outputRowsOf(
  source: Source,
  keys: readonly string[],
  before: Knowledge['outputs'],
): Promise<Knowledge['outputs']> {
  return await rowsOf(
    keys,
    before,
    async (key) => (await storedRow(source, 'outputs', key)) ?? (await spentRow(source, key)),
  );
}

async function rowsOf(
  keys: readonly string[],
  before: ReadonlyMap<string, Uint8Array>,
  read: (key: string) => Promise<Uint8Array | undefined>,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const rows = new Map(before);
  const wanted = new Set(keys.filter((key) => !rows.has(key)));
  const asked = [...wanted].map(async (key) => {
    const row = await read(key);
    if (row !== undefined) rows.set(key, row);
  });
  await Promise.all(asked);
  return rows;
}

async function unopenedOf(
  { transport }: Source,
  accounts: readonly string[],
): Promise<ReadonlySet<string>> {
  const asked = accounts.map(async (account) => {
    const principal = principalFromText(account);
    assert(principal.kind === 'account', 'only accounts are asked for');
    const key = principal.account;
    const row = await transport.row({ contract: 'accounts', table: 'accounts', key });
    return row === null ? [account] : [];
  });
  return new Set((await Promise.all(asked)).flat());
}

async function storedRow(
  { transport }: Source,
  table: string,
  key: string,
): Promise<Uint8Array | undefined> {
  const row = await transport.row({ contract: 'assets', table, key: fromHex(key) });
  return row?.value;
}

async function spentRow({ transport }: Source, key: string): Promise<Uint8Array | undefined> {
  try {
    return rowOfView(await transport.output(outputToText(fromHex(key))));
  } catch (error) {
    if (isCoded(error, 'OUTPUT_ABSENT')) return undefined;
    throw error;
  }
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
