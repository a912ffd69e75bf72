/**
 * A contract: a set of methods over its own tables (spec/contracts.md). Its schemas are data; its code sees only a CallContext and
 * typed arguments, and must be deterministic: no clock, no randomness, no locale, no floats, ES2023 only, because every contract
 * also runs in QuickJS.
 */

import { rejection } from '@stele/base';
import { isIdentifier, type PayloadRoot } from '@stele/protocol';
import type { CallContext } from './context.ts';
import type { Rules } from './rules.ts';
import { checkFields } from './schema/composed-kinds.ts';
import { checkSchema } from './schema/kinds.ts';
import type { Fields, Typed, TypesOf } from './schema/schema.ts';
import type { Table } from './table.ts';

/** A sentence in each language of the product; `{name}` stands for an argument's JSON form. */
export interface Summary {
  readonly en: string;
  readonly 'zh-CN': string;
}

export interface MethodDefinition<Args extends Fields> {
  readonly args: Args;
  /** What the call does, for whoever is asked to sign it. */
  readonly summary: Summary;
  /** Units that the call counts against its payer's quota, at least 1. Absent: 1. */
  units?(args: TypesOf<Args>, payloads: readonly PayloadRoot[]): number;
  /** Executes the call. A returned value becomes a result effect. */
  run(context: CallContext, args: TypesOf<Args>): Uint8Array | undefined;
}

export interface ContractDefinition<Methods extends Readonly<Record<string, Fields>>> {
  readonly name: string;
  /** Every code that `refuse` is called with, and every rejection of a reader that the contract lets through. */
  readonly codes: readonly string[];
  readonly tables: readonly Table[];
  readonly events?: readonly EventType[];
  readonly methods: { readonly [Name in keyof Methods]: MethodDefinition<Methods[Name]> };
  /** Whether the contract exists under these rules. Absent: under all. */
  isIn?(rules: Rules): boolean;
  /** Runs when a timer that the contract has scheduled is due; nobody acts. What it refuses leaves nothing but an entry that says so. */
  timer?(context: CallContext, key: Uint8Array): void;
}

/** What an event's key and value hold. */
export interface EventType {
  readonly type: string;
  readonly key: Fields;
  readonly value: Typed<unknown>;
}

/** A method whose argument types have been forgotten: `args` are what `parseArgs` gave for it. */
export interface Method {
  readonly args: Fields;
  readonly summary: Summary;
  units?(args: never, payloads: readonly PayloadRoot[]): number;
  run(context: CallContext, args: never): Uint8Array | undefined;
}

export interface Contract {
  readonly name: string;
  readonly codes: ReadonlySet<string>;
  readonly tables: ReadonlyMap<string, Table>;
  readonly events: ReadonlyMap<string, EventType>;
  readonly methods: ReadonlyMap<string, Method>;
  readonly isIn?: ((rules: Rules) => boolean) | undefined;
  readonly timer?: ((context: CallContext, key: Uint8Array) => void) | undefined;
}

/** Checks a definition and makes a contract of it. Rejects with SCHEMA_* or CONTRACT_MALFORMED: entries are public for ever. */
export function defineContract<Methods extends Readonly<Record<string, Fields>>>(
  definition: ContractDefinition<Methods>,
): Contract {
  const methods: Readonly<Record<string, Method>> = definition.methods;
  const contract: Contract = {
    name: definition.name,
    codes: new Set(definition.codes),
    tables: new Map(definition.tables.map((one) => [one.name, one])),
    events: new Map((definition.events ?? []).map((one) => [one.type, one])),
    methods: new Map(Object.entries(methods)),
    isIn: definition.isIn?.bind(definition),
    timer: definition.timer?.bind(definition),
  };
  checkContract(contract);
  return contract;
}

const CODE = /^[A-Z][A-Z0-9_]{0,39}$/;

/** Checks names, codes and schemas, none of which may leave room for free text. */
function checkContract(contract: Contract): void {
  const { name, codes, tables, events, methods } = contract;
  for (const one of [name, ...tables.keys(), ...events.keys(), ...methods.keys()]) {
    if (!isIdentifier(one)) throw rejection('CONTRACT_MALFORMED', `"${one}" is not an identifier`);
  }
  for (const code of codes) {
    if (!CODE.test(code)) throw rejection('CONTRACT_MALFORMED', `"${code}" is not a code`);
  }
  for (const { key, row } of tables.values()) {
    checkKey(key);
    checkSchema(row);
  }
  for (const { key, value } of events.values()) {
    checkKey(key);
    checkSchema(value);
  }
  for (const method of methods.values()) checkMethod(method);
}

/** Keys are joined without separators, so their parts have one length each. */
function checkKey(key: Fields): void {
  checkFields(key);
  for (const [name, { kind }] of Object.entries(key)) {
    if (kind === 'bytes' || kind === 'account') continue;
    throw rejection('CONTRACT_MALFORMED', `key part "${name}" is not of fixed length`);
  }
}

function checkMethod({ args, summary }: Method): void {
  checkFields(args);
  for (const text of [summary.en, summary['zh-CN']]) {
    for (const [, name] of text.matchAll(/\{([^}]*)\}/g)) {
      if (name !== undefined && Object.hasOwn(args, name)) continue;
      throw rejection('CONTRACT_MALFORMED', `the summary names an argument "${String(name)}"`);
    }
  }
}
