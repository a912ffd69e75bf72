/**
 * A chain and the twin, told the same things. Each transaction must have the code that the twin gives it, each timer must fire when
 * the twin says; then all rows must be what the twin counts together from its list of outputs.
 */

import assert from 'node:assert/strict';
import { toHex } from '@stele/base';
import { StateReader } from '@stele/kernel';
import {
  argumentsFromJson,
  type Contract,
  type Json,
  type JsonObject,
  rowToJson,
  type Table,
} from '@stele/kernel/contract';
import { TestChain } from '@stele/kernel/test';
import { type Call, decodeEntry, principalFromText } from '@stele/protocol';
import {
  assets,
  balancesTable,
  certifiedTable,
  classesTable,
  marksTable,
  markCountsTable,
  outputsTable,
  slotsTable,
  suppliesTable,
} from '../../src/index.ts';
import { admin, openings, people, textOf, World } from '../assets/world.ts';
import { copyOf, partyOf } from './books.ts';
import type { Dice } from './dice.ts';
import { partyIdOf } from './ids.ts';
import { GUARD_WRONG, type TwinCall, type TwinInput, type TwinOutput } from './model.ts';
import { canonical } from './principals.ts';
import { randomCall } from './random-calls.ts';
import { AssetsTwin } from './twin.ts';

const CALLS_MAX = 3;
/** No entry has such an index: outputs that a transaction in the making would make. */
const SCRATCH_INDEX = 2 ** 44;
const SCRATCH_PREFIX = SCRATCH_INDEX.toString(16).padStart(16, '0');
const STEPS_MS = [1, 1, 1000, 86_400_000];

export class Duel {
  readonly world: World;
  readonly twin = new AssetsTwin([textOf(admin)]);
  /** Outcomes by code, empty for success. */
  readonly codes = new Map<string, number>();
  transactions = 0;
  timers = 0;

  static async begin(contracts: readonly Contract[]): Promise<Duel> {
    return new Duel(await TestChain.create({ contracts, openings }));
  }

  private constructor(chain: TestChain) {
    this.world = new World(chain);
  }

  /** Runs a transaction of these calls in a block of its own. */
  async run(calls: readonly TwinCall[]): Promise<string> {
    const [code = ''] = await this.block([calls], this.world.nowMs + 1);
    return code;
  }

  /** Random transactions, all made before any of them has run: some spend the same. */
  async round(dice: Dice): Promise<void> {
    const timeMs = this.world.nowMs + (dice.pick(STEPS_MS) ?? 1);
    const count = 1 + dice.below(2);
    const all = Array.from({ length: count }, () => this.#randomTransaction(dice, timeMs));
    await this.block(
      all.filter((calls) => calls.length > 0),
      timeMs,
    );
  }

  #randomTransaction(dice: Dice, nowMs: number): readonly TwinCall[] {
    const calls: TwinCall[] = [];
    const count = dice.seldom(3) ? 1 + dice.below(CALLS_MAX) : 1;
    for (let i = 0; i < count; i++) {
      const scratch = new AssetsTwin([textOf(admin)]);
      scratch.books = copyOf(this.twin.books);
      scratch.run(calls, nowMs, SCRATCH_INDEX);
      const call = randomCall(dice, { books: scratch.books, nowMs, own: SCRATCH_PREFIX });
      if (isWhole(call)) calls.push(call);
    }
    return calls;
  }

