/** A chain with assets for tests, in words of the trade: who does what, with what; the calls are made from JSON, as a client's are. */

import assert from 'node:assert/strict';
import { concat, fromHex, toHex } from '@stele/base';
import { type Candidate, StateReader } from '@stele/kernel';
import {
  argumentsFromJson,
  decodeRow,
  type Json,
  type JsonObject,
  rowToJson,
  type Scalar,
} from '@stele/kernel/contract';
import { type Opening, type Person, person, suite, type TestChain } from '@stele/kernel/test';
import { type Call, principalToText } from '@stele/protocol';
import {
  assets,
  balancesTable,
  classId,
  fillTemplate,
  guardOf,
  type Output,
  outputKey,
  outputsTable,
  outputToText,
  partyOf,
  slotId,
  templateOf,
} from '../../src/index.ts';
import type { NewChain } from '../runtimes.ts';

export const sha256 = suite.H;
const NONE = new Uint8Array(0);

/** Everybody in the stories. The administrator defines classes and speaks for authorities. */
export const people = {
  admin: person(0),
  issuer: person(1),
  alice: person(2),
  bob: person(3),
  carol: person(4),
  bank: person(5),
} as const;
export const { admin, issuer, alice, bob, carol, bank } = people;

export const openings: readonly Opening[] = Object.values(people).map((one) => ({
  person: one,
  administrator: one === admin,
}));

export async function newWorld(newChain: NewChain): Promise<World> {
  return new World(await newChain(...openings));
}

export function textOf({ principal }: Person): string {
  return principalToText(principal);
}

/** An owner in JSON. */
export function to(one: Person): JsonObject {
  return { party: textOf(one) };
}

export function classOf(name: string): string {
  return toHex(classId(sha256, 'museum', name));
}

/** A class that may be issued by its issuer, transferred, held, redeemed; the rest as told. */
export function definition(name: string, change: Readonly<Record<string, Json>> = {}): JsonObject {
  const { limits, ...others } = change;
  return {
    organisation: 'museum',
    name,
    kind: 'right',
    scale: 0,
    attributes: [],
    set: null,
    fields: [],
    states: [],
    steps: [],
    roles: [{ name: 'issuer', is: textOf(issuer) }],
    moves: [
      { move: 'issue', by: ['issuer'] },
      { move: 'freeze', by: ['issuer'] },
      ...['transfer', 'pledge', 'offer', 'sale', 'redeem', 'step'].map((move) => ({
        move,
        by: [],
      })),
    ],
    holders: null,
    limits: {
      supply: null,
      perHolder: null,
      partMin: null,
      depthMax: null,
      rest: null,
      forValue: 'always',
      spends: null,
      ...(limits as JsonObject | undefined),
    },
    hook: '',
    countersigner: null,
    terms: null,
    ...others,
  };
}

export function part(owner: Person | JsonObject, amount: number | bigint = 1): JsonObject {
  return { attributes: [], amount: String(amount), to: ownerOf(owner), payload: null };
}

function ownerOf(owner: Person | JsonObject): JsonObject {
  return 'principal' in owner ? to(owner as Person) : owner;
}

/** What is to be made like input number `like`. */
export function output(owner: Person | JsonObject, amount: number | bigint, like = 0): JsonObject {
  return { like, amount: String(amount), to: ownerOf(owner) };
}

export function assetsCall(method: string, args: JsonObject, ...actors: readonly Person[]): Call {
  const found = assets.methods.get(method) ?? assert.fail(`no method ${method}`);
  return {
    contract: 'assets',
    method,
    args: argumentsFromJson(found, args),
    actors: actors.map(({ principal }) => principal),
  };
}

/** A template, filled in, as an owner. */
export function holdOf(name: string, values: Readonly<Record<string, string>>): JsonObject {
  return { hold: fillTemplate(templateOf(name), values) };
}

/** The call of somebody who hands on. */
export function transferCall(
  inputs: readonly JsonObject[],
  outputs: readonly JsonObject[],
  ...actors: readonly Person[]
): Call {
  return assetsCall('transfer', { inputs, outputs }, ...actors);
}

/** What comes of one transaction. */
export interface Outcome {
  readonly code: string;
  /** Index of its entry. */
  readonly index: number;
}

export class World {
  readonly chain: TestChain;
  #clockMs = 0;

  constructor(chain: TestChain) {
    this.chain = chain;
  }

  /** Runs one transaction, signed by all its actors, in a block of its own. */
  async run(...calls: readonly Call[]): Promise<Outcome> {
    return this.runAt(this.nowMs + 1, ...calls);
  }