  /** Runs a block, on the chain and in the twin's books. */
  async block(transactions: readonly (readonly TwinCall[])[], timeMs: number): Promise<string[]> {
    const { chain } = this.world;
    const { logSize } = chain.kernel.tip;
    const content = { payer: admin.principal, validUntilMs: timeMs + 1000 };
    const candidates = transactions.map((calls) =>
      chain.candidate({ calls: calls.map((one) => this.#written(one)), signers, content }),
    );
    const codes = await chain.runCandidates(candidates, timeMs);
    const fired = this.#fire(timeMs, logSize);
    const expected = transactions.map((calls, i) =>
      this.twin.run(calls, timeMs, logSize + fired + i),
    );
    assert.deepEqual(codes, expected);
    for (const code of codes) this.codes.set(code, (this.codes.get(code) ?? 0) + 1);
    this.transactions += transactions.length;
    assert.equal(chain.kernel.nextTimerAtMs, earliest(this.twin.books.timers.values()));
    return codes;
  }

  /** Lets the twin's timers fire, and compares their entries. Answers how many did. */
  #fire(timeMs: number, logSize: number): number {
    const entries = this.world.chain.blocks.at(-1)?.entries ?? [];
    let fired = 0;
    for (;;) {
      const due = [...this.twin.books.timers].filter(([, at]) => at <= timeMs);
      const [next] = due.sort(([a, at], [b, bt]) => at - bt || (a < b ? -1 : 1));
      if (next === undefined) return fired;
      const entry = decodeEntry(entries[fired] ?? assert.fail('a timer is due'));
      assert.equal(entry.kind, 'system');
      const code = this.twin.fire(next[0], timeMs, logSize + fired);
      assert.equal(entry.outcome.code, code);
      this.codes.set(`timer ${code}`, (this.codes.get(`timer ${code}`) ?? 0) + 1);
      this.timers++;
      fired++;
    }
  }

  /** A call as a client would write it: inputs with the guards of the rows they spend. */
  #written({ method, args, actors }: TwinCall): Call {
    const found = assets.methods.get(method) ?? assert.fail(method);
    const json = 'inputs' in args ? { ...args, inputs: args.inputs.map(this.#guarded) } : args;
    return {
      contract: 'assets',
      method,
      args: argumentsFromJson(found, json as unknown as JsonObject),
      actors: actors.map(principalFromText),
    };
  }

  readonly #guarded = (input: TwinInput): TwinInput => {
    const { key } = input.output;
    if (key === undefined || key.guard === GUARD_WRONG) return input;
    const { output } = this.world.input(Buffer.from(key.key, 'hex'));
    return { ...input, output: output as TwinInput['output'] };
  };

  /** All rows against what the twin counts. */
  async compareRows(): Promise<void> {
    const { books } = this.twin;
    assert.deepEqual(
      await this.#rows(outputsTable),
      Object.fromEntries(books.outputs.map((output) => [output.key, rowOf(output)])),
    );
    assert.deepEqual(nothingLeftOut(await this.#rows(balancesTable)), this.#balances());
    assert.deepEqual(await this.#rows(suppliesTable), this.#supplies());
    assert.deepEqual(await this.#rows(slotsTable), Object.fromEntries(books.slots));
    const classes = Object.keys(await this.#rows(classesTable)).sort();
    assert.deepEqual(classes, [...books.classes.keys()].sort());
    const certified = await this.#rows(certifiedTable);
    assert.deepEqual(
      certified,
      Object.fromEntries(
        [...books.certified].map(([pair, until]) => {
          const [registrar = '', party = ''] = pair.split(' ');
          return [partyIdOf(registrar) + partyIdOf(party), { until }];
        }),
      ),
    );
    const marks = Object.values(await this.#rows(marksTable)).flatMap((row) =>
      Object.values(row as JsonObject).filter((mark) => mark !== null),
    );
    assert.equal(marks.length, books.marks.size);
    const onParties = [...books.marks].filter((text) => isOnParty(text)).length;
    const counted = Object.values(await this.#rows(markCountsTable));
    assert.equal(counted[0] ?? 0, onParties);
  }

  /** What everybody has, added up output by output. */
  #balances(): Record<string, Json> {
    const rows: Record<string, Json> = {};
    for (const output of this.twin.books.outputs) {
      const party = partyOf(output.owner);
      const { free, held } = this.twin.balance(party, output.class);
      const name = partyIdOf(party) + output.class;
      rows[name] = { free: written(free), held: written(held) };
    }
    return rows;
  }

  #supplies(): Record<string, Json> {
    const { issued, redeemed, marks, classes, outputs } = this.twin.books;
    const rows: Record<string, Json> = {};
    for (const id of classes.keys()) {
      const mine = [...marks].filter((text) => this.#classOfMark(text) === id).length;
      const [all, ended] = [issued.get(id) ?? 0n, redeemed.get(id) ?? 0n];
      const live = outputs.filter((output) => output.class === id);
      const sum = live.reduce((total, { amount }) => total + amount, 0n);
      assert.equal(all - ended, sum, 'what was issued is there, or was redeemed');
      const row = { issued: written(all), redeemed: written(ended), marks: mine };
      if (this.#hasSupplyRow(id)) rows[id] = row;
      else assert.deepEqual(row, { issued: null, redeemed: null, marks: 0 });
    }
    return rows;
  }

  #hasSupplyRow(id: string): boolean {
    return this.world.row(suppliesTable.name, Buffer.from(id, 'hex')) !== undefined;
  }

  #classOfMark(text: string): string | undefined {
    const [, first, second] = JSON.parse(text) as readonly [string, unknown, string];
    if (first === 'holder') return second;
    if (typeof first !== 'object' || first === null) return undefined;
    if ('class' in first) return first.class as string;
    if ('slot' in first) return (first.slot as { class: string }).class;
    const { output } = first as { output: string };
    return this.twin.books.outputs.find(({ key }) => key === output)?.class;
  }

  async #rows(of: Table): Promise<Record<string, Json>> {
    const rows: Record<string, Json> = {};
    const reader = new StateReader(this.world.chain.store);
    const where = { contract: 'assets', table: of.name };
    for await (const { key, value } of reader.rowsByPrefix(where, new Uint8Array(0))) {
      rows[toHex(key)] = rowToJson(of, value);
    }
    return rows;
  }
}

const signers = Object.values(people);

/** A call takes in something, else its form is wrong already. */
function isWhole(call: TwinCall): boolean {
  const takes = call.method === 'transfer' || call.method === 'redeem' || call.method === 'step';
  return !takes || call.args.inputs.length > 0;
}

function isOnParty(text: string): boolean {
  return (JSON.parse(text) as readonly unknown[])[1] === 'party';
}

function earliest(times: Iterable<number>): number | undefined {
  const all = [...times];
  return all.length === 0 ? undefined : Math.min(...all);
}

function written(amount: bigint): string | null {
  return amount === 0n ? null : String(amount);
}

/** An output as its row says it; the key is not part of it. */
function rowOf(output: TwinOutput): Json {
  const { class: classOf, slot, amount, state, owner, acquiredAtMs, depth, payload } = output;
  const row = { class: classOf, slot, amount: String(amount), state, acquiredAtMs, depth, payload };
  return { ...row, owner: ownerOf(owner) } as Json;
}

/** Principals in their one text. */
function ownerOf(value: unknown): Json {
  if (typeof value === 'string' && value.includes('-of(')) return canonical(value);
  if (Array.isArray(value)) return value.map(ownerOf);
  if (typeof value !== 'object' || value === null) return value as Json;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, ownerOf(one)]));
}

/** Rows of nothing stay, and say nothing. */
function nothingLeftOut(rows: Readonly<Record<string, Json>>): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(rows).filter(([, row]) => {
      const { free, held } = row as JsonObject;
      return free !== null || held !== null;
    }),
  );
}