  /** A transaction, signed by everybody. */
  candidate(...calls: readonly Call[]): Candidate {
    const content = { payer: admin.principal, validUntilMs: this.nowMs + 1000 };
    return this.chain.candidate({ calls, signers: Object.values(people), content });
  }

  async runAt(timeMs: number, ...calls: readonly Call[]): Promise<Outcome> {
    const candidate = this.candidate(...calls);
    const [code = ''] = await this.chain.runCandidates([candidate], timeMs);
    const result = this.chain.blocks.at(-1)?.results.at(-1);
    return { code, index: result?.index ?? -1 };
  }

  /** Runs what must succeed. Answers the index of its entry. */
  async must(...calls: readonly Call[]): Promise<number> {
    const { code, index } = await this.run(...calls);
    assert.equal(code, '');
    return index;
  }

  async refused(code: string, ...calls: readonly Call[]): Promise<void> {
    const before = await this.outputs();
    assert.equal((await this.run(...calls)).code, code);
    assert.deepEqual(await this.outputs(), before, 'a refused call changes nothing');
  }

  /** The call that defines a class. */
  definition(name: string, change: Readonly<Record<string, Json>> = {}): Call {
    return assetsCall('define', definition(name, change), admin);
  }

  async define(name: string, change: Readonly<Record<string, Json>> = {}): Promise<void> {
    await this.must(this.definition(name, change));
  }

  idOf(name: string): string {
    return classOf(name);
  }

  slotOf(name: string, attributes: readonly Scalar[]): Uint8Array {
    return slotId(sha256, fromHex(classOf(name)), attributes);
  }

  /** The call that issues, against no quota. */
  issueCall(name: string, ...parts: readonly JsonObject[]): Call {
    return assetsCall('issue', { class: classOf(name), parts, inputs: [], change: [] }, issuer);
  }

  async issue(name: string, ...parts: readonly JsonObject[]): Promise<Uint8Array[]> {
    const index = await this.must(this.issueCall(name, ...parts));
    return parts.map((_, place) => outputKey({ index, call: 0, place }));
  }

  /** The key of what the first call of an entry has made. */
  key(index: number, place = 0, call = 0): Uint8Array {
    return outputKey({ index, call, place });
  }

  get nowMs(): number {
    return Math.max(this.chain.kernel.tip.timeMs, this.#clockMs);
  }

  /** Lets time go by; there is a block of it if a timer is due. */
  async wait(untilMs: number): Promise<void> {
    this.#clockMs = untilMs;
    await this.chain.runCandidates([], untilMs);
  }

  /** Puts all of an output into a hold. Answers the key of what is held. */
  async hold(one: Person, key: Uint8Array, owner: JsonObject, amount = 1): Promise<Uint8Array> {
    return this.key(await this.must(transferCall(this.inputs(key), [output(owner, amount)], one)));
  }

  /** Takes an exit. */
  take(one: Person, key: Uint8Array, exit: string, preimage?: string): Call {
    return transferCall([this.input(key, exit, preimage ?? null)], [], one);
  }

  /** Inputs as a client writes them who has looked at what it spends. */
  inputs(...outputs: readonly Uint8Array[]): JsonObject[] {
    return outputs.map((key) => this.input(key));
  }

  input(key: Uint8Array, exit = '', preimage: string | null = null): JsonObject {
    const row = this.row(outputsTable.name, key);
    const guard = row === undefined ? new Uint8Array(8) : guardOf(sha256, row);
    return { output: { key: { key: toHex(key), guard: toHex(guard) } }, exit, preimage };
  }

  /** A row of the contract's as it is stored. */
  row(table: string, key: Uint8Array): Uint8Array | undefined {
    return new StateReader(this.chain.store).row('assets', table, key)?.value;
  }

  /** An output that nobody has spent. */
  output(key: Uint8Array): Output | undefined {
    const row = this.row(outputsTable.name, key);
    return row === undefined ? undefined : decodeRow(outputsTable, row);
  }

  /** The rows of all outputs that nobody has spent, by text. */
  async outputs(): Promise<Readonly<Record<string, Json>>> {
    const rows: Record<string, Json> = {};
    const of = { contract: 'assets', table: outputsTable.name };
    for await (const { key, value } of new StateReader(this.chain.store).rowsByPrefix(of, NONE)) {
      rows[outputToText(key)] = rowToJson(outputsTable, value);
    }
    return rows;
  }

  /** What somebody has of a class: free and in holds. */
  balance(one: Person, name: string): readonly [bigint, bigint] {
    const party = partyOf(sha256, one.principal);
    const row = this.row(balancesTable.name, concat(party, fromHex(classOf(name))));
    if (row === undefined) return [0n, 0n];
    const { free, held } = decodeRow(balancesTable, row);
    return [free ?? 0n, held ?? 0n];
  }
}
